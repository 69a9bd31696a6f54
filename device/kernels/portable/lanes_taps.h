/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution over a plane of int8 that has its border, any kernel:
   y[oy, ox] = clamp(rescale(bias + sum_k w[k] * plane[oy * stride_y + k_y * dilation_y,
   ox * stride_x + k_x * dilation_x]) + y_zero). */
#ifndef MOTE_LANES_TAPS_H
#define MOTE_LANES_TAPS_H

#include <stdint.h>

#include "mote/rom.h"
#include "lanes_job.h"
#include "rescale.h"

static void mote_lanes_taps(const int8_t *plane, const int8_t *w, int32_t bias, int32_t multiplier,
                            int32_t shift, const mote_lanes_job *job, int8_t *y)
{
    for (int32_t oy = 0; oy < job->out_height; oy++) {
        for (int32_t ox = 0; ox < job->out_width; ox++) {
            const int8_t *corner = plane + oy * job->stride_y * job->pitch + ox * job->stride_x;
            const int8_t *weight = w;
            int32_t sum = bias;
            for (int32_t ky = 0; ky < job->kernel_height; ky++) {
                for (int32_t kx = 0; kx < job->kernel_width; kx++) {
                    sum += MOTE_READ_S8(weight) * corner[kx * job->dilation_x];
                    weight++;
                }
                corner += job->dilation_y * job->pitch;
            }
            sum = mote_rescale(sum, multiplier, shift);
            y[oy * job->y_step_y + ox * job->y_step_x] =
                mote_saturate(sum + job->y_zero, job->low, job->high);
        }
    }
}

#endif
