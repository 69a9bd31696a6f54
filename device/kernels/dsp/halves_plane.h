/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_plane.h. A 3 x 3 kernel of stride 1 makes two neighbouring outputs at a time;
   with the halves p0 p1 q0 q1 of a line and the line's weights (w0, w1), (w1, w2),
     sum0 += p . w01 + q0 * w2; sum1 += p1 * w0 + q . w12;
   17 instructions for 9 products and an output byte, where the plain loops take 80. */
#ifndef MOTE_HALVES_PLANE_H
#define MOTE_HALVES_PLANE_H

#include <stdint.h>

#include "mote/naked.h"
#include "mote/rom.h"
#include "halves_plane_job.h"
#include "halves_taps.h"

/* Four values: 9 instructions. */
#define MOTE_HALVES_SPREAD_FOUR \
    "ldrsb r3, [r0]\n ldrsb r4, [r0, r10]\n" \
    "ldrsb r5, [r0, r10, lsl #1]\n ldrsb r6, [r0, lr]\n" \
    "add r0, r0, r10, lsl #2\n" \
    "strh r3, [r2], #2\n strh r4, [r2], #2\n strh r5, [r2], #2\n strh r6, [r2], #2\n"

MOTE_NAKED static void mote_halves_spread(const int8_t *x MOTE_UNNAMED,
                                          const mote_halves_spread_job *job MOTE_UNNAMED,
                                          int16_t *to MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldm r1, {r7-r11}\n"
        /* From the end of a row to the next. */
        "mls r9, r8, r10, r9\n"
        "sub r11, r11, r8, lsl #1\n"
        "add lr, r10, r10, lsl #1\n"
        "cmp r7, #1\n"
        "blt 5f\n"
        "1: subs r1, r8, #8\n"
        "bmi 3f\n"
        "2:\n"
        MOTE_HALVES_SPREAD_FOUR MOTE_HALVES_SPREAD_FOUR
        "subs r1, r1, #8\n"
        "bpl 2b\n"
        "3: adds r1, r1, #8\n"
        "ble 6f\n"
        "4: ldrsb r3, [r0]\n"
        "add r0, r0, r10\n"
        "strh r3, [r2], #2\n"
        "subs r1, r1, #1\n"
        "bne 4b\n"
        "6: add r0, r0, r9\n"
        "add r2, r2, r11\n"
        "subs r7, r7, #1\n"
        "bne 1b\n"
        "5: pop {r4-r11, pc}\n");
}

/* What the assembly keeps in its frame, in this order. */
typedef struct {
    int32_t multiplier, added, shift;
    int32_t start, pitch; /* bytes of a line of the plane */
    int32_t column_step;
    const int16_t *end; /* of the outputs of the line */
    const int16_t *line;
    int8_t *y; /* of the line */
    int32_t lines, row_step;
    uint32_t weights[6];
    int32_t stride, line_step; /* bytes between what outputs, and lines of them, read */
} mote_halves_3x3;

/* A line of three taps: p in r10, q in r11. */
#define MOTE_HALVES_TAPS_3(w01, w12, first) \
    "smlatb r9, r10, " w01 ", " first "\n smlad r8, r10, " w01 ", r8\n" \
    "smlabt r8, r11, " w12 ", r8\n smlad r9, r11, " w12 ", r9\n"

#define MOTE_HALVES_3X3_BYTE(sum) \
    "add lr, r11, " sum ", asr #31\n smmlar " sum ", " sum ", r10, lr\n" \
    "asr " sum ", " sum ", r12\n ssat " sum ", #8, " sum ", asr #1\n"

MOTE_NAKED static void mote_halves_plane_3x3(const mote_halves_3x3 *job MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #44\n"
        "ldm r0!, {r1-r11}\n"
        "stm sp, {r1-r11}\n"
        "ldm r0, {r2-r7}\n"
        "ldrd r0, r1, [sp, #28]\n"
        "1: ldrd r8, r12, [sp, #12]\n"
        "ldrd r10, r11, [r0], #4\n"
        "add lr, r0, r12\n"
        MOTE_HALVES_TAPS_3("r2", "r3", "r8")
        "ldrd r10, r11, [lr, #-4]\n"
        "add lr, lr, r12\n"
        MOTE_HALVES_TAPS_3("r4", "r5", "r9")
        "ldrd r10, r11, [lr, #-4]\n"
        MOTE_HALVES_TAPS_3("r6", "r7", "r9")
        "ldm sp, {r10, r11, r12}\n"
        MOTE_HALVES_3X3_BYTE("r8") MOTE_HALVES_3X3_BYTE("r9")
        "ldrd r10, r11, [sp, #20]\n"
        "strb r8, [r1]\n"
        "cmp r0, r11\n"
        "it ls\n"
        "strbls r9, [r1, r10]\n"
        "add r1, r1, r10, lsl #1\n"
        "blo 1b\n"
        "ldrd r0, r1, [sp, #28]\n"
        "ldrd r8, r9, [sp, #36]\n"
        "ldr r10, [sp, #16]\n"
        "add r0, r0, r10\n"
        "add r11, r11, r10\n"
        "add r1, r1, r9\n"
        "strd r11, r0, [sp, #24]\n"
        "subs r8, r8, #1\n"
        "strd r1, r8, [sp, #32]\n"
        "bne 1b\n"
        "add sp, #44\n"
        "pop {r4-r11, pc}\n");
}

