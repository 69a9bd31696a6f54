/* SPDX-License-Identifier: Apache-2.0 */
/* Simple recurrent network over sequences of lengths[n] steps: h = f(w x + r h + b). functions,
   alphas and betas: one for each direction. y is steps x directions x batch x hidden; h, directions
   x batch x hidden, holds the state before and after. */
#ifndef MOTE_RNN_F32_H
#define MOTE_RNN_F32_H

#include <stdint.h>

#include "gate_f32.h"

static void mote_rnn_f32(const float *x, const float *w, const float *r, const float *b,
                         const int32_t *lengths, int32_t steps, int32_t batch, int32_t inputs,
                         int32_t hidden, int32_t directions, int32_t backward,
                         const int32_t *functions, const float *alphas, const float *betas,
                         float clip, float *y, float *h)
{
    for (int32_t d = 0; d < directions; d++) {
        for (int32_t n = 0; n < batch; n++) {
            const int32_t length = lengths[n] < steps ? lengths[n] : steps;
            float *hn = h + (d * batch + n) * hidden;
            for (int32_t t = 0; t < steps; t++) {
                const int32_t at = t < length && (backward || d == 1) ? length - 1 - t : t;
                const float *xt = x + (at * batch + n) * inputs;
                float *out = y + ((at * directions + d) * batch + n) * hidden;
                for (int32_t j = 0; j < hidden; j++) {
                    const int32_t row = d * hidden + j;
                    const float *bias = b + 2 * d * hidden + j;
                    out[j] = t >= length
                                 ? 0
                                 : mote_gate_f32(
                                       functions[d], alphas[d], betas[d], clip,
                                       mote_gate_sum_f32(xt, w + row * inputs, inputs, bias[0]) +
                                           mote_gate_sum_f32(hn, r + row * hidden, hidden,
                                                             bias[hidden]));
                }
                for (int32_t j = 0; j < hidden && t < length; j++) {
                    hn[j] = out[j];
                }
            }
        }
    }
}

#endif
