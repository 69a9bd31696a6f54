/* SPDX-License-Identifier: Apache-2.0 */
/* Gated recurrent unit over sequences of lengths[n] steps. w, r and b hold the gates z, r, h of
   each direction; functions, alphas and betas two for each. y is steps x directions x batch x
   hidden; h, directions x batch x hidden, holds the state before and after. `scratch`: hidden
   floats. */
#ifndef MOTE_GRU_F32_H
#define MOTE_GRU_F32_H

#include <stdint.h>

#include "gate_f32.h"

static void mote_gru_f32(const float *x, const float *w, const float *r, const float *b,
                         const int32_t *lengths, int32_t steps, int32_t batch, int32_t inputs,
                         int32_t hidden, int32_t directions, int32_t backward,
                         const int32_t *functions, const float *alphas, const float *betas,
                         float clip, int32_t reset_later, void *scratch, float *y, float *h)
{
    float *part = (float *)scratch;
    for (int32_t d = 0; d < directions; d++) {
        const int32_t *f = functions + 2 * d;
        const float *fa = alphas + 2 * d;
        const float *fb = betas + 2 * d;
        for (int32_t n = 0; n < batch; n++) {
            const int32_t length = lengths[n] < steps ? lengths[n] : steps;
            float *hn = h + (d * batch + n) * hidden;
            for (int32_t t = 0; t < steps; t++) {
                const int32_t at = t < length && (backward || d == 1) ? length - 1 - t : t;
                const float *xt = x + (at * batch + n) * inputs;
                float *out = y + ((at * directions + d) * batch + n) * hidden;
                if (t >= length) {
                    for (int32_t j = 0; j < hidden; j++) {
                        out[j] = 0;
                    }
                    continue;
                }
                /* The reset gate, times h (reset_later: alone). */
                for (int32_t j = 0; j < hidden; j++) {
                    const int32_t row = (3 * d + 1) * hidden + j;
                    const float *bias = b + (6 * d + 1) * hidden + j;
                    const float reset = mote_gate_f32(
                        f[0], fa[0], fb[0], clip,
                        mote_gate_sum_f32(xt, w + row * inputs, inputs, bias[0]) +
                            mote_gate_sum_f32(hn, r + row * hidden, hidden, bias[3 * hidden]));
                    part[j] = reset_later ? reset : reset * hn[j];
                }
                for (int32_t j = 0; j < hidden; j++) {
                    const int32_t row = 3 * d * hidden + j;
                    const int32_t last = row + 2 * hidden;
                    const float *bias = b + 6 * d * hidden + j;
                    const float update = mote_gate_f32(
                        f[0], fa[0], fb[0], clip,
                        mote_gate_sum_f32(xt, w + row * inputs, inputs, bias[0]) +
                            mote_gate_sum_f32(hn, r + row * hidden, hidden, bias[3 * hidden]));
                    const float of_hidden =
                        mote_gate_sum_f32(reset_later ? hn : part, r + last * hidden, hidden,
                                          bias[5 * hidden]) *
                        (reset_later ? part[j] : 1);
                    const float candidate = mote_gate_f32(
                        f[1], fa[1], fb[1], clip,
                        mote_gate_sum_f32(xt, w + last * inputs, inputs, bias[2 * hidden]) +
                            of_hidden);
                    out[j] = (1 - update) * candidate + update * hn[j];
                }
                for (int32_t j = 0; j < hidden; j++) {
                    hn[j] = out[j];
                }
            }
        }
    }
}

#endif
