/* SPDX-License-Identifier: Apache-2.0 */
/* What all channels of a depthwise convolution over planes of halves have in common. */
#ifndef MOTE_HALVES_PLANE_JOB_H
#define MOTE_HALVES_PLANE_JOB_H

#include <stdint.h>

typedef struct {
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x;
    int32_t plane_width; /* even */
    int32_t out_height, out_width;
    int32_t row_step, column_step; /* between outputs, in bytes */
    int32_t odd_zero;              /* see halves_scale.h */
} mote_halves_plane_job;

/* How a channel of x becomes a plane: rows x columns values, their steps in x, and the bytes from
   one line of the plane to the next. */
typedef struct {
    int32_t rows, columns;
    int32_t row_step, column_step, pitch;
} mote_halves_spread_job;

#endif
