/* SPDX-License-Identifier: Apache-2.0 */
/* y = the place of the smallest of `length` elements that are `inner` apart, the last of those
   alike if takes_last, as int64_t or int32_t by `bytes`. x and y must not overlap. */
#ifndef MOTE_ARG_MIN_ANY_H
#define MOTE_ARG_MIN_ANY_H

#include <stdint.h>

static void mote_arg_min_any(const any_t *x, int32_t outer, int32_t length, int32_t inner,
                             int32_t takes_last, int32_t bytes, void *y)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const any_t *from = x + line / inner * length * inner + line % inner;
        int32_t best = 0;
        for (int32_t i = 1; i < length; i++) {
            const any_t element = from[i * inner];
            const any_t so_far = from[best * inner];
            best = element < so_far || (takes_last && !(so_far < element)) ? i : best;
        }
        if (bytes == 8) {
            ((int64_t *)y)[line] = best;
        } else {
            ((int32_t *)y)[line] = best;
        }
    }
}

#endif
