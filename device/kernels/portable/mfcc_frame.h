/* SPDX-License-Identifier: Apache-2.0 */
/* Logarithms of the mel bands of one frame: window, real transform in 16 bits with a common
   exponent, amplitudes, bands, log2. */
#ifndef MOTE_MFCC_FRAME_H
#define MOTE_MFCC_FRAME_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/rom.h"

typedef struct {
    int32_t window, fft, bands;
    const int16_t *hann;       /* [window / 2 + 1], 2^-15 */
    const int16_t *cosines;    /* [fft / 2 + 1], 2^-14 */
    const uint8_t *band;       /* [fft / 2 + 1]: in which band a bin rises, 255: none */
    const uint16_t *rising;    /* [fft / 2 + 1], 2^-8: its share of that band */
    const uint16_t *logarithm; /* [65], 2^-12 */
} mote_mfcc_job;

/* z = hann * x and zeros behind, so many bits up as leave x within 14. Returns how many. */
static int32_t mote_mfcc_load(const mote_mfcc_job *job, const int16_t *x, int16_t *z)
{
    int32_t largest = 0, up = 0;
    for (int32_t i = 0; i < job->window; i++) {
        const int32_t size = x[i] < 0 ? -(int32_t)x[i] : x[i];
        largest = size > largest ? size : largest;
    }
    while (up < 14 && largest << (up + 1) < 16384) {
        up++;
    }
    for (int32_t i = 0; i < job->window; i++) {
        const int32_t mirrored = job->window - i;
        const int16_t *const hann = job->hann + (i < mirrored ? i : mirrored);
        z[i] = (int16_t)(((int32_t)x[i] * MOTE_READ_S16(hann) + ((int32_t)1 << (14 - up))) >>
                         (15 - up));
    }
    for (int32_t i = job->window; i < job->fft; i++) {
        z[i] = 0;
    }
    return up;
}

/* Complex numbers swap places with those of the reversed index. */
static void mote_mfcc_reverse(int16_t *z, int32_t count)
{
    int32_t other = 0;
    for (int32_t k = 0; k < count; k++) {
        int32_t bit = count >> 1;
        if (k < other) {
            const int16_t re = z[2 * k], im = z[2 * k + 1];
            z[2 * k] = z[2 * other];
            z[2 * k + 1] = z[2 * other + 1];
            z[2 * other] = re;
            z[2 * other + 1] = im;
        }
        while (bit > 0 && (other & bit) != 0) {
            other ^= bit;
            bit >>= 1;
        }
        other |= bit;
    }
}

/* Shifts z down until a stage leaves it within 16 bits; returns by how much. */
static int32_t mote_mfcc_make_room(int16_t *z, int32_t count)
{
    int32_t largest = 0, bits;
    for (int32_t i = 0; i < count; i++) {
        const int32_t size = z[i] < 0 ? -(int32_t)z[i] : z[i];
        largest = size > largest ? size : largest;
    }
    bits = (largest > 13572) + (largest > 27144);
    for (int32_t i = 0; bits > 0 && i < count; i++) {
        z[i] = (int16_t)((z[i] + bits) >> bits); /* half of 1 << bits is bits itself: 1, 2 */
    }
    return bits;
}

/* In place; fft / 2 complex numbers in bit-reversed order. Returns the bits it went down. */
MOTE_APART static int32_t mote_mfcc_transform(const mote_mfcc_job *job, int16_t *z)
{
    const int32_t count = job->fft >> 1, quarter = job->fft >> 2;
    int32_t down = 0;
    for (int32_t half = 1, step = count; half < count; half *= 2, step >>= 1) {
        down += mote_mfcc_make_room(z, 2 * count);
        for (int32_t j = 0; j < half; j++) {
            const int32_t at = j * step, sine = at > quarter ? at - quarter : quarter - at;
            const int32_t re = MOTE_READ_S16(job->cosines + at);
            const int32_t im = -(int32_t)MOTE_READ_S16(job->cosines + sine);
            for (int32_t k = j; k < count; k += 2 * half) {
                int16_t *const a = z + 2 * k, *const b = a + 2 * half;
                const int32_t t = (b[0] * re - b[1] * im + ((int32_t)1 << 13)) >> 14;
                const int32_t u = (b[0] * im + b[1] * re + ((int32_t)1 << 13)) >> 14;
                b[0] = (int16_t)(a[0] - t);
                b[1] = (int16_t)(a[1] - u);
                a[0] = (int16_t)(a[0] + t);
                a[1] = (int16_t)(a[1] + u);
            }
        }
    }
    return down;
}

