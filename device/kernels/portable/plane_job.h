/* SPDX-License-Identifier: Apache-2.0 */
/* What all channels of a depthwise convolution have in common; see plane_conv.h. */
#ifndef MOTE_PLANE_JOB_H
#define MOTE_PLANE_JOB_H

#include <stdint.h>

typedef struct {
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x;
    int32_t plane_width;
    int32_t out_height, out_width;
    int32_t step; /* between outputs, in bytes */
    int32_t first_shift, second_shift;
} mote_plane_job;

#endif
