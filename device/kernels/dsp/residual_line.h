/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/residual_line.h with two roundings in four instructions (see halves_scale.h): 15 for
   each element where the plain loop of sum_s8.h takes 60. */
#ifndef MOTE_RESIDUAL_LINE_H
#define MOTE_RESIDUAL_LINE_H

#include <stdint.h>

#include "mote/naked.h"
#include "residual_job.h"

/* In the order of the registers r4 .. r12. */
typedef struct {
    int32_t a_start, a_added, a_multiplier, a_shift;
    int32_t b_start;
    int32_t y_added, y_multiplier, y_shift;
    const int8_t *end;
} mote_residual_walk;

MOTE_NAKED static void mote_residual_elements(const int8_t *a MOTE_UNNAMED,
                                              const int8_t *b MOTE_UNNAMED, int8_t *y MOTE_UNNAMED,
                                              const mote_residual_walk *walk MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r11, lr}\n"
        "ldm r3, {r4-r12}\n"
        "b 2f\n"
        "1: ldrsb r3, [r0], #1\n"
        "add r3, r4, r3, lsl #21\n"
        "add lr, r5, r3, asr #31\n smmlar r3, r3, r6, lr\n"
        "ldrsb lr, [r1], #1\n"
        "asr r3, r3, r7\n"
        "add lr, r8, lr, lsl #20\n"
        "add r3, lr, r3, lsl #1\n"
        "add lr, r9, r3, asr #31\n smmlar r3, r3, r10, lr\n"
        "asr r3, r3, r11\n"
        "ssat r3, #8, r3\n"
        "strb r3, [r2], #1\n"
        "2: cmp r2, r12\n"
        "bne 1b\n"
        "pop {r4-r11, pc}\n");
}

static inline void mote_residual_line(const int8_t *a, const int8_t *b, int8_t *y,
                                      const mote_residual_job *job)
{
    const int32_t a_right = -job->a_shift, y_right = -job->y_shift;
    const mote_residual_walk walk = {-job->a_zero * (1 << 21),
                                     1 << (a_right - 1),
                                     job->a_multiplier,
                                     a_right,
                                     -job->b_zero * (1 << 20),
                                     (2 * job->y_zero + 1) * (1 << (y_right - 1)),
                                     job->y_multiplier,
                                     y_right,
                                     job->end};
    mote_residual_elements(a, b, y, &walk);
}

#endif
