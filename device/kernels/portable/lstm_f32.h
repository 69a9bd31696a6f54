/* SPDX-License-Identifier: Apache-2.0 */
/* Long short-term memory over sequences of lengths[n] steps. w, r, b and p hold the gates i, o, f,
   c (p: i, o, f) of each direction; functions, alphas and betas three for each. y is steps x
   directions x batch x hidden; h and c, directions x batch x hidden, hold the state before and
   after; c stays within cell_clip unless that is 0. */
#ifndef MOTE_LSTM_F32_H
#define MOTE_LSTM_F32_H

#include <stdint.h>

#include "gate_f32.h"

static void mote_lstm_f32(const float *x, const float *w, const float *r, const float *b,
                          const int32_t *lengths, int32_t steps, int32_t batch, int32_t inputs,
                          int32_t hidden, int32_t directions, int32_t backward,
                          const int32_t *functions, const float *alphas, const float *betas,
                          float clip, const float *p, int32_t coupled, float cell_clip, float *y,
                          float *h, float *c)
{
    for (int32_t d = 0; d < directions; d++) {
        const int32_t *f = functions + 3 * d;
        const float *fa = alphas + 3 * d;
        const float *fb = betas + 3 * d;
        const float *pd = p + 3 * d * hidden;
        for (int32_t n = 0; n < batch; n++) {
            const int32_t length = lengths[n] < steps ? lengths[n] : steps;
            float *hn = h + (d * batch + n) * hidden;
            float *cn = c + (d * batch + n) * hidden;
            for (int32_t t = 0; t < steps; t++) {
                const int32_t at = t < length && (backward || d == 1) ? length - 1 - t : t;
                const float *xt = x + (at * batch + n) * inputs;
                float *out = y + ((at * directions + d) * batch + n) * hidden;
                for (int32_t j = 0; j < hidden; j++) {
                    float sum[4];
                    out[j] = 0;
                    for (int32_t k = 0; k < 4 && t < length; k++) {
                        const int32_t row = (4 * d + k) * hidden + j;
                        const float *bias = b + (8 * d + k) * hidden + j;
                        sum[k] = mote_gate_sum_f32(xt, w + row * inputs, inputs, bias[0]) +
                                 mote_gate_sum_f32(hn, r + row * hidden, hidden, bias[4 * hidden]);
                    }
                    if (t < length) {
                        const float in =
                            mote_gate_f32(f[0], fa[0], fb[0], clip, sum[0] + pd[j] * cn[j]);
                        const float kept = coupled
                                               ? 1 - in
                                               : mote_gate_f32(f[0], fa[0], fb[0], clip,
                                                               sum[2] + pd[2 * hidden + j] * cn[j]);
                        cn[j] = kept * cn[j] + in * mote_gate_f32(f[1], fa[1], fb[1], clip, sum[3]);
                        if (cell_clip > 0) {
                            cn[j] = cn[j] < -cell_clip  ? -cell_clip
                                    : cn[j] > cell_clip ? cell_clip
                                                        : cn[j];
                        }
                        out[j] = mote_gate_f32(f[0], fa[0], fb[0], clip,
                                               sum[1] + pd[hidden + j] * cn[j]) *
                                 mote_gate_f32(f[2], fa[2], fb[2], clip, cn[j]);
                    }
                }
                for (int32_t j = 0; j < hidden && t < length; j++) {
                    hn[j] = out[j];
                }
            }
        }
    }
}

#endif
