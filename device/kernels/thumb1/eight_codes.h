/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/eight_codes.h. Of 4 bits, two places take
     sum += x[two & 15]; sum += x[size + (two >> 4)]; x += 2 * size
   12 cycles, where the plain loop takes 19. */
#ifndef MOTE_EIGHT_CODES_H
#define MOTE_EIGHT_CODES_H

#include <stdint.h>

#include "mote/rom.h"
#include "bit_fields.h"

static inline int32_t mote_four_codes(uint32_t word, int32_t bits, const uint8_t *x, int32_t size)
{
    const uint32_t mask = (1u << bits) - 1;
    int32_t sum = x[word & mask];
    x += size;
    sum += x[word >> bits & mask];
    x += size;
    sum += x[word >> 2 * bits & mask];
    x += size;
    return sum + x[word >> 3 * bits & mask];
}

/* Two places. */
#define MOTE_TWO_CODES(at) \
    "ldrb %[a], [%[codes], #" #at "]\n lsrs %[b], %[a], #4\n ands %[a], %[mask]\n" \
    "ldrb %[a], [%[x], %[a]]\n add %[sum], %[a]\n adds %[x], %[x], %[size]\n" \
    "ldrb %[b], [%[x], %[b]]\n add %[sum], %[b]\n adds %[x], %[x], %[size]\n"

/* The sum of x at eight places. */
static inline int32_t mote_eight_codes(const uint8_t *codes, int32_t bits, const uint8_t *x,
                                       int32_t size)
{
    int32_t sum = 0;
    if (bits == 4) {
        int32_t a, b;
        __asm__(".syntax unified\n"
                MOTE_TWO_CODES(0) MOTE_TWO_CODES(1) MOTE_TWO_CODES(2) MOTE_TWO_CODES(3)
                : [x] "+l"(x), [sum] "+h"(sum), [a] "=&l"(a), [b] "=&l"(b)
                : [codes] "l"(codes), [size] "l"(size), [mask] "l"(15)
                : "cc", "memory");
        return sum;
    }
    sum = mote_four_codes(mote_four_fields(codes, bits, 0), bits, x, size);
    return sum + mote_four_codes(mote_four_fields(codes, bits, 1), bits, x + 4 * size, size);
}

#endif
