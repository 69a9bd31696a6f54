/* SPDX-License-Identifier: Apache-2.0 */
/* An element and its update: how 0: the update, 1: their sum, 2: their product, 3: the larger, 4:
   the smaller one. */
#ifndef MOTE_COMBINE_F32_H
#define MOTE_COMBINE_F32_H

#include <stdint.h>

static inline float mote_combine_f32(float element, float update, int32_t how)
{
    switch (how) {
    case 1:
        return element + update;
    case 2:
        return element * update;
    case 3:
        return element > update ? element : update;
    case 4:
        return element < update ? element : update;
    default:
        return update;
    }
}

#endif
