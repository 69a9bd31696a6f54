/* SPDX-License-Identifier: Apache-2.0 */
/* As dots.h, for two vectors at a time. */
#ifndef MOTE_DOTS_OF_TWO_H
#define MOTE_DOTS_OF_TWO_H

#include <stdint.h>

#include "dots.h"

/* Two vectors, each as long as columns rounded up to 16 and filled up with zeros; the second one's
   sums begin at sums[MOTE_DOTS_ROWS]. */
static void mote_dots_of_two(const int8_t *x, const int8_t *w, int32_t columns, int32_t rows,
                             int32_t *sums)
{
    mote_dots(x, w, columns, rows, sums);
    mote_dots(x + ((columns + 15) & ~15), w, columns, rows, sums + MOTE_DOTS_ROWS);
}

#endif
