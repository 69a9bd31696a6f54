/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution over a plane of bytes (int8 + 128) that has its border:
   y[oy, ox] = byte_scale(start + sum_k w[k] * plane[oy * stride_y + k_y * dilation_y,
   ox * stride_x + k_x * dilation_x]), outputs `step` apart. */
#ifndef MOTE_PLANE_TAPS_H
#define MOTE_PLANE_TAPS_H

#include <stdint.h>

#include "mote/rom.h"
#include "byte_scale.h"
#include "plane_job.h"

static void mote_plane_taps(const uint8_t *plane, const int8_t *w, const uint32_t *scale,
                            const mote_plane_job *job, int8_t *y)
{
    const int32_t start = (int32_t)scale[0];
    const uint32_t by = scale[1], added = scale[2];
    for (int32_t oy = 0; oy < job->out_height; oy++) {
        for (int32_t ox = 0; ox < job->out_width; ox++) {
            const uint8_t *corner =
                plane + oy * job->stride_y * job->plane_width + ox * job->stride_x;
            const int8_t *weight = w;
            int32_t sum = start;
            for (int32_t ky = 0; ky < job->kernel_height; ky++) {
                for (int32_t kx = 0; kx < job->kernel_width; kx++) {
                    sum += MOTE_READ_S8(weight) * corner[kx * job->dilation_x];
                    weight++;
                }
                corner += job->dilation_y * job->plane_width;
            }
            *y = mote_byte_scale(sum, by, added, job->first_shift, job->second_shift);
            y += job->step;
        }
    }
}

#endif
