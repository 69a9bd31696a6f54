/* SPDX-License-Identifier: Apache-2.0 */
/* Where outputs of transposed convolutions come from. */
#ifndef MOTE_CONV_TRANSPOSE_SOURCE_H
#define MOTE_CONV_TRANSPOSE_SOURCE_H

#include <stdint.h>

/* The input index that tap k of an axis brings to output index q, or -1. */
static inline int32_t mote_conv_transpose_source(int32_t q, int32_t k, int32_t stride,
                                                 int32_t dilation, int32_t pad, int32_t length)
{
    const int32_t reach = q + pad - k * dilation;
    if (reach < 0 || reach % stride != 0 || reach / stride >= length) {
        return -1;
    }
    return reach / stride;
}

#endif
