/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/halves_patch.h, in assembly where runs are inside x. */
#ifndef MOTE_HALVES_PATCH_H
#define MOTE_HALVES_PATCH_H

#include <stdint.h>

#include "mote/naked.h"
#include "halves_window.h"

typedef struct {
    int32_t sixteens, fours, rest; /* of a run: 16 * sixteens + 4 * fours + rest values */
    int32_t skip;                  /* from the first value of the rest to the next run */
} mote_halves_lines_job;

#define MOTE_HALVES_EIGHT_VALUES(at0, at1, at2, at3) \
    "ldr r4, [r0], #4\n ldr r6, [r0], #4\n" \
    "sxtb16 r5, r4, ror #8\n sxtb16 r4, r4\n sxtb16 r7, r6, ror #8\n sxtb16 r6, r6\n" \
    "str r4, [r1, #" #at0 "]\n str r5, [r1, #" #at1 "]\n" \
    "str r6, [r1, #" #at2 "]\n str r7, [r1, #" #at3 "]\n"

/* Runs of which all values are inside x. Replaces
     for each run: for i < count: to[lane(i)] = x[i];
   23 instructions for 16 values and 10 for each run, where one by one takes 15 for each value.
   Returns where the next run goes. */
MOTE_NAKED static int16_t *mote_halves_lines(const int8_t *x MOTE_UNNAMED, int16_t *to MOTE_UNNAMED,
                                             const mote_halves_lines_job *job MOTE_UNNAMED,
                                             int32_t runs MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldm r2, {r8-r11}\n"
        "1: cmp r8, #0\n"
        "beq 3f\n"
        "mov r2, r8\n"
        "2:\n"
        MOTE_HALVES_EIGHT_VALUES(0, 8, 16, 24) MOTE_HALVES_EIGHT_VALUES(32, 40, 48, 56)
        "adds r1, r1, #64\n"
        "subs r2, r2, #1\n"
        "bne 2b\n"
        "3: cmp r9, #0\n"
        "beq 5f\n"
        "mov r2, r9\n"
        "4: ldr r4, [r0], #4\n"
        "sxtb16 r5, r4, ror #8\n sxtb16 r4, r4\n"
        "str r5, [r1, #8]\n str r4, [r1], #16\n"
        "subs r2, r2, #1\n"
        "bne 4b\n"
        "5: cmp r10, #1\n"
        "blt 7f\n"
        "ldrsb r4, [r0]\n"
        "beq 6f\n"
        "ldrsb r5, [r0, #1]\n"
        "cmp r10, #2\n"
        "ittt ne\n"
        "strne r5, [r1, #8]\n"
        "ldrsbne r5, [r0, #2]\n"
        "addne r1, r1, #8\n"
        "pkhbt r4, r4, r5, lsl #16\n"
        "it ne\n"
        "strne r4, [r1, #-8]\n"
        "bne 8f\n"
        "6: str r4, [r1]\n"
        "8: add r1, r1, #8\n"
        "7: add r0, r0, r11\n"
        "subs r3, r3, #1\n"
        "bne 1b\n"
        "mov r0, r1\n"
        "pop {r4-r11, pc}\n");
}

/* Four values of p and four of q. */
#define MOTE_HALVES_FOUR_OF_TWO \
    "ldr r4, [r0], #4\n ldr r5, [r1], #4\n" \
    "sxtb16 r6, r4, ror #8\n sxtb16 r7, r5, ror #8\n sxtb16 r4, r4\n sxtb16 r5, r5\n" \
    "stm r2!, {r4-r7}\n"

/* The same for two positions at once: 30 instructions for sixteen values of both. */
MOTE_NAKED static void mote_halves_lines_of_two(const int8_t *p MOTE_UNNAMED,
                                                const int8_t *q MOTE_UNNAMED,
                                                int16_t *to MOTE_UNNAMED,
                                                const mote_halves_lines_job *job MOTE_UNNAMED,
                                                int32_t runs MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldr r12, [sp, #36]\n"
        "ldm r3, {r8-r11}\n"
        "1: cmp r8, #0\n"
        "beq 3f\n"
        "mov r3, r8\n"
        "2:\n"
        MOTE_HALVES_FOUR_OF_TWO MOTE_HALVES_FOUR_OF_TWO
        MOTE_HALVES_FOUR_OF_TWO MOTE_HALVES_FOUR_OF_TWO
        "subs r3, r3, #1\n"
        "bne 2b\n"
        "3: cmp r9, #0\n"
        "beq 5f\n"
        "mov r3, r9\n"
        "4:\n"
        MOTE_HALVES_FOUR_OF_TWO
        "subs r3, r3, #1\n"
        "bne 4b\n"
        "5: cmp r10, #1\n"
        "blt 8f\n"
        "ldrsb r4, [r0]\n ldrsb r5, [r1]\n"
        "beq 7f\n"
        "ldrsb r6, [r0, #1]\n ldrsb r7, [r1, #1]\n"
        "cmp r10, #2\n"
        "beq 6f\n"
        "ldrsb r3, [r0, #2]\n pkhbt r4, r4, r3, lsl #16\n"
        "ldrsb r3, [r1, #2]\n pkhbt r5, r5, r3, lsl #16\n"
        "stm r2!, {r4-r7}\n"
        "b 8f\n"
        "6: pkhbt r4, r4, r6, lsl #16\n pkhbt r5, r5, r7, lsl #16\n"
        "7: stm r2!, {r4, r5}\n"
        "8: add r0, r0, r11\n"
        "add r1, r1, r11\n"
        "subs r12, r12, #1\n"
        "bne 1b\n"
        "pop {r4-r11, pc}\n");
}

