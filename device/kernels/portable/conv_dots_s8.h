/* SPDX-License-Identifier: Apache-2.0 */
/* y[p, o] = clamp(rescale(bias[o] + sum_{k, i} w[o, k, i] * x[p * stride + k * dilation - pad, i])
   + y_zero). x height x width x channels, y out_height x out_width x filters, w filters x kernel x
   channels and 15 bytes more: the zero point of x is in the bias, outside x there is x_zero, no
   shift is > 0. `patches`: room for what two positions read, each rounded up to 16. What two
   positions read is copied there before their outputs are written: y may begin before x. */
#ifndef MOTE_CONV_DOTS_S8_H
#define MOTE_CONV_DOTS_S8_H

#include <stdint.h>

#include "bytes.h"
#include "dots.h"
#include "dots_of_two.h"
#include "rescale_lanes.h"

typedef struct {
    const int8_t *x;
    int32_t height, width, channels;
    int32_t kernel_height, kernel_width, dilation_y, dilation_x;
    int32_t x_zero;
} mote_conv_source;

/* How many of `taps` taps at from, from + dilation, ... are < limit. */
static inline int32_t mote_conv_taps_before(int32_t limit, int32_t from, int32_t dilation,
                                            int32_t taps)
{
    int32_t count = limit - from;
    if (dilation > 1) {
        count = count <= 0 ? 0 : (count - 1) / dilation + 1;
    }
    return count < 0 ? 0 : count > taps ? taps : count;
}

/* What the position reads whose first tap is at iy, ix. */
static void mote_conv_patch(const mote_conv_source *from, int32_t iy, int32_t ix, int8_t *to)
{
    const int32_t channels = from->channels;
    const int32_t row = from->kernel_width * channels, step = from->width * channels;
    const int32_t top = mote_conv_taps_before(0, iy, from->dilation_y, from->kernel_height);
    const int32_t bottom =
        mote_conv_taps_before(from->height, iy, from->dilation_y, from->kernel_height);
    const int32_t left = mote_conv_taps_before(0, ix, from->dilation_x, from->kernel_width);
    const int32_t right =
        mote_conv_taps_before(from->width, ix, from->dilation_x, from->kernel_width);
    if (top + left != 0 || bottom != from->kernel_height || right != from->kernel_width) {
        mote_bytes_set((int8_t)from->x_zero, from->kernel_height * row, to);
    }
    iy += top * from->dilation_y;
    ix += left * from->dilation_x;
    const int8_t *x = from->x + iy * step + ix * channels;
    to += top * row + left * channels;
    if (from->dilation_x == 1) {
        mote_bytes_copy(x, from->dilation_y * step, (right - left) * channels, bottom - top, to,
                        row);
        return;
    }
    for (int32_t ky = top; ky < bottom; ky++, x += from->dilation_y * step, to += row) {
        mote_bytes_copy(x, from->dilation_x * channels, channels, right - left, to, channels);
    }
}

typedef struct {
    const int8_t *w;
    int32_t columns, filters;
    mote_lanes_scaling by;
} mote_conv_product;

/* The outputs of one position or two, out of what they read. */
static void mote_conv_outputs(const mote_conv_product *product, const int8_t *reads, int32_t count,
                              int8_t *y)
{
    const int32_t columns = product->columns, filters = product->filters;
    int32_t sums[2 * MOTE_DOTS_ROWS];
    for (int32_t o = 0; o < filters; o += MOTE_DOTS_ROWS) {
        const int32_t rows = filters - o < MOTE_DOTS_ROWS ? filters - o : MOTE_DOTS_ROWS;
        if (count == 1) {
            mote_dots(reads, product->w + o * columns, columns, rows, sums);
        } else {
            mote_dots_of_two(reads, product->w + o * columns, columns, rows, sums);
            mote_rescale_lanes(sums + MOTE_DOTS_ROWS, o, rows, &product->by, y + filters + o);
        }
        mote_rescale_lanes(sums, o, rows, &product->by, y + o);
    }
}

static void mote_conv_dots_s8(const int8_t *x, int32_t height, int32_t width, int32_t channels,
                              const int8_t *w, const int32_t *bias, int32_t kernel_height,
                              int32_t kernel_width, int32_t stride_y, int32_t stride_x,
                              int32_t dilation_y, int32_t dilation_x, int32_t pad_top,
                              int32_t pad_left, int32_t out_height, int32_t out_width,
                              int32_t filters, const int32_t *multiplier, const int8_t *shift,
                              int32_t x_zero, int32_t y_zero, int32_t low, int32_t high,
                              void *patches, int8_t *y)
{
    const mote_conv_source from = {
        x, height, width, channels, kernel_height, kernel_width, dilation_y, dilation_x, x_zero};
    const mote_conv_product product = {w,
                                       kernel_height * kernel_width * channels,
                                       filters,
                                       {bias, multiplier, shift, y_zero, low, high}};
    const int32_t room = (product.columns + 15) & ~15;
    const int32_t at_once = mote_dots_is_short(product.columns) ? 1 : 2;
    /* Whether a position may be read where it is: until all its sums are there. */
    const int32_t is_plain =
        at_once == 1 && kernel_height * kernel_width == 1 && filters <= MOTE_DOTS_ROWS;
    /* From where positions read nothing outside x, and how. */
    const int32_t last_y = height - (kernel_height - 1) * dilation_y - 1;
    const int32_t last_x = dilation_x == 1 ? width - kernel_width : -1;
    const int32_t step = dilation_y * width * channels, run = kernel_width * channels;
    int8_t *const first = (int8_t *)patches;
    int32_t there = 0; /* positions whose outputs are to be written */
    mote_bytes_set(0, at_once * room, first);
    for (int32_t oy = 0; oy < out_height; oy++) {
        const int32_t iy = oy * stride_y - pad_top;
        const int32_t end = iy >= 0 && iy <= last_y ? last_x : -1;
        int32_t ix = -pad_left;
        for (int32_t ox = 0; ox < out_width; ox++, ix += stride_x) {
            const int8_t *reads = first;
            int8_t *const patch = first + there * room;
            if (ix < 0 || ix > end) {
                mote_conv_patch(&from, iy, ix, patch);
            } else if (is_plain) {
                reads = x + (iy * width + ix) * channels;
            } else {
                mote_bytes_copy(x + (iy * width + ix) * channels, step, run, kernel_height, patch,
                                run);
            }
            if (++there == at_once) {
                mote_conv_outputs(&product, reads, at_once, y);
                y += at_once * filters;
                there = 0;
            }
        }
    }
    if (there != 0) {
        mote_conv_outputs(&product, first, 1, y);
    }
}

#endif
