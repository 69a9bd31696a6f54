/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of packed_sums.h with the DSP extension: a product of two weights with two x is one
   instruction. */
#ifndef MOTE_PACKED_STEPS_H
#define MOTE_PACKED_STEPS_H

/* The next x[0] and x[2] to r9, x[1] and x[3] to r8. */
#define MOTE_PACKED_TAKE "ldr r8, [r1], #4\n uxtb16 r9, r8\n uxtb16 r8, r8, ror #8\n"
/* As x[0] and x[1] to r9. */
#define MOTE_PACKED_TAKE_TWO "ldrb r9, [r1]\n ldrb r8, [r1, #1]\n orr r9, r9, r8, lsl #16\n"

/* The weights at a shift of the words r5 and r6 times the x in a register, added to the sums r4 and
   lr of two rows; r7: the mask. */
#define MOTE_PACKED_ADD(shift, x) \
    "and r12, r7, r5" shift "\n smladx r4, r12, " x ", r4\n" \
    "and r12, r7, r6" shift "\n smladx lr, r12, " x ", lr\n"
#define MOTE_PACKED_FIRST MOTE_PACKED_ADD("", "r9")
#define MOTE_PACKED_FLUSH ""

#endif
