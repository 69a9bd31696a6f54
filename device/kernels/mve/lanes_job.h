/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/lanes_job.h, and what lanes_walk.h needs to know of all channels. */
#ifndef MOTE_LANES_JOB_H
#define MOTE_LANES_JOB_H

#include <stdint.h>

/* How mote_lanes_walk goes over a plane. */
typedef struct {
    const int8_t *x[4];                     /* 0: where the first outputs of four rows read */
    int32_t y_step_x, multiplier, shift;    /* 16 */
    int32_t added;                          /* 28: y_zero << -shift */
    int8_t *y;                              /* 32 */
    int32_t width, blocks;                  /* 36: outputs in a row; fours of rows */
    int32_t full_x, full_y, last_x, last_y; /* 44: from four rows' ends to the next ones */
    int32_t bias, low, high;                /* 60 */
    uint32_t offset[4];                     /* 72: of the rows in y */
    int8_t weights[16];                     /* 88 */
} mote_lanes_rows;

typedef struct {
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x;
    int32_t pitch; /* of the plane's rows */
    int32_t out_height, out_width;
    int32_t y_step_y, y_step_x; /* between outputs, in bytes */
    int32_t y_zero, low, high;
    /* Whether all that an output reads lies within 16 bytes; then, which of them have a weight (a
       bit for each), which one, and the walk. */
    int32_t is_short;
    uint16_t weights;
    uint8_t weight_at[16];
    mote_lanes_rows walk;
} mote_lanes_job;

#endif
