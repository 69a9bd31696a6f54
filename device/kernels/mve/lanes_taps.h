/* SPDX-License-Identifier: Apache-2.0 */
/* One channel of a depthwise convolution, four neighbours in a row at a time: any kernel. */
#ifndef MOTE_LANES_TAPS_H
#define MOTE_LANES_TAPS_H

#include <arm_mve.h>
#include <stdint.h>

#include "lanes_job.h"

static void mote_lanes_taps(const int8_t *plane, const int8_t *w, int32_t bias, int32_t multiplier,
                            int32_t shift, const mote_lanes_job *job, int8_t *y)
{
    const uint32x4_t lanes = vidupq_n_u32(0, 1);
    const uint32x4_t from = vmulq_n_u32(lanes, (uint32_t)job->stride_x);
    const uint32x4_t to = vmulq_n_u32(lanes, (uint32_t)job->y_step_x);
    const int32x4_t low = vdupq_n_s32(job->low), high = vdupq_n_s32(job->high);
    for (int32_t oy = 0; oy < job->out_height; oy++, y += job->y_step_y) {
        const int8_t *row = plane + oy * job->stride_y * job->pitch;
        int8_t *out = y;
        for (int32_t ox = 0; ox < job->out_width; ox += 4) {
            const mve_pred16_t is_there = vctp32q((uint32_t)(job->out_width - ox));
            const int8_t *weight = w, *tap_row = row;
            int32x4_t sum = vdupq_n_s32(bias);
            for (int32_t ky = job->kernel_height; ky > 0; ky--) {
                const int8_t *tap = tap_row;
                for (int32_t kx = job->kernel_width; kx > 0; kx--) {
                    sum = vmlaq_n_s32(sum, vldrbq_gather_offset_z_s32(tap, from, is_there),
                                      *weight++);
                    tap += job->dilation_x;
                }
                tap_row += job->dilation_y * job->pitch;
            }
            sum = vqrdmulhq_n_s32(sum, multiplier);
            if (shift < 0) {
                sum = vrshlq_n_s32(vaddq_s32(sum, vshrq_n_s32(sum, 31)), shift);
            }
            sum = vminq_s32(vmaxq_s32(vaddq_n_s32(sum, job->y_zero), low), high);
            vstrbq_scatter_offset_p_s32(out, to, sum, is_there);
            out += 4 * job->y_step_x;
            row += 4 * job->stride_x;
        }
    }
}

#endif
