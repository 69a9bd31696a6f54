/* SPDX-License-Identifier: Apache-2.0 */
/* Patches as halves; see halves_window.h. */
#ifndef MOTE_HALVES_PATCH_H
#define MOTE_HALVES_PATCH_H

#include <stdint.h>

#include "halves_window.h"

/* Where value i of a run of `count` goes. */
static inline int32_t mote_halves_lane(int32_t i, int32_t count)
{
    const int32_t is_two = count % 4 == 2 && i >= count - 2;
    const int32_t pair = i / 4 * 2 + (is_two ? 0 : i % 2);
    return 4 * pair + (is_two ? i % 2 : i % 4 / 2);
}

static void mote_halves_patch(const mote_halves_window *w, const mote_halves_corner *corner,
                              int16_t *to)
{
    for (int32_t i = 0; i < w->lines * w->runs; i++) {
        const int32_t line = corner->top + i / w->runs * w->line_step;
        const int32_t at = corner->left + i % w->runs * w->run_step;
        int16_t *const next = to + 4 * (w->pairs / w->runs);
        next[-3] = 0; /* when the run is odd */
        for (int32_t k = 0; k < w->count; k++) {
            const int32_t is_inside =
                line >= 0 && line < w->height && at + k >= 0 && at + k < w->length;
            to[mote_halves_lane(k, w->count)] =
                (int16_t)(is_inside ? w->x[line * w->length + at + k] : w->zero);
        }
        to = next;
    }
}

/* Those of two positions. */
static inline void mote_halves_patches(const mote_halves_window *w,
                                       const mote_halves_corner corners[2], int16_t *to)
{
    mote_halves_patch(w, corners, to);
    mote_halves_patch(w, corners + 1, to + 2);
}

#endif