/* Two halves. */
typedef struct __attribute__((may_alias)) {
    uint32_t bits;
} mote_halves_word;

static int16_t *mote_halves_fill(int32_t pairs, int32_t zero, int16_t *to)
{
    const uint32_t two = ((uint32_t)zero & 0xffffu) * 0x10001u;
    for (; pairs > 0; pairs--, to += 4) {
        ((mote_halves_word *)(void *)to)->bits = two;
    }
    return to;
}

static inline int16_t mote_halves_value(const int8_t *line, int32_t at, int32_t length,
                                        int32_t zero)
{
    return (int16_t)((uint32_t)at < (uint32_t)length ? line[at] : zero);
}

/* A run that begins `at` in a line of `length` or before it, some of it outside. */
static int16_t *mote_halves_clipped(const int8_t *line, int32_t at, int32_t length, int32_t count,
                                    int32_t zero, int16_t *to)
{
    const int32_t end = at + count;
    if (at < 0 && (at & 3) == 0 && end >= 0) {
        to = mote_halves_fill(-at / 2, zero, to);
        at = 0;
    }
    const uint32_t inside = (uint32_t)((end < length ? end : length) - at) & ~3u;
    if (at >= 0 && at < length && inside > 0) {
        const mote_halves_lines_job job = {(int32_t)(inside >> 4), (int32_t)(inside >> 2 & 3), 0,
                                           0};
        to = mote_halves_lines(line + at, to, &job, 1);
        at += (int32_t)inside;
    }
    if (at >= length && ((end - at) & 3) == 0) {
        return mote_halves_fill((end - at) / 2, zero, to);
    }
    for (; at < end; at += 4) {
        to[0] = mote_halves_value(line, at, length, zero);
        to[1] = mote_halves_value(line, at + (end - at == 2 ? 1 : 2), length, zero);
        to += 4;
        if (end - at > 2) {
            to[0] = mote_halves_value(line, at + 1, length, zero);
            to[1] = mote_halves_value(line, at + 3, length, zero);
            to += 4;
        }
    }
    return to;
}

static inline mote_halves_lines_job mote_halves_job_of(const mote_halves_window *w)
{
    const uint32_t count = (uint32_t)w->count;
    const mote_halves_lines_job job = {(int32_t)(count >> 4), (int32_t)(count >> 2 & 3),
                                       (int32_t)(count & 3),
                                       w->line_step * w->length - (int32_t)(count & ~3u)};
    return job;
}

static void mote_halves_patch(const mote_halves_window *w, const mote_halves_corner *corner,
                              int16_t *to)
{
    const mote_halves_lines_job job = mote_halves_job_of(w);
    const int32_t height = w->height, length = w->length, step = w->line_step;
    int32_t lines = w->lines, top = corner->top;
    for (; lines > 0 && top < 0; lines--, top += step) {
        to = mote_halves_fill(w->pairs, w->zero, to);
    }
    for (; lines > 0 && top < height; lines--, top += step) {
        const int8_t *const line = w->x + top * length;
        int32_t at = corner->left;
        for (int32_t run = 0; run < w->runs; run++, at += w->run_step) {
            if (at < 0 || at + w->count > length) {
                to = mote_halves_clipped(line, at, length, w->count, w->zero, to);
                continue;
            }
            int32_t same = 1;
            if (w->runs == 1) {
                same = top + (lines - 1) * step < height ? lines : (height - 1 - top) / step + 1;
            }
            to = mote_halves_lines(line + at, to, &job, same);
            lines -= same - 1;
            top += (same - 1) * step;
        }
    }
    mote_halves_fill(lines * w->pairs, w->zero, to);
}

/* Whether all of a patch of one run in a line is inside x. */
static inline int32_t mote_halves_is_inside(const mote_halves_window *w,
                                            const mote_halves_corner *corner)
{
    return (corner->top | corner->left) >= 0 && corner->left + w->count <= w->length &&
           corner->top + (w->lines - 1) * w->line_step < w->height;
}

static void mote_halves_patches(const mote_halves_window *w, const mote_halves_corner corners[2],
                                int16_t *to)
{
    if (w->runs == 1 && mote_halves_is_inside(w, corners) &&
        mote_halves_is_inside(w, corners + 1)) {
        const mote_halves_lines_job job = mote_halves_job_of(w);
        mote_halves_lines_of_two(w->x + corners[0].top * w->length + corners[0].left,
                                 w->x + corners[1].top * w->length + corners[1].left, to, &job,
                                 w->lines);
        return;
    }
    mote_halves_patch(w, corners, to);
    mote_halves_patch(w, corners + 1, to + 2);
}

#endif
