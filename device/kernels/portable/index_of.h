/* SPDX-License-Identifier: Apache-2.0 */
/* Element i of a list of indices, int64_t when `bytes` is 8, else int32_t: counted from the end
   when negative, and held within 0 .. extent - 1, so that no input leads out of an array. */
#ifndef MOTE_INDEX_OF_H
#define MOTE_INDEX_OF_H

#include <stdint.h>

static inline int32_t mote_index_of(const void *indices, int32_t bytes, int32_t i, int32_t extent)
{
    const int64_t stated =
        bytes == 8 ? ((const int64_t *)indices)[i] : ((const int32_t *)indices)[i];
    const int64_t index = stated < 0 ? stated + extent : stated;
    return (int32_t)(index < 0 ? 0 : index >= extent ? extent - 1 : index);
}

#endif
