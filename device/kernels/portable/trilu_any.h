/* SPDX-License-Identifier: Apache-2.0 */
/* y = x where column - row - k is not negative (upper) or not positive, 0 elsewhere. x and y may be
   the same array. */
#ifndef MOTE_TRILU_ANY_H
#define MOTE_TRILU_ANY_H

#include <stdint.h>

static void mote_trilu_any(const any_t *x, int32_t matrices, int32_t rows, int32_t columns,
                           int32_t k, int32_t upper, any_t *y)
{
    for (int32_t i = 0; i < matrices * rows * columns; i++) {
        const int32_t off = i % columns - i / columns % rows - k;
        y[i] = (upper ? off < 0 : off > 0) ? 0 : x[i];
    }
}

#endif
