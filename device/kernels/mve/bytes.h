/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/bytes.h, 16 bytes at a time: 3 instructions for them instead of 64. */
#ifndef MOTE_BYTES_H
#define MOTE_BYTES_H

#include <stdint.h>

static inline void mote_bytes_copy(const int8_t *x, int32_t step, int32_t length, int32_t runs,
                                   int8_t *to, int32_t to_step)
{
    const int32_t taken = (length + 15) & ~15; /* how far the steps of a run go */
    if (runs <= 0) {
        return;
    }
    __asm__ volatile(
        "1: wlstp.8 lr, %[length], 3f\n"
        "2: vldrb.8 q0, [%[x]], #16\n vstrb.8 q0, [%[to]], #16\n"
        "letp lr, 2b\n"
        "3: subs %[runs], #1\n"
        "add %[x], %[step]\n add %[to], %[to_step]\n"
        "bne 1b\n"
        : [x] "+&r"(x), [to] "+&r"(to), [runs] "+&r"(runs)
        : [length] "r"(length), [step] "r"(step - taken), [to_step] "r"(to_step - taken)
        : "lr", "q0", "memory", "cc");
}

static inline void mote_bytes_set(int8_t value, int32_t count, int8_t *to)
{
    __asm__ volatile(
        "vdup.8 q0, %[value]\n"
        "wlstp.8 lr, %[count], 2f\n"
        "1: vstrb.8 q0, [%[to]], #16\n"
        "letp lr, 1b\n"
        "2:\n"
        : [to] "+&r"(to)
        : [count] "r"(count), [value] "r"((int32_t)value)
        : "lr", "q0", "memory", "cc");
}

#endif
