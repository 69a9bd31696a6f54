/* SPDX-License-Identifier: Apache-2.0 */
/* What the patches of a convolution have in common, and how they lie in halves.

   A patch is made of runs: values side by side in x, which are a tap's channels or, where taps are
   side by side, a whole line of taps. Of a run, four values become the pairs (0, 2), (1, 3), which
   is what a core gets out of a word with one instruction each; of the rest one becomes (0, -), two
   (0, 1), three (0, 2), (1, -). Pairs are four halves apart: another position's lie between. */
#ifndef MOTE_HALVES_WINDOW_H
#define MOTE_HALVES_WINDOW_H

#include <stdint.h>

typedef struct {
    const int8_t *x;
    int32_t height, length; /* lines of x, values in each */
    int32_t lines;          /* of a patch, line_step lines of x apart */
    int32_t runs, count;    /* in each of them, and values in a run */
    int32_t line_step, run_step;
    int32_t pairs; /* of halves in a line of a patch */
    int32_t zero;  /* what is outside x */
} mote_halves_window;

/* Where a patch begins: at value `left` of line `top` of x, or before it. */
typedef struct {
    int32_t top, left;
} mote_halves_corner;

#endif
