/* SPDX-License-Identifier: Apache-2.0 */
/* y, of outer x depth x inner, is `on` where its place along depth is the index of (outer, inner),
   counted from the end when negative, else `off`. Indices are int64_t when `bytes` is 8, else
   int32_t. They must not overlap y. */
#ifndef MOTE_ONE_HOT_ANY_H
#define MOTE_ONE_HOT_ANY_H

#include <stdint.h>

static void mote_one_hot_any(const void *indices, int32_t bytes, int32_t outer, int32_t depth,
                             int32_t inner, any_t off, any_t on, any_t *y)
{
    for (int32_t i = 0; i < outer * depth * inner; i++) {
        const int32_t from = i / inner / depth * inner + i % inner;
        const int64_t stated =
            bytes == 8 ? ((const int64_t *)indices)[from] : ((const int32_t *)indices)[from];
        const int64_t index = stated < 0 ? stated + depth : stated;
        y[i] = index == i / inner % depth ? on : off;
    }
}

#endif
