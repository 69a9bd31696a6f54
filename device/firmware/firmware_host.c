/* SPDX-License-Identifier: Apache-2.0 */
/* The firmware as a program of this machine: the folder is its argument. Counts nothing. */
#include <stdio.h>

#include "firmware.h"

static const char *folder;
static FILE *in, *out;

static FILE *open_in_folder(const char *name, const char *mode)
{
    char path[4096];
    const int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    return length > 0 && (size_t)length < sizeof path ? fopen(path, mode) : NULL;
}

int firmware_open(void)
{
    in = open_in_folder("in", "rb");
    out = open_in_folder("out", "wb");
    return in != NULL && out != NULL;
}

uint32_t firmware_read(void *to, uint32_t bytes)
{
    return (uint32_t)fread(to, 1, bytes, in);
}

int firmware_write(const void *from, uint32_t bytes)
{
    return fwrite(from, 1, bytes, out) == bytes;
}

int main(int count, char **words)
{
    firmware_status status;
    if (count != 2)
        return FIRMWARE_NO_FILE;
    folder = words[1];
    status = firmware_main();
    return out != NULL && fclose(out) != 0 ? FIRMWARE_NO_FILE : (int)status;
}
