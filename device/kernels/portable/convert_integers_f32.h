/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = x[i], integers of so many bytes. */
#ifndef MOTE_CONVERT_INTEGERS_F32_H
#define MOTE_CONVERT_INTEGERS_F32_H

#include <stdint.h>

#include "integer_at.h"

static void mote_convert_integers_f32(const void *x, int32_t length, int32_t bytes,
                                      int32_t is_signed, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        const int64_t number = mote_integer_at(x, bytes, is_signed, i);
        y[i] = is_signed != 0 ? (float)number : (float)(uint64_t)number;
    }
}

#endif
