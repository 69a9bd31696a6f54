/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/copy.h, 16 bytes at a time. */
#ifndef MOTE_COPY_H
#define MOTE_COPY_H

#include <stdint.h>

#include "bytes.h"
#include "mote/apart.h"

MOTE_APART static void mote_copy(const void *x, int32_t bytes, void *y)
{
    mote_bytes_copy((const int8_t *)x, 0, bytes, 1, (int8_t *)y, 0);
}

#endif
