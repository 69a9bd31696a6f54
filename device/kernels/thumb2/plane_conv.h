/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/plane_conv.h. A 3 x 3 kernel of stride 1 walks down the plane, column after column of
   outputs, and loads each byte once for the three outputs it belongs to:
     next = start + row . w[0]; current += row . w[1]; y = byte_scale(previous + row . w[2]);
   34 instructions for 9 products and an output byte, where the plain loops take 119. */
#ifndef MOTE_PLANE_CONV_H
#define MOTE_PLANE_CONV_H

#include <stdint.h>

#include "mote/naked.h"
#include "mote/rom.h"
#include "byte_scale.h"
#include "plane_job.h"
#include "plane_taps.h"

/* Its first shift is 13. */
typedef struct {
    int8_t *y, *end;
    int32_t step, plane_width, start, last; /* last: weight 2 2 */
    int32_t low, added, high, second_shift;
    int32_t w[8]; /* row by row */
} mote_plane_3x3;

/* One row of the plane: r5-r12 the weights. */
#define MOTE_PLANE_ROW \
    "ldrb r1, [r0]\n ldr r4, [sp, #16]\n ldr lr, [sp, #20]\n" \
    "mla r2, r1, r11, r2\n mla r3, r1, r8, r3\n mla r4, r1, r5, r4\n" \
    "ldrb r1, [r0, #1]\n" \
    "mla r2, r1, r12, r2\n mla r3, r1, r9, r3\n mla r4, r1, r6, r4\n" \
    "ldrb r1, [r0, #2]\n" \
    "mla r2, r1, lr, r2\n mla r3, r1, r10, r3\n mla r4, r1, r7, r4\n" \
    "ldr r1, [sp, #12]\n add r0, r0, r1\n"

/* A column of outputs. */
MOTE_NAKED static void mote_plane_column(
    const uint8_t *plane MOTE_UNNAMED,
    const mote_plane_3x3 *walk MOTE_UNNAMED)
{
    /* Frame: the first ten words of *walk. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #40\n"
        "mov lr, sp\n"
        "ldm r1!, {r2-r11}\n stm lr, {r2-r11}\n"
        "ldm r1, {r5-r12}\n"
        MOTE_PLANE_ROW
        "mov r3, r4\n"
        MOTE_PLANE_ROW
        "2: mov r2, r3\n mov r3, r4\n"
        MOTE_PLANE_ROW
        "ldrd r1, lr, [sp, #24]\n mla r1, r2, r1, lr\n asr r1, r1, #13\n"
        "ldr lr, [sp, #32]\n mla r1, r2, lr, r1\n"
        "ldr lr, [sp, #36]\n asr r1, r1, lr\n"
        "usat r1, #8, r1\n"
        "subs r1, #128\n"
        "ldr lr, [sp, #0]\n strb r1, [lr]\n"
        "ldrd r1, r2, [sp, #4]\n add lr, lr, r2\n str lr, [sp, #0]\n"
        "cmp lr, r1\n"
        "bne 2b\n"
        "add sp, #40\n"
        "pop {r4-r11, pc}\n");
}

static void mote_plane_conv(const uint8_t *plane, const int8_t *w, const uint32_t *scale,
                            const mote_plane_job *job, int8_t *y)
{
    if (job->kernel_height != 3 || job->kernel_width != 3 || scale[1] >> 31 != 0 ||
        job->first_shift != 13 ||
        (job->stride_y | job->stride_x | job->dilation_y | job->dilation_x) != 1) {
        mote_plane_taps(plane, w, scale, job, y);
        return;
    }
    mote_plane_3x3 walk;
    walk.step = job->step * job->out_width;
    walk.plane_width = job->plane_width;
    walk.start = (int32_t)scale[0];
    walk.last = w[8];
    walk.low = (int16_t)(scale[1] & 0xffffu);
    walk.added = (int32_t)scale[2];
    walk.high = (int32_t)(scale[1] >> 16);
    walk.second_shift = job->second_shift;
    for (int32_t i = 0; i < 8; i++) {
        walk.w[i] = w[i];
    }
    for (int32_t ox = 0; ox < job->out_width; ox++, y += job->step) {
        walk.y = y;
        walk.end = y + walk.step * job->out_height;
        mote_plane_column(plane + ox, &walk);
    }
}

#endif