/* Rounded down. */
static inline uint32_t mote_mfcc_root(uint32_t square)
{
    uint32_t root = 0;
    for (uint32_t bit = (uint32_t)1 << 30; bit != 0; bit >>= 2) {
        const uint32_t trial = root + bit;
        root >>= 1;
        if (square >= trial) {
            square -= trial;
            root += bit;
        }
    }
    return root;
}

/* Twice the amplitude at bin k of the real signal whose pairs z was made of; of loud bins a
   multiple of four, since squares have 32 bits. */
static uint32_t mote_mfcc_amplitude(const mote_mfcc_job *job, const int16_t *z, int32_t k)
{
    const int32_t count = job->fft >> 1, quarter = job->fft >> 2, half = (int32_t)1 << 13;
    const int16_t *const a = z + 2 * (k < count ? k : 0);
    const int16_t *const b = z + 2 * (k > 0 ? count - k : 0);
    const int32_t sine = k > quarter ? k - quarter : quarter - k;
    const int32_t w_re = MOTE_READ_S16(job->cosines + k);
    const int32_t w_im = -(int32_t)MOTE_READ_S16(job->cosines + sine);
    const int32_t odd_re = (int32_t)a[1] + b[1], odd_im = (int32_t)b[0] - a[0];
    int32_t re = (int32_t)a[0] + b[0] + ((odd_re * w_re - odd_im * w_im + half) >> 14);
    int32_t im = (int32_t)a[1] - b[1] + ((odd_re * w_im + odd_im * w_re + half) >> 14);
    if (re > 46340 || re < -46340 || im > 46340 || im < -46340) {
        re = (re + 2) >> 2;
        im = (im + 2) >> 2;
        return 4 * mote_mfcc_root((uint32_t)(re * re) + (uint32_t)(im * im));
    }
    return mote_mfcc_root((uint32_t)(re * re) + (uint32_t)(im * im));
}

/* log2 of a band, 2^-8, and of 1e-6 beside it; exponent: of what the sum counts. */
static int32_t mote_mfcc_log(const mote_mfcc_job *job, uint32_t sum, int32_t exponent)
{
    const uint32_t least =
        exponent <= 0 ? (uint32_t)17180 << -exponent >> 10 : (uint32_t)17180 >> (10 + exponent);
    int32_t bits = 31, log;
    uint32_t value = sum + least;
    value = value > 0 ? value : 1;
    for (; value >> 31 == 0; value <<= 1) {
        bits--;
    }
    {
        const uint32_t mantissa = value >> 15 & 0xffffu;
        const uint16_t *const at = job->logarithm + (mantissa >> 10);
        const int32_t low = MOTE_READ_U16(at), high = MOTE_READ_U16(at + 1);
        log = bits * 4096 + low + (((high - low) * (int32_t)(mantissa & 1023)) >> 10);
    }
    return (log + (exponent - 24) * 4096 + 8) >> 4;
}

/* logs[0 .. bands - 1]; room for bands + 2 words. z: fft int16. */
MOTE_APART static void mote_mfcc_frame(const mote_mfcc_job *job, const int16_t *x, int16_t *z,
                                       int32_t *logs)
{
    uint32_t *const sums = (uint32_t *)(void *)logs;
    int32_t exponent = -mote_mfcc_load(job, x, z);
    mote_mfcc_reverse(z, job->fft >> 1);
    exponent += mote_mfcc_transform(job, z);
    for (int32_t b = 0; b < job->bands + 2; b++) {
        sums[b] = 0;
    }
    for (int32_t k = 0; k <= job->fft >> 1; k++) {
        const uint32_t band = MOTE_READ_U8(job->band + k);
        const uint32_t rising = MOTE_READ_U16(job->rising + k);
        if (band != 255) {
            const uint32_t amplitude = mote_mfcc_amplitude(job, z, k);
            sums[band + 1] += amplitude * rising;
            sums[band] += amplitude * (256 - rising);
        }
    }
    for (int32_t b = 0; b < job->bands; b++) {
        logs[b] = mote_mfcc_log(job, sums[b + 1], exponent);
    }
}

#endif
