/* SPDX-License-Identifier: Apache-2.0 */
/* What all channels of a depthwise convolution have in common; see lanes_conv.h. */
#ifndef MOTE_LANES_JOB_H
#define MOTE_LANES_JOB_H

#include <stdint.h>

typedef struct {
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x;
    int32_t pitch; /* of the plane's rows */
    int32_t out_height, out_width;
    int32_t y_step_y, y_step_x; /* between outputs, in bytes */
    int32_t y_zero, low, high;
} mote_lanes_job;

#endif
