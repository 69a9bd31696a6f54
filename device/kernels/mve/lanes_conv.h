/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/lanes_conv.h. When all that an output reads lies within 16 bytes (narrow planes, one
   spatial axis), one load and one VMLADAV.S8 are all its products: mote_lanes_walk takes 20
   instructions for four outputs of a 3 x 3 kernel, where the plain loops take 770. Otherwise four
   neighbours are the lanes of a vector, and a tap is a load and a VMLA for them. */
#ifndef MOTE_LANES_CONV_H
#define MOTE_LANES_CONV_H

#include <arm_mve.h>
#include <stdint.h>

#include "mote/naked.h"
#include "lanes_job.h"
#include "lanes_taps.h"

/* Four outputs in q2, one of each row. (a + (a < 0 ? -1 : 0)) is what makes VRSHL round halves away
   from zero; y_zero << -shift goes the same way. */
MOTE_NAKED static void mote_lanes_walk(
    mote_lanes_rows *rows MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r0, r4-r11, lr}\n"
        "vpush {d8-d15}\n"
        "mov lr, r0\n"
        "ldrd r4, r6, [lr, #60]\n ldr r8, [lr, #68]\n"
        "vdup.32 q7, r4\n vdup.32 q4, r6\n vdup.32 q5, r8\n"
        "vldrw.32 q6, [lr, #72]\n vldrw.32 q0, [lr, #88]\n"
        "ldrd r5, r7, [lr, #16]\n ldrd r9, r11, [lr, #24]\n"
        "ldr r12, [lr, #32]\n"
        "ldrd r2, r3, [lr, #8]\n ldrd r0, r1, [lr]\n"
        "1: ldr lr, [lr, #36]\n"
        "2: vldrb.8 q1, [r0], #1\n"
        "vldrb.8 q3, [r1], #1\n"
        "vmladav.s8 r4, q0, q1\n"
        "vldrb.8 q1, [r2], #1\n"
        "vmladav.s8 r6, q0, q3\n"
        "vldrb.8 q3, [r3], #1\n"
        "vmladav.s8 r8, q0, q1\n"
        "vmladav.s8 r10, q0, q3\n"
        "vmov d4, r4, r6\n"
        "vmov d5, r8, r10\n"
        "vadd.i32 q2, q2, q7\n"
        "vshr.s32 q3, q2, #31\n"
        "vadd.i32 q3, q3, r11\n"
        "vqrdmlah.s32 q3, q2, r7\n"
        "vrshl.s32 q3, r9\n"
        "vmax.s32 q3, q3, q4\n"
        "vmin.s32 q3, q3, q5\n"
        "vstrb.32 q3, [r12, q6]\n"
        "add r12, r5\n"
        "le lr, 2b\n"
        "ldr lr, [sp, #64]\n"
        "ldr r10, [lr, #40]\n"
        "ldrd r4, r6, [lr, #44]\n"
        "subs r10, #1\n"
        "beq 3f\n"
        "str r10, [lr, #40]\n"
        "cmp r10, #1\n"
        "it eq\n"
        "ldrdeq r4, r6, [lr, #52]\n"
        "add r0, r4\n add r1, r4\n add r2, r4\n add r3, r4\n add r12, r6\n"
        "b 1b\n"
        "3: vpop {d8-d15}\n"
        "pop {r0, r4-r11, pc}\n");
}

/* What is the same for all channels. */
static inline void mote_lanes_prepare_walk(const int8_t *plane, mote_lanes_job *job)
{
    /* A single row is cut into four. */
    const int32_t is_row = job->out_height == 1 && job->out_width >= 4;
    const int32_t width = is_row ? (job->out_width + 3) / 4 : job->out_width;
    const int32_t height = is_row ? 4 : job->out_height;
    const int32_t step = is_row ? width : job->stride_y * job->pitch;
    const int32_t y_step = is_row ? width * job->y_step_x : job->y_step_y;
    /* The last four rows may have been written before, and less than four are written twice. */
    const int32_t rest = (height - 1) % 4 + 1;
    mote_lanes_rows *const walk = &job->walk;
    walk->y_step_x = job->y_step_x;
    walk->width = width;
    walk->blocks = (height + 3) / 4;
    walk->full_x = 4 * step - width;
    walk->full_y = 4 * y_step - width * job->y_step_x;
    walk->last_x = rest * step - width;
    walk->last_y = rest * y_step - width * job->y_step_x;
    walk->low = job->low;
    walk->high = job->high;
    for (int32_t i = 0; i < 4; i++) {
        const int32_t row = i < height ? i : height - 1;
        /* No part of a row ends behind it. */
        const int32_t late = is_row && (row + 1) * width > job->out_width
                                 ? (row + 1) * width - job->out_width
                                 : 0;
        walk->x[i] = plane + row * step - late;
        walk->offset[i] = (uint32_t)(row * y_step - late * job->y_step_x);
    }
}

