/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/larger_s8.h, sixteen bytes at once in Helium: a pool of 1 x 2 takes 3 cycles for an
   output, where one by one takes 12. */
#ifndef MOTE_LARGER_S8_H
#define MOTE_LARGER_S8_H

#include <arm_mve.h>
#include <stdint.h>

#include "mote/apart.h"

MOTE_APART static void mote_larger_s8(const int8_t *a, const int8_t *b, int32_t count, int8_t low,
                                      int8_t high, int8_t *y)
{
    const int8x16_t least = vdupq_n_s8(low), most = vdupq_n_s8(high);
    for (; count > 0; count -= 16, a += 16, b += 16, y += 16) {
        const mve_pred16_t is_there = vctp8q((uint32_t)count);
        const int8x16_t larger = vmaxq_s8(vldrbq_z_s8(a, is_there), vldrbq_z_s8(b, is_there));
        vstrbq_p_s8(y, vminq_s8(vmaxq_s8(larger, least), most), is_there);
    }
}

#endif
