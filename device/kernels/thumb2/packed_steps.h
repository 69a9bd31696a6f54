/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of packed_sums.h in ARMv7-M assembly without the DSP extension: a product of two weights
   with two x is sum += (word >> shift & mask) * (x[i] | x[i + 2] << 16), of which the higher half
   counts. */
#ifndef MOTE_PACKED_STEPS_H
#define MOTE_PACKED_STEPS_H

/* The next x[0] and x[2] to r9, x[1] and x[3] to r8. */
#define MOTE_PACKED_TAKE \
    "ldr r8, [r1], #4\n" \
    "and r9, r8, #0x00ff00ff\n lsr r8, r8, #8\n and r8, r8, #0x00ff00ff\n"
/* As x[0] and x[1] to r9. */
#define MOTE_PACKED_TAKE_TWO "ldrb r9, [r1]\n ldrb r8, [r1, #1]\n orr r9, r9, r8, lsl #16\n"

/* The weights at a shift of the words r5 and r6 times the x in a register, added to sums of two
   rows; r7: the mask. The first of a run of at most ten begins it. */
#define MOTE_PACKED_FIRST \
    "and r12, r7, r5\n mul r10, r12, r9\n and r12, r7, r6\n mul r11, r12, r9\n"
#define MOTE_PACKED_ADD(shift, x) \
    "and r12, r7, r5" shift "\n mla r10, r12, " x ", r10\n" \
    "and r12, r7, r6" shift "\n mla r11, r12, " x ", r11\n"
/* The run's sums to r4 and lr. */
#define MOTE_PACKED_FLUSH "add r4, r4, r10, lsr #16\n add lr, lr, r11, lsr #16\n"

#endif
