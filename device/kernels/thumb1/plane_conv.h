/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/plane_conv.h. A 3 x 3 kernel of stride 1 walks down the plane, column after column of
   outputs, and loads each byte once for the three outputs it belongs to:
     next = start + row . w[0]; current += row . w[1]; y = byte_scale(previous + row . w[2]);
   about 70 cycles for 9 products and an output byte, where the plain loops take 340. */
/* Assembly is laid out by hand: */
/* clang-format off */
#ifndef MOTE_PLANE_CONV_H
#define MOTE_PLANE_CONV_H

#include <stdint.h>

#include "mote/naked.h"
#include "mote/rom.h"
#include "byte_scale.h"
#include "plane_job.h"
#include "plane_taps.h"

typedef struct {
    uint32_t column[3]; /* the weights of rows 2 1 0, the lowest byte last */
    int32_t plane_width, step;
    int32_t start, low, added, high, second_shift, count;
} mote_plane_3x3;

#define MOTE_PLANE_TAP(w, at) \
    "ldrb r5, [r0, #" #at "]\n" \
    "mov r6, " w "\n" \
    "sxtb r7, r6\n muls r7, r5, r7\n adds r4, r4, r7\n" \
    "lsls r7, r6, #16\n asrs r7, r7, #24\n muls r7, r5, r7\n adds r3, r3, r7\n" \
    "asrs r6, r6, #16\n muls r6, r5, r6\n adds r2, r2, r6\n"

#define MOTE_PLANE_ROW \
    "mov r4, lr\n" \
    MOTE_PLANE_TAP("r8", 0) MOTE_PLANE_TAP("r9", 1) MOTE_PLANE_TAP("r10", 2) \
    "add r0, r11\n"

/* A column of outputs; its first shift is 13. */
MOTE_NAKED static void mote_plane_column(
    const uint8_t *plane MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
    const mote_plane_3x3 *job MOTE_UNNAMED)
{
    /* Frame: 0 low, added, high, second shift, 16 end of y. */
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n"
        "push {r4-r7}\n"
        "sub sp, #20\n"
        "ldm r2!, {r3-r7}\n"
        "mov r8, r3\n mov r9, r4\n mov r10, r5\n mov r11, r6\n mov r12, r7\n"
        "ldm r2!, {r3-r7}\n"
        "mov lr, r3\n"
        "str r4, [sp, #0]\n str r5, [sp, #4]\n str r6, [sp, #8]\n str r7, [sp, #12]\n"
        "ldr r3, [r2]\n mov r4, r12\n muls r3, r4, r3\n adds r3, r3, r1\n str r3, [sp, #16]\n"
        MOTE_PLANE_ROW
        "mov r3, r4\n"
        MOTE_PLANE_ROW
        "mov r2, r3\n mov r3, r4\n"
        "2:\n"
        MOTE_PLANE_ROW
        "add r7, sp, #0\n ldm r7, {r5, r6, r7}\n"
        "muls r5, r2, r5\n adds r5, r5, r6\n asrs r5, r5, #13\n"
        "muls r2, r7, r2\n adds r2, r2, r5\n"
        "ldr r5, [sp, #12]\n asrs r2, r5\n"
        "cmp r2, #255\n"
        "bls 1f\n"
        "asrs r2, r2, #31\n mvns r2, r2\n"
        "1: subs r2, #128\n"
        "strb r2, [r1]\n"
        "mov r2, r3\n mov r3, r4\n"
        "add r1, r12\n"
        "ldr r5, [sp, #16]\n"
        "cmp r1, r5\n"
        "bne 2b\n"
        "add sp, #20\n"
        "pop {r4-r7}\n"
        "mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n"
        "pop {r4-r7, pc}\n");
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
    for (int32_t i = 0; i < 3; i++) {
        walk.column[i] = (uint32_t)w[6 + i] << 16 | (uint32_t)(uint8_t)w[3 + i] << 8 |
                         (uint32_t)(uint8_t)w[i];
    }
    walk.plane_width = job->plane_width;
    walk.step = job->step * job->out_width;
    walk.start = (int32_t)scale[0];
    walk.low = (int16_t)(scale[1] & 0xffffu);
    walk.added = (int32_t)scale[2];
    walk.high = (int32_t)(scale[1] >> 16);
    walk.second_shift = job->second_shift;
    walk.count = job->out_height;
    for (int32_t ox = 0; ox < job->out_width; ox++, y += job->step) {
        mote_plane_column(plane + ox, y, &walk);
    }
}

#endif