#define MOTE_HALVES_LINE_3(from, w01, w12) \
    "ldr r10, [" from "]\n ldrsh r11, [" from ", #4]\n" \
    "smlad r8, r10, " w01 ", r8\n smlabt r8, r11, " w12 ", r8\n"

/* The same with strides, one output at a time: 26 instructions. r9: bytes from one to the next. */
MOTE_NAKED static void mote_halves_plane_strided(const mote_halves_3x3 *job MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "sub sp, #52\n"
        "ldm r0!, {r1-r11}\n"
        "stm sp, {r1-r11}\n"
        "ldm r0!, {r2-r7}\n"
        "ldrd r9, r10, [r0]\n"
        "str r10, [sp, #44]\n"
        "ldrd r0, r1, [sp, #28]\n"
        "1: ldrd r8, r12, [sp, #12]\n"
        MOTE_HALVES_LINE_3("r0", "r2", "r3")
        "add lr, r0, r12\n"
        MOTE_HALVES_LINE_3("lr", "r4", "r5")
        "add lr, lr, r12\n"
        MOTE_HALVES_LINE_3("lr", "r6", "r7")
        "ldm sp, {r10, r11, r12}\n"
        MOTE_HALVES_3X3_BYTE("r8")
        "ldrd r10, r11, [sp, #20]\n"
        "add r0, r0, r9\n"
        "strb r8, [r1]\n"
        "add r1, r1, r10\n"
        "cmp r0, r11\n"
        "blo 1b\n"
        "ldrd r0, r1, [sp, #28]\n"
        "ldrd r8, r12, [sp, #36]\n"
        "ldr r10, [sp, #44]\n"
        "add r0, r0, r10\n"
        "add r11, r11, r10\n"
        "add r1, r1, r12\n"
        "strd r11, r0, [sp, #24]\n"
        "subs r8, r8, #1\n"
        "strd r1, r8, [sp, #32]\n"
        "bne 1b\n"
        "add sp, #52\n"
        "pop {r4-r11, pc}\n");
}

static inline uint32_t mote_halves_doubled(int32_t low, int32_t high)
{
    return (uint32_t)high << 17 | ((uint32_t)low * 2 & 0xffffu);
}

static void mote_halves_plane(const int16_t *plane, const int8_t *w, const uint32_t *scale,
                              const mote_halves_plane_job *job, int8_t *y)
{
    if (job->kernel_height != 3 || job->kernel_width != 3 ||
        (job->dilation_y | job->dilation_x) != 1) {
        mote_halves_taps(plane, w, scale, job, y);
        return;
    }
    const int32_t less_shift = (int32_t)MOTE_READ_U32(scale + 2);
    mote_halves_3x3 walk = {(int32_t)MOTE_READ_U32(scale + 1),
                            job->odd_zero * (1 << less_shift),
                            less_shift,
                            (int32_t)MOTE_READ_U32(scale),
                            2 * job->plane_width,
                            job->column_step,
                            plane + job->out_width * job->stride_x,
                            plane,
                            y,
                            job->out_height,
                            job->row_step,
                            {0},
                            2 * job->stride_x,
                            2 * job->stride_y * job->plane_width};
    for (int32_t i = 0; i < 6; i += 2, w += 3) {
        walk.weights[i] = mote_halves_doubled(w[0], w[1]);
        walk.weights[i + 1] = mote_halves_doubled(w[1], w[2]);
    }
    if ((job->stride_y | job->stride_x) == 1) {
        mote_halves_plane_3x3(&walk);
    } else {
        mote_halves_plane_strided(&walk);
    }
}

#endif
