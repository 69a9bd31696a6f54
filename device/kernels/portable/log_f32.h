/* SPDX-License-Identifier: Apache-2.0 */
/* y[i] = log(x[i]). x and y may be the same array. */
#ifndef MOTE_LOG_F32_H
#define MOTE_LOG_F32_H

#include <stdint.h>

#include "log_of_f32.h"

static void mote_log_f32(const float *x, int32_t length, float *y)
{
    for (int32_t i = 0; i < length; i++) {
        y[i] = mote_log_of_f32(x[i]);
    }
}

#endif
