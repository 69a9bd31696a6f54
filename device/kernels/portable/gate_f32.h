/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of recurrent gates by number, and one gate's sum of products. */
#ifndef MOTE_GATE_F32_H
#define MOTE_GATE_F32_H

#include <stdint.h>

#include "exp_f32.h"

static inline float mote_gate_sigmoid_f32(float x)
{
    return 1.0f / (1.0f + mote_exp_f32(-x));
}

static inline float mote_gate_tanh_f32(float x)
{
    const float folded = mote_exp_f32(-2.0f * (x < 0 ? -x : x));
    const float result = (1.0f - folded) / (1.0f + folded);
    return x < 0 ? -result : result;
}

/* 0 sigmoid, 1 tanh, 2 relu, 3 alpha x + beta, 4 leaky relu, 5 thresholded relu, 6 scaled tanh,
   7 hard sigmoid, 8 elu, 9 softsign. clip > 0: x is held in [-clip, clip] first. */
static inline float mote_gate_f32(int32_t function, float alpha, float beta, float clip, float x)
{
    if (clip > 0) {
        x = x < -clip ? -clip : x > clip ? clip : x;
    }
    switch (function) {
    case 0:
        return mote_gate_sigmoid_f32(x);
    case 1:
        return mote_gate_tanh_f32(x);
    case 2:
        return x < 0 ? 0 : x;
    case 3:
        return alpha * x + beta;
    case 4:
        return x < 0 ? alpha * x : x;
    case 5:
        return x > alpha ? x : 0;
    case 6:
        return alpha * mote_gate_tanh_f32(beta * x);
    case 7:
        x = alpha * x + beta;
        return x < 0 ? 0 : x > 1 ? 1 : x;
    case 8:
        return x < 0 ? alpha * (mote_exp_f32(x) - 1) : x;
    default:
        return x / (1 + (x < 0 ? -x : x));
    }
}

/* bias + sum of w[i] * x[i]. */
static inline float mote_gate_sum_f32(const float *x, const float *w, int32_t n, float bias)
{
    float sum = 0;
    for (int32_t i = 0; i < n; i++) {
        sum += w[i] * x[i];
    }
    return sum + bias;
}

#endif
