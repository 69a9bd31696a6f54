/* SPDX-License-Identifier: Apache-2.0 */
/* What a position of a convolution reads, copied side by side. */
#ifndef MOTE_PATCH_H
#define MOTE_PATCH_H

#include <stdint.h>

#include "bytes_fill.h"
#include "bytes_flip.h"
#include "quads_copy.h"
#include "twin_copy.h"
#include "twin_job.h"

typedef struct {
    int32_t height, width, channels;
    int32_t kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x;
    int32_t pad_top, pad_left;
    int32_t zero; /* what is outside, + 128 */
} mote_patch;

/* How a patch is copied: side by side, with the sum of it, or with that as twin_copy.h says. */
enum { mote_patch_plain, mote_patch_summed, mote_patch_twin };

static inline uint8_t *mote_patch_fill(uint8_t *to, int32_t count, uint8_t value, int32_t kind)
{
    return kind == mote_patch_twin ? mote_twin_fill(to, count, value)
                                   : mote_bytes_fill(to, count, value);
}

/* to[k, i] = x[position * stride + k * dilation - pad, i] + 128; the sum of them, unless the copy
   is plain. */
static inline uint32_t mote_patch_of(const int8_t *x, const mote_patch *p, int32_t oy, int32_t ox,
                                     int32_t kind, uint8_t *to)
{
    /* Taps side by side in x are copied as one. */
    const int32_t at_once = p->dilation_x == 1 ? p->kernel_width : 1;
    uint32_t sum = 0;
    for (int32_t ky = 0; ky < p->kernel_height; ky++) {
        const int32_t iy = oy * p->stride_y + ky * p->dilation_y - p->pad_top;
        for (int32_t kx = 0; kx < p->kernel_width; kx += at_once) {
            const int32_t ix = ox * p->stride_x + kx * p->dilation_x - p->pad_left;
            int32_t begin = ix < 0 ? -ix : 0;
            int32_t end = ix + at_once > p->width ? p->width - ix : at_once;
            if (iy < 0 || iy >= p->height || begin > at_once || end < begin) {
                begin = end = at_once;
            }
            const int32_t outside = (at_once - (end - begin)) * p->channels;
            sum += (uint32_t)(p->zero * outside);
            to = mote_patch_fill(to, begin * p->channels, (uint8_t)p->zero, kind);
            if (end > begin) {
                const int32_t length = (end - begin) * p->channels;
                const int8_t *from = x + (iy * p->width + ix + begin) * p->channels;
                if (kind == mote_patch_twin) {
                    sum += mote_twin_copy(from, length, to);
                } else if (kind == mote_patch_summed) {
                    sum += mote_quads_copy(from, length, to);
                } else {
                    mote_bytes_flip(from, length, to);
                }
                to += kind == mote_patch_twin ? 4 * length : length;
            }
            to = mote_patch_fill(to, outside - begin * p->channels, (uint8_t)p->zero, kind);
        }
    }
    return sum;
}

static inline uint32_t mote_patch_sum(const int8_t *x, const mote_patch *p, int32_t oy, int32_t ox,
                                      uint8_t *to)
{
    return mote_patch_of(x, p, oy, ox, mote_patch_summed, to);
}

static inline uint32_t mote_patch_twins(const int8_t *x, const mote_patch *p, int32_t oy,
                                        int32_t ox, uint8_t *to)
{
    return mote_patch_of(x, p, oy, ox, mote_patch_twin, to);
}

static inline void mote_patch_copy(const int8_t *x, const mote_patch *p, int32_t oy, int32_t ox,
                                   uint8_t *to)
{
    (void)mote_patch_of(x, p, oy, ox, mote_patch_plain, to);
}

#endif
