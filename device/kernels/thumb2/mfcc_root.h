/* SPDX-License-Identifier: Apache-2.0 */
/* As portable/mfcc_root.h, where dividing is quick: a chord of the root, then Newton's steps, which
   never end below it. */
#ifndef MOTE_MFCC_ROOT_H
#define MOTE_MFCC_ROOT_H

#include <stdint.h>

/* The chord is up to a sixteenth above; twice halved and squared, that is less than one. */
static inline uint32_t mote_mfcc_root(uint32_t square)
{
    const int32_t n = (31 - __builtin_clz(square | 1)) >> 1;
    uint32_t root = (square >> (n + 2)) + (square >> (n + 3)) + (((uint32_t)5 << n) >> 3) + 1;
    if (square == 0) {
        return 0;
    }
    root = (root + square / root) >> 1;
    root = (root + square / root) >> 1;
    return root - (root * root > square ? 1 : 0);
}

#endif
