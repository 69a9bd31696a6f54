/* SPDX-License-Identifier: Apache-2.0 */
/* y = `outer` times a piece of each operand, lengths[i] elements of the one that is the i-th of the
   pointers behind `lengths`. y must not overlap them. */
#ifndef MOTE_CONCAT_ANY_H
#define MOTE_CONCAT_ANY_H

#include <stdarg.h>
#include <stdint.h>

#include "mote/rom.h"

static void mote_concat_any(any_t *y, int32_t outer, int32_t operands, const int32_t *lengths, ...)
{
    for (int32_t piece = 0; piece < outer; piece++) {
        va_list pointers;
        va_start(pointers, lengths);
        for (int32_t operand = 0; operand < operands; operand++) {
            const int32_t length = MOTE_READ_S32(lengths + operand);
            const any_t *x = va_arg(pointers, const any_t *) + piece * length;
            for (int32_t i = 0; i < length; i++) {
                *y++ = x[i];
            }
        }
        va_end(pointers);
    }
}

#endif
