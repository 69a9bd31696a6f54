/* SPDX-License-Identifier: Apache-2.0 */
/* Eight places of a row of code_rows.h. */
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

/* The sum of x at eight places. */
static inline int32_t mote_eight_codes(const uint8_t *codes, int32_t bits, const uint8_t *x,
                                       int32_t size)
{
    int32_t sum = 0;
    if (bits == 4) {
        for (const uint8_t *const end = codes + 4; codes != end; codes++) {
            const uint32_t two = MOTE_READ_U8(codes);
            sum += x[two & 15u];
            x += size;
            sum += x[two >> 4];
            x += size;
        }
        return sum;
    }
    sum = mote_four_codes(mote_four_fields(codes, bits, 0), bits, x, size);
    return sum + mote_four_codes(mote_four_fields(codes, bits, 1), bits, x + 4 * size, size);
}

#endif
