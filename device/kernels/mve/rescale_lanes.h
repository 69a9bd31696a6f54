/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/rescale_lanes.h, four sums at a time in Helium: 15 instructions where the plain loop
   takes 190. VQRDMULH is the first rounding; VRSHL is the second one, halves away from zero, when
   negative numbers that will be shifted are one less. */
#ifndef MOTE_RESCALE_LANES_H
#define MOTE_RESCALE_LANES_H

#include <stdint.h>

#include "mote/naked.h"
#include "lanes_scaling.h"

/* first: of the rows whose sums these are. */
MOTE_NAKED static void mote_rescale_lanes(
    const int32_t *sums MOTE_UNNAMED, int32_t first MOTE_UNNAMED,
    int32_t count MOTE_UNNAMED, const mote_lanes_scaling *by MOTE_UNNAMED,
    int8_t *y MOTE_UNNAMED)
{
    __asm__(
        ".syntax unified\n"
        "push {r4-r7, lr}\n"
        "vpush {d8-d9}\n"
        "ldr r7, [sp, #36]\n"
        "ldrd r4, r5, [r3]\n ldrd r6, r12, [r3, #8]\n"
        "add r4, r4, r1, lsl #2\n add r5, r5, r1, lsl #2\n add r6, r1\n"
        "ldrd r1, r3, [r3, #16]\n"
        "vdup.32 q2, r1\n vdup.32 q3, r3\n"
        "wlstp.32 lr, r2, 2f\n"
        "1: vldrw.32 q0, [r0], #16\n"
        "vldrw.32 q1, [r4], #16\n"
        "vadd.i32 q0, q0, q1\n"
        "vldrw.32 q1, [r5], #16\n"
        "vqrdmulh.s32 q0, q0, q1\n"
        "vldrb.s32 q1, [r6], #4\n"
        "vand q4, q0, q1\n"
        "vshr.s32 q4, q4, #31\n"
        "vadd.i32 q0, q0, q4\n"
        "vrshl.s32 q0, q0, q1\n"
        "vadd.i32 q0, q0, r12\n"
        "vmax.s32 q0, q0, q2\n"
        "vmin.s32 q0, q0, q3\n"
        "vstrb.32 q0, [r7], #4\n"
        "letp lr, 1b\n"
        "2: vpop {d8-d9}\n"
        "pop {r4-r7, pc}\n");
}

#endif
