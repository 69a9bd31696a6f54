/* SPDX-License-Identifier: Apache-2.0 */
/* y[i0, .., i5] = x[sum of the offsets of i0 .. i5]: `offsets` lists n0 of them for axis 0, then n1
   for axis 1 and so on. x and y must not overlap. */
#ifndef MOTE_SELECT_ANY_H
#define MOTE_SELECT_ANY_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_select_any(const any_t *x, int32_t n0, int32_t n1, int32_t n2, int32_t n3,
                            int32_t n4, int32_t n5, const int32_t *offsets, any_t *y)
{
    const int32_t *of1 = offsets + n0;
    const int32_t *of2 = of1 + n1;
    const int32_t *of3 = of2 + n2;
    const int32_t *of4 = of3 + n3;
    const int32_t *of5 = of4 + n4;
    for (int32_t outer = 0; outer < n0 * n1; outer++) {
        const int32_t block = MOTE_READ_S32(offsets + outer / n1) + MOTE_READ_S32(of1 + outer % n1);
        for (int32_t middle = 0; middle < n2 * n3; middle++) {
            const int32_t rows =
                block + MOTE_READ_S32(of2 + middle / n3) + MOTE_READ_S32(of3 + middle % n3);
            for (int32_t i4 = 0; i4 < n4; i4++) {
                const int32_t line = rows + MOTE_READ_S32(of4 + i4);
                for (int32_t i5 = 0; i5 < n5; i5++) {
                    *y++ = x[line + MOTE_READ_S32(of5 + i5)];
                }
            }
        }
    }
}

#endif
