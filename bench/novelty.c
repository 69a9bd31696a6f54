/* SPDX-License-Identifier: Apache-2.0 */
/* Reads windows and writes for each how unusual a generated library finds it, at last the threshold
   that it learns from the first ones.

   usage: novelty COUNT < windows > numbers (int32), where the first COUNT windows are normal
   running REQUIRES: NOVELTY, the header of this folder that says what is unusual. */
#include <stdio.h>
#include <stdlib.h>

#include NOVELTY

static void write_number(int32_t number)
{
    fwrite(&number, sizeof number, 1, stdout);
}

int main(int argc, char **argv)
{
    static element window[NET_INPUT_LENGTH];
    long normal = argc > 1 ? atol(argv[1]) : 0;
    begin();
    for (; fread(window, sizeof window, 1, stdin) == 1; normal--) {
        const int32_t number = novelty_of(window);
        if (normal > 0)
            take_normal(number);
        write_number(number);
    }
    write_number(threshold());
    return 0;
}
