/* SPDX-License-Identifier: Apache-2.0 */
/* y[o, k, i] = scale * sum_n x[o, n, i] e^(+-2 pi i k n / length) for `kept` values of k. x is outer x
   given x inner x parts (1: real numbers, 2: real and imaginary), y outer x kept x inner x 2; circle
   holds `length` cosines and as many sines, with the sign of the exponent. */
#ifndef MOTE_DFT_F32_H
#define MOTE_DFT_F32_H

#include <stdint.h>

#include "mote/rom.h"

static void mote_dft_f32(const float *x, int32_t outer, int32_t given, int32_t inner, int32_t parts,
                         int32_t length, int32_t kept, const float *circle, float scale, float *y)
{
    const int32_t used = given < length ? given : length;
    for (int32_t o = 0; o < outer; o++, x += given * inner * parts) {
        for (int32_t k = 0; k < kept; k++) {
            for (int32_t i = 0; i < inner; i++) {
                const float *from = x + i * parts;
                float real = 0;
                float imaginary = 0;
                int32_t at = 0; /* k * n, once around the circle at most */
                for (int32_t n = 0; n < used; n++, from += inner * parts) {
                    const float cosine = MOTE_READ_F32(circle + at);
                    const float sine = MOTE_READ_F32(circle + length + at);
                    real += from[0] * cosine;
                    imaginary += from[0] * sine;
                    if (parts == 2) {
                        real -= from[1] * sine;
                        imaginary += from[1] * cosine;
                    }
                    at += k;
                    at -= at >= length ? length : 0;
                }
                *y++ = real * scale;
                *y++ = imaginary * scale;
            }
        }
    }
}

#endif
