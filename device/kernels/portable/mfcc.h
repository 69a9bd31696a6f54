/* SPDX-License-Identifier: Apache-2.0 */
/* Cepstral coefficients of sound, see mfcc_frame.h; coefficients 0: logarithms of the mel bands.
   y[t, c] = clamp(rescale(sum_b log2(band b of frame t) * cosine[c, b]) + zero), a frame every
   `hop` samples of x. scales: multiplier, shift and zero of each column. scratch: fft int16 and
   bands + 2 words. */
#ifndef MOTE_MFCC_H
#define MOTE_MFCC_H

#include <stdint.h>

#include "mote/rom.h"
#include "mfcc_frame.h"
#include "rescale.h"

static int8_t mote_mfcc_column(int32_t sum, const int32_t *scales)
{
    const int32_t scaled = mote_rescale(sum, MOTE_READ_S32(scales), MOTE_READ_S32(scales + 1));
    return mote_saturate(scaled + MOTE_READ_S32(scales + 2), -128, 127);
}

static void mote_mfcc(const int16_t *x, int32_t frames, int32_t window, int32_t hop, int32_t fft,
                      const int16_t *hann, const int16_t *cosines, const uint8_t *band,
                      const uint16_t *rising, const uint16_t *logarithm, const int16_t *cosine,
                      int32_t bands, int32_t coefficients, const int32_t *scales, void *scratch,
                      int8_t *y)
{
    const mote_mfcc_job job = {window, fft, bands, hann, cosines, band, rising, logarithm};
    int32_t *const logs = (int32_t *)scratch;
    int16_t *const z = (int16_t *)(void *)(logs + bands + 2);
    for (; frames > 0; frames--, x += hop) {
        mote_mfcc_frame(&job, x, z, logs);
        if (coefficients == 0) {
            for (int32_t b = 0; b < bands; b++) {
                *y++ = mote_mfcc_column(logs[b], scales + 3 * b);
            }
        }
        for (int32_t c = 0; c < coefficients; c++) {
            const int16_t *const row = cosine + c * bands;
            int32_t sum = 0;
            for (int32_t b = 0; b < bands; b++) {
                sum += logs[b] * MOTE_READ_S16(row + b);
            }
            *y++ = mote_mfcc_column(sum, scales + 3 * c);
        }
    }
}

#endif
