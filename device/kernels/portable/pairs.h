/* SPDX-License-Identifier: Apache-2.0 */
/* What kernels on two operands share: y over four axes n0 .. n3, outermost first; the elements of a
   and b that belong to it move by their own steps along each axis (0: stretched). */
#ifndef MOTE_PAIRS_H
#define MOTE_PAIRS_H

#include <stdint.h>

/* The parameters that say so. */
#define MOTE_PAIR_AXES                                                                             \
    int32_t n0, int32_t n1, int32_t n2, int32_t n3, int32_t a0, int32_t a1, int32_t a2,            \
        int32_t a3, int32_t b0, int32_t b1, int32_t b2, int32_t b3

/* Begins a loop over the elements of y in order; a[at_a] and b[at_b] belong to it. */
#define MOTE_FOR_PAIRS()                                                                           \
    for (int32_t i0 = 0; i0 < n0; i0++)                                                            \
        for (int32_t i1 = 0; i1 < n1; i1++)                                                        \
            for (int32_t i2 = 0; i2 < n2; i2++)                                                    \
                for (int32_t i3 = 0, at_a = i0 * a0 + i1 * a1 + i2 * a2,                           \
                             at_b = i0 * b0 + i1 * b1 + i2 * b2;                                   \
                     i3 < n3; i3++, at_a += a3, at_b += b3)

#endif
