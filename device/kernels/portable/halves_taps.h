/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution over a plane of int16 that has its border:
   y[oy, ox] = scaled(start + 2 * sum_k w[k] * plane[oy * stride_y + k_y * dilation_y,
   ox * stride_x + k_x * dilation_x]). scale: the start, the multiplier, the shift - 1. */
#ifndef MOTE_HALVES_TAPS_H
#define MOTE_HALVES_TAPS_H

#include <stdint.h>

#include "mote/rom.h"
#include "halves_plane_job.h"
#include "halves_scale.h"

static void mote_halves_taps(const int16_t *plane, const int8_t *w, const uint32_t *scale,
                             const mote_halves_plane_job *job, int8_t *y)
{
    const int32_t start = (int32_t)MOTE_READ_U32(scale);
    const int32_t multiplier = (int32_t)MOTE_READ_U32(scale + 1);
    const int32_t less_shift = (int32_t)MOTE_READ_U32(scale + 2);
    const int32_t width = job->kernel_width, dilation = job->dilation_x;
    for (int32_t oy = 0; oy < job->out_height; oy++, y += job->row_step) {
        const int16_t *corner = plane + oy * job->stride_y * job->plane_width;
        int8_t *to = y;
        for (int32_t ox = 0; ox < job->out_width; ox++, corner += job->stride_x) {
            const int16_t *line = corner;
            const int8_t *weight = w;
            int32_t sum = 0;
            for (int32_t ky = 0; ky < job->kernel_height; ky++, weight += width) {
                for (int32_t kx = 0; kx < width; kx++) {
                    sum += MOTE_READ_S8(weight + kx) * line[kx * dilation];
                }
                line += job->dilation_y * job->plane_width;
            }
            *to = mote_halves_scale(start + 2 * sum, multiplier, less_shift, job->odd_zero);
            to += job->column_step;
        }
    }
}

#endif