/* REQUIRES: job->is_short, -22 <= shift <= -1. */
static inline void mote_lanes_short(const int8_t *w, int32_t bias, int32_t multiplier,
                                    int32_t shift, mote_lanes_job *job, int8_t *y)
{
    mote_lanes_rows *const walk = &job->walk;
    const int32_t blocks = walk->blocks;
    walk->multiplier = multiplier;
    walk->shift = shift;
    walk->added = (int32_t)((uint32_t)job->y_zero << -shift);
    walk->y = y;
    walk->bias = bias;
    vst1q_s8(walk->weights, vldrbq_gather_offset_z_s8(w, vld1q_u8(job->weight_at), job->weights));
    mote_lanes_walk(walk);
    walk->blocks = blocks;
}

/* A 3 x 3 kernel with steps of 1: four columns of outputs at a time walk down the plane, and each
   load is used for the three outputs it belongs to:
     next = bias + row . w[0]; current += row . w[1]; y = rescale(previous + row . w[2]);
   28 instructions for four outputs. */
typedef struct {
    const int8_t *plane;              /* 0 */
    int8_t *y;                        /* 4 */
    int32_t w[9];                     /* 8 */
    int32_t pitch, y_step_y;          /* 44 */
    int32_t added, multiplier, shift; /* 52; added: y_zero << -shift */
    int32_t rows;                     /* 64 */
    int32_t bias, low, high;          /* 68 */
    uint32_t offset[4];               /* 80: of the columns in y */
} mote_lanes_columns;

/* One row of the plane. */
#define MOTE_LANES_TAP(at, previous, current, next) \
    "vldrb.s32 q0, [r0, #" #at "]\n" \
    "vmla.s32 q1, q0, " previous "\n vmla.s32 q2, q0, " current "\n vmla.s32 q3, q0, " next "\n"

#define MOTE_LANES_ROW \
    "vmov q3, q7\n" \
    MOTE_LANES_TAP(0, "r8", "r5", "r2") MOTE_LANES_TAP(1, "r9", "r6", "r3") \
    MOTE_LANES_TAP(2, "r10", "r7", "r4") \
    "add r0, r11\n"

/* Frame: added, multiplier, shift, two weights. (a + (a < 0 ? -1 : 0)) is what makes VRSHL round
   halves away from zero; added goes the same way. */
MOTE_NAKED static void mote_lanes_walk_3x3(
    const mote_lanes_columns *columns MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "vpush {d8-d15}\n"
        "sub sp, #20\n"
        "ldrd r1, r2, [r0, #68]\n ldr r3, [r0, #76]\n"
        "vdup.32 q7, r1\n vdup.32 q4, r2\n vdup.32 q5, r3\n"
        "vldrw.32 q6, [r0, #80]\n"
        "ldrd r1, r2, [r0, #52]\n ldrd r3, lr, [r0, #60]\n"
        "strd r1, r2, [sp]\n str r3, [sp, #8]\n"
        "ldrd r11, r12, [r0, #44]\n"
        "ldr r1, [r0, #4]\n"
        "add r2, r0, #8\n"
        "ldr r0, [r0]\n"
        "ldm r2, {r2-r10}\n"
        "str r2, [sp, #12]\n str r3, [sp, #16]\n"
        MOTE_LANES_ROW
        "vmov q2, q3\n"
        MOTE_LANES_ROW
        "2: vmov q1, q2\n vmov q2, q3\n"
        MOTE_LANES_ROW
        "vshr.s32 q0, q1, #31\n"
        "ldrd r2, r3, [sp]\n"
        "vadd.i32 q0, q0, r2\n"
        "ldr r2, [sp, #8]\n"
        "vqrdmlah.s32 q0, q1, r3\n"
        "vrshl.s32 q0, r2\n"
        "ldrd r2, r3, [sp, #12]\n"
        "vmax.s32 q0, q0, q4\n"
        "vmin.s32 q0, q0, q5\n"
        "vstrb.32 q0, [r1, q6]\n"
        "add r1, r12\n"
        "le lr, 2b\n"
        "add sp, #20\n"
        "vpop {d8-d15}\n"
        "pop {r4-r11, pc}\n");
}

