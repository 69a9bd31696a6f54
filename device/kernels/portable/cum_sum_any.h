/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = the sum of x[0 .. i] over `length` elements that are `inner` apart, without x[i] if
   exclusive, from the other end if reverse; integers wrap around. x and y may be the same array. */
#ifndef MOTE_CUM_SUM_ANY_H
#define MOTE_CUM_SUM_ANY_H

#include <stdint.h>

#include "combine_any.h"

static void mote_cum_sum_any(const any_t *x, int32_t outer, int32_t length, int32_t inner,
                             int32_t exclusive, int32_t reverse, any_t *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const int32_t first = line / inner * length * inner + line % inner;
        any_t sum = 0;
        for (int32_t i = 0; i < length; i++) {
            const int32_t at = first + (reverse ? length - 1 - i : i) * inner;
            const any_t before = sum;
            sum = mote_combine_any(sum, x[at], 1);
            y[at] = exclusive ? before : sum;
        }
    }
}

#endif
