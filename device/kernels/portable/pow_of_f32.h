/* SPDX-License-Identifier: Apache-2.0 */
/* x to the power y as C's powf: by squaring where y is a small integer, else exp(y log|x|) in 64
   bit floats, since an exponent up to 128 leaves too few of the 24 bits. */
#ifndef MOTE_POW_OF_F32_H
#define MOTE_POW_OF_F32_H

#include <stdint.h>

#include "float_bits.h"
#include "round_of_f32.h"

/* log2 of a positive, finite, normal x. */
static inline double mote_log2_wide(float x)
{
    const uint32_t bits = mote_bits_of_f32(x) - 0x3f3504f3u;
    const double m = (double)mote_f32_of_bits((bits & 0x7fffffu) + 0x3f3504f3u);
    const double s = (m - 1) / (m + 1);
    double sum = 0;
    for (int32_t power = 15; power >= 1; power -= 2) {
        sum = sum * s * s + 1.0 / power;
    }
    return ((int32_t)bits >> 23) + 2.8853900817779268 * s * sum;
}

/* 2^power, rounded once; 0 or infinity where floats end. */
static inline float mote_exp2_wide(double power)
{
    if (power < -160 || power > 130) {
        return power < 0 ? 0 : mote_f32_of_bits(MOTE_INFINITY_BITS);
    }
    int32_t n = (int32_t)(power < 0 ? power - 0.5 : power + 0.5);
    const double r = (power - n) * 0.69314718055994531;
    double sum = 0;
    for (int32_t k = 11; k >= 1; k--) {
        sum = (sum + 1) * r / k;
    }
    sum += 1;
    for (; n > 0; n--) {
        sum *= 2;
    }
    for (; n < 0; n++) {
        sum /= 2;
    }
    return (float)sum;
}

static inline float mote_power_of_integer(float x, int32_t exponent)
{
    float result = 1;
    float square = x;
    for (int32_t rest = exponent < 0 ? -exponent : exponent; rest > 0; rest /= 2) {
        result = (rest & 1) != 0 ? result * square : result;
        square *= square;
    }
    return exponent < 0 ? 1 / result : result;
}

static inline float mote_pow_of_f32(float x, float y)
{
    const float size = mote_abs_of_f32(x);
    const int is_integer = mote_trunc_of_f32(y) == y;
    if (is_integer && y >= -8 && y <= 8) {
        return mote_power_of_integer(x, (int32_t)y);
    }
    /* Beyond 2^24 all floats are even. */
    const int is_odd = is_integer && mote_abs_of_f32(y) < 16777216.0f && ((int32_t)y & 1) != 0;
    const float sign = x < 0 && is_odd ? -1.0f : 1.0f;
    if (size == 1 && (x > 0 || is_integer)) {
        return sign;
    }
    if (size == 0 || mote_bits_of_f32(size) == MOTE_INFINITY_BITS) {
        return (size == 0) == (y > 0) ? sign * 0 : sign * mote_f32_of_bits(MOTE_INFINITY_BITS);
    }
    if ((x < 0 && !is_integer) || x != x || y != y) {
        return mote_f32_of_bits(MOTE_NAN_BITS);
    }
    const int is_tiny = size < 1.17549435e-38f;
    const double log2 = mote_log2_wide(is_tiny ? size * 16777216.0f : size) - (is_tiny ? 24 : 0);
    return sign * mote_exp2_wide((double)y * log2);
}

#endif
