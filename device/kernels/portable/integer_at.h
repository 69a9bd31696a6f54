/* SPDX-License-Identifier: Apache-2.0 */
/* Element i of integers of any type. Unsigned ones of 8 bytes come as their bits. */
#ifndef MOTE_INTEGER_AT_H
#define MOTE_INTEGER_AT_H

#include <stdint.h>

static inline int64_t mote_integer_at(const void *x, int32_t bytes, int32_t is_signed, int32_t i)
{
    switch (bytes) {
    case 1:
        return is_signed != 0 ? ((const int8_t *)x)[i] : ((const uint8_t *)x)[i];
    case 2:
        return is_signed != 0 ? ((const int16_t *)x)[i] : (int64_t)((const uint16_t *)x)[i];
    case 4:
        return is_signed != 0 ? ((const int32_t *)x)[i] : (int64_t)((const uint32_t *)x)[i];
    default:
        return ((const int64_t *)x)[i];
    }
}

#endif
