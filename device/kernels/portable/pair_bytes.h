/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of 16 bits of pairs of rows (see row_pairs.h) become bytes as TFLite rounds twice, held
   within 0 .. 255, - 128. A scale is a 31-bit multiplier m and a word w: the low 8 bits are its
   shift r + 15, the others what the roundings and the zero point z add before it,
   2^14 + 2^(14 + r) + 2^(15 + r) z.

   The first rounding is floor(sum * m / 2^31 + 1 / 2). As floor((floor(a / 2^16) + b) / 2^15) is
   floor((a + 2^16 b) / 2^31), the product may come in two parts of 32 bits; the second rounding, of
   halves away from zero, takes 1 of negative sums, here 2^15, before it adds 2^(r - 1). Without a
   shift r > 0 there is no second one: such sums start where none is negative, and the start's
   product is in w. */
#ifndef MOTE_PAIR_BYTES_H
#define MOTE_PAIR_BYTES_H

#include <stdint.h>

#include "mote/rom.h"

typedef struct {
    const uint32_t *scales;
    const uint8_t *kinds; /* of each row, which scale it has; 0: the first, or one of its own */
    int32_t step;         /* bytes from a row's own scale to the next one's */
} mote_pair_scales;

static inline int8_t mote_pair_byte(int32_t sum, uint32_t m, uint32_t w)
{
    const int32_t low = sum * (int32_t)(m & 0xffffu) >> 16;
    int32_t y = sum * (int32_t)(m >> 16) + low + (sum < 0 ? -32768 : 0);
    y = (y + (int32_t)(w & ~(uint32_t)255)) >> (w & 255u);
    return (int8_t)((y < 0 ? 0 : y > 255 ? 255 : y) - 128);
}

/* y of `count` rows from `first` on; `less` is taken of each pair. */
static void mote_pair_bytes(const mote_pair_scales *data, int32_t first, int32_t count,
                            const uint32_t *sums, uint32_t less, int8_t *y)
{
    for (int32_t i = 0; i < count; i++, first++) {
        const uint32_t pair = sums[i >> 1] - less;
        const int32_t low = (int16_t)(pair & 0xffffu);
        const int32_t at =
            data->kinds != 0 ? 2 * MOTE_READ_U8(data->kinds + first) : first * (data->step >> 2);
        const uint32_t *const scale = data->scales + at;
        y[i] = mote_pair_byte((i & 1) == 0 ? low : (int16_t)((pair - (uint32_t)low) >> 16),
                              MOTE_READ_U32(scale), MOTE_READ_U32(scale + 1));
    }
}

#endif
