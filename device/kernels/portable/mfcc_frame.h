/* SPDX-License-Identifier: Apache-2.0 */
/* Logarithms of the mel bands of one frame: window, real transform in 16 bits with a common
   exponent, amplitudes, bands, log2. */
#ifndef MOTE_MFCC_FRAME_H
#define MOTE_MFCC_FRAME_H

#include <stdint.h>

#include "mote/apart.h"
#include "mote/rom.h"
#include "mfcc_root.h"
#include "mfcc_stage.h"

typedef struct {
    int32_t window, fft, bands;
    const int16_t *hann;       /* [window / 2 + 1], 2^-15 */
    const int16_t *cosines;    /* [fft / 2 + 1], 2^-14 */
    const uint8_t *band;       /* [fft / 2 + 1]: in which band a bin rises, 255: none */
    const uint16_t *rising;    /* [fft / 2 + 1], 2^-8: its share of that band */
    const uint16_t *logarithm; /* [65], 2^-12 */
} mote_mfcc_job;

/* How many bits up leave x within 14. */
static int32_t mote_mfcc_up(const int16_t *x, int32_t count)
{
    uint32_t sizes = 0; /* their bits, one over the other: the highest is the largest one's */
    int32_t up = 0;
    for (int32_t i = 0; i < count; i++) {
        const int32_t size = x[i] < 0 ? -(int32_t)x[i] : x[i];
        sizes |= (uint32_t)size;
    }
    while (up < 14 && sizes << (up + 1) < 16384) {
        up++;
    }
    return up;
}

/* z = (x * by) >> down, rounded; the larger one of its size and `largest`. */
static inline int32_t mote_mfcc_windowed(const int16_t *x, int32_t by, int32_t down,
                                         int32_t largest, int16_t *z)
{
    const int32_t value = (*x * by + ((int32_t)1 << (down - 1))) >> down;
    *z = (int16_t)value;
    return mote_mfcc_larger(largest, value);
}

/* z = hann * x, `up` bits up, and zeros behind. Returns the largest size. */
static int32_t mote_mfcc_load(const mote_mfcc_job *job, const int16_t *x, int32_t up, int16_t *z)
{
    const int32_t window = job->window, down = 15 - up;
    int32_t largest = mote_mfcc_windowed(x, MOTE_READ_S16(job->hann), down, 0, z);
    for (int32_t i = 1; i <= window - i; i++) {
        const int32_t by = MOTE_READ_S16(job->hann + i);
        largest = mote_mfcc_windowed(x + i, by, down, largest, z + i);
        largest = mote_mfcc_windowed(x + window - i, by, down, largest, z + window - i);
    }
    for (int32_t i = window; i < job->fft; i++) {
        z[i] = 0;
    }
    return largest;
}

typedef struct {
    int16_t re, im;
} mote_mfcc_complex;

/* Numbers swap places with those of the reversed index. */
static void mote_mfcc_reverse(mote_mfcc_complex *z, int32_t count)
{
    int32_t other = 0;
    for (int32_t k = 0; k < count; k++) {
        int32_t bit = count >> 1;
        if (k < other) {
            const mote_mfcc_complex kept = z[k];
            z[k] = z[other];
            z[other] = kept;
        }
        for (; (other & bit) != 0; bit >>= 1) {
            other ^= bit;
        }
        other |= bit;
    }
}

/* In place; fft / 2 complex numbers, none larger than `largest`. Returns the bits it went down, so
   that each stage stays within 16. */
static int32_t mote_mfcc_transform(const mote_mfcc_job *job, int16_t *z, int32_t largest)
{
    const int32_t count = job->fft >> 1;
    int32_t down = 0;
    mote_mfcc_reverse((mote_mfcc_complex *)(void *)z, count);
    for (int32_t half = 1; half < count; half *= 2) {
        const int32_t bits = (largest > 13572) + (largest > 27144);
        if (bits > 0) {
            mote_mfcc_make_room(z, job->fft, bits);
        }
        down += bits;
        largest = mote_mfcc_stage(job->cosines, job->fft, half, z);
    }
    return down;
}

/* Twice the amplitude at bin k of the real signal whose `count` pairs z was made of; of loud bins a
   multiple of four, since squares have 32 bits. */
static inline uint32_t mote_mfcc_amplitude(const int16_t *cosines, int32_t count, const int16_t *z,
                                           int32_t k)
{
    const int32_t quarter = count >> 1, half = (int32_t)1 << 13;
    const int16_t *const a = z + 2 * (k < count ? k : 0);
    const int16_t *const b = z + 2 * (k > 0 ? count - k : 0);
    const int32_t sine = k > quarter ? k - quarter : quarter - k;
    const int32_t w_re = MOTE_READ_S16(cosines + k);
    const int32_t w_im = -(int32_t)MOTE_READ_S16(cosines + sine);
    const int32_t odd_re = (int32_t)a[1] + b[1], odd_im = (int32_t)b[0] - a[0];
    int32_t re = (int32_t)a[0] + b[0] + ((odd_re * w_re - odd_im * w_im + half) >> 14);
    int32_t im = (int32_t)a[1] - b[1] + ((odd_re * w_im + odd_im * w_re + half) >> 14);
    const int32_t loud = re > 46340 || re < -46340 || im > 46340 || im < -46340 ? 2 : 0;
    re = (re + loud) >> loud;
    im = (im + loud) >> loud;
    return mote_mfcc_root((uint32_t)(re * re) + (uint32_t)(im * im)) << loud;
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
    const int16_t *const cosines = job->cosines;
    const uint8_t *const bands = job->band;
    const uint16_t *const rises = job->rising;
    const int32_t count = job->fft >> 1;
    uint32_t *const sums = (uint32_t *)(void *)logs;
    const int32_t up = mote_mfcc_up(x, job->window);
    const int32_t largest = mote_mfcc_load(job, x, up, z);
    const int32_t exponent = mote_mfcc_transform(job, z, largest) - up;
    for (int32_t b = 0; b < job->bands + 2; b++) {
        sums[b] = 0;
    }
    for (int32_t k = 0; k <= count; k++) {
        const uint32_t band = MOTE_READ_U8(bands + k);
        const uint32_t rising = MOTE_READ_U16(rises + k);
        if (band != 255) {
            const uint32_t amplitude = mote_mfcc_amplitude(cosines, count, z, k);
            sums[band + 1] += amplitude * rising;
            sums[band] += amplitude * (256 - rising);
        }
    }
    for (int32_t b = 0; b < job->bands; b++) {
        logs[b] = mote_mfcc_log(job, sums[b + 1], exponent);
    }
}

#endif