/* REQUIRES: such a kernel, four columns or more, -22 <= shift <= -1. */
static void mote_lanes_3x3(const int8_t *plane, const int8_t *w, int32_t bias, int32_t multiplier,
                           int32_t shift, const mote_lanes_job *job, int8_t *y)
{
    mote_lanes_columns columns = {.pitch = job->pitch,
                                  .y_step_y = job->y_step_y,
                                  .added = (int32_t)((uint32_t)job->y_zero << -shift),
                                  .multiplier = multiplier,
                                  .shift = shift,
                                  .rows = job->out_height,
                                  .bias = bias,
                                  .low = job->low,
                                  .high = job->high};
    for (int32_t i = 0; i < 9; i++) {
        columns.w[i] = w[i];
    }
    for (int32_t i = 0; i < 4; i++) {
        columns.offset[i] = (uint32_t)(i * job->y_step_x);
    }
    /* The last four columns may have been written before. */
    for (int32_t ox = 0; ox < job->out_width; ox += 4) {
        const int32_t from = ox + 4 > job->out_width ? job->out_width - 4 : ox;
        columns.plane = plane + from;
        columns.y = y + from * job->y_step_x;
        mote_lanes_walk_3x3(&columns);
    }
}

static inline void mote_lanes_prepare(const int8_t *plane, mote_lanes_job *job)
{
    job->is_short = job->stride_x == 1;
    job->weights = 0;
    for (int32_t ky = 0; ky < job->kernel_height; ky++) {
        for (int32_t kx = 0; kx < job->kernel_width; kx++) {
            const int32_t at = ky * job->dilation_y * job->pitch + kx * job->dilation_x;
            if (at >= 16 || (job->weights >> at & 1) != 0) {
                job->is_short = 0;
                return;
            }
            job->weights |= (uint16_t)(1u << at);
            job->weight_at[at] = (uint8_t)(ky * job->kernel_width + kx);
        }
    }
    mote_lanes_prepare_walk(plane, job);
}

/* Along the longer axis, four bytes at a time. */
static inline void mote_lanes_copy(const int8_t *x, int32_t x_step_y, int32_t x_step_x,
                                   int32_t rows, int32_t columns, int8_t *to, int32_t pitch)
{
    const int32_t is_tall = rows > columns;
    const int32_t lines = is_tall ? columns : rows, length = is_tall ? rows : columns;
    const int32_t from_step = is_tall ? x_step_y : x_step_x, to_step = is_tall ? pitch : 1;
    const int32_t from_line = is_tall ? x_step_x : x_step_y, to_line = is_tall ? 1 : pitch;
    for (int32_t line = 0; line < lines; line++, x += from_line, to += to_line) {
        const int8_t *from = x;
        int8_t *into = to;
        uint32_t zero = 0;
        __asm__ volatile(
            "vidup.u32 q0, %[zero], #1\n"
            "vmul.i32 q1, q0, %[to_step]\n"
            "vmul.i32 q0, q0, %[from_step]\n"
            "wlstp.32 lr, %[length], 2f\n"
            "1: vldrb.u32 q2, [%[from], q0]\n"
            "add %[from], %[from], %[from_step], lsl #2\n"
            "vstrb.32 q2, [%[into], q1]\n"
            "add %[into], %[into], %[to_step], lsl #2\n"
            "letp lr, 1b\n"
            "2:\n"
            : [from] "+&r"(from), [into] "+&r"(into), [zero] "+&Te"(zero)
            : [length] "r"(length), [from_step] "r"(from_step), [to_step] "r"(to_step)
            : "lr", "q0", "q1", "q2", "memory", "cc");
    }
}

static void mote_lanes_conv(const int8_t *plane, const int8_t *w, int32_t bias, int32_t multiplier,
                            int32_t shift, mote_lanes_job *job, int8_t *y)
{
    const int32_t is_usual = shift <= -1 && shift >= -22;
    if (is_usual && job->is_short) {
        mote_lanes_short(w, bias, multiplier, shift, job, y);
    } else if (is_usual && job->kernel_height == 3 && job->kernel_width == 3 &&
               (job->stride_y | job->stride_x | job->dilation_y | job->dilation_x) == 1 &&
               job->out_width >= 4) {
        mote_lanes_3x3(plane, w, bias, multiplier, shift, job, y);
    } else {
        mote_lanes_taps(plane, w, bias, multiplier, shift, job, y);
    }
}

#endif
