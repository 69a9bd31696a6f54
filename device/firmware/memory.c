/* SPDX-License-Identifier: Apache-2.0 */
/* The four functions that a freestanding compiler may call, for boards without a C library. They
   count as part of the library, and only when it uses them. */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);

/* May alias every type. */
typedef uint32_t __attribute__((may_alias)) word;

static int both_aligned(const void *a, const void *b)
{
    return ((((uintptr_t)a) | ((uintptr_t)b)) & 3u) == 0;
}

/* From the first byte on: right for overlaps with `to` below `from`. */
static void copy_upwards(uint8_t *to, const uint8_t *from, size_t bytes)
{
    if (both_aligned(to, from)) {
        for (; bytes >= 4; bytes -= 4, to += 4, from += 4)
            *(word *)(void *)to = *(const word *)(const void *)from;
    }
    for (; bytes > 0; bytes--)
        *to++ = *from++;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    copy_upwards(to, from, bytes);
    return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    if ((uintptr_t)to <= (uintptr_t)from) {
        copy_upwards(t, f, bytes);
        return to;
    }
    while (bytes > 0) {
        bytes--;
        t[bytes] = f[bytes];
    }
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    uint8_t *t = to;
    const uint32_t byte = (uint8_t)value;
    if (both_aligned(t, t)) {
        for (; bytes >= 4; bytes -= 4, t += 4)
            *(word *)(void *)t = byte * 0x01010101u;
    }
    for (; bytes > 0; bytes--)
        *t++ = (uint8_t)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    for (; bytes > 0; bytes--, x++, y++) {
        if (*x != *y)
            return *x < *y ? -1 : 1;
    }
    return 0;
}
