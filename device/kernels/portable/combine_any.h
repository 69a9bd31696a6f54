/* SPDX-License-Identifier: Apache-2.0 */
/* An element and its update: how 0: the update, 1: their sum, 2: their product, 3: the larger, 4:
   the smaller one. Integers wrap around. */
#ifndef MOTE_COMBINE_ANY_H
#define MOTE_COMBINE_ANY_H

#include <stdint.h>

static inline any_t mote_combine_any(any_t element, any_t update, int32_t how)
{
    switch (how) {
    case 1:
        return (any_t)((uint64_t)element + (uint64_t)update);
    case 2:
        return (any_t)((uint64_t)element * (uint64_t)update);
    case 3:
        return element > update ? element : update;
    case 4:
        return element < update ? element : update;
    default:
        return update;
    }
}

#endif
