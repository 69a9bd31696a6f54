/* SPDX-License-Identifier: Apache-2.0 */
/* values = the `count` largest (or smallest) of `length` elements that are `inner` apart, the best
   first; places = where they stand, of those alike the lower place first, as int64_t or int32_t by
   `bytes`. x and the others must not overlap. */
#ifndef MOTE_TOP_K_ANY_H
#define MOTE_TOP_K_ANY_H

#include <stdint.h>

static void mote_top_k_any(const any_t *x, int32_t outer, int32_t length, int32_t inner,
                           int32_t count, int32_t largest, int32_t bytes, any_t *values,
                           void *places)
{
    for (int32_t line = 0; line < outer * inner; line++) {
        const any_t *from = x + line / inner * length * inner + line % inner;
        const int32_t first = line / inner * count * inner + line % inner;
        int32_t last = -1; /* the place taken before */
        for (int32_t k = 0; k < count; k++) {
            int32_t best = -1;
            for (int32_t i = 0; i < length; i++) {
                const any_t element = from[i * inner];
                /* Behind the one before: worse, or alike and at a higher place. */
                if (last >= 0) {
                    const any_t before = from[last * inner];
                    const int is_worse = largest ? element < before : element > before;
                    const int is_alike = !(element < before) && !(element > before);
                    if (!is_worse && !(is_alike && i > last)) {
                        continue;
                    }
                }
                if (best < 0 ||
                    (largest ? element > from[best * inner] : element < from[best * inner])) {
                    best = i;
                }
            }
            last = best < 0 ? 0 : best;
            values[first + k * inner] = from[last * inner];
            if (bytes == 8) {
                ((int64_t *)places)[first + k * inner] = last;
            } else {
                ((int32_t *)places)[first + k * inner] = last;
            }
        }
    }
}

#endif
