/* SPDX-License-Identifier: Apache-2.0 */
/* Square roots of whole numbers. */
#ifndef MOTE_MFCC_ROOT_H
#define MOTE_MFCC_ROOT_H

#include <stdint.h>

/* Rounded down; of no more than 2 * 46340 * 46340. */
static inline uint32_t mote_mfcc_root(uint32_t square)
{
    uint32_t root = 0, bit = (uint32_t)1 << 30;
    while (bit > square) {
        bit >>= 2;
    }
    for (; bit != 0; bit >>= 2) {
        const uint32_t trial = root + bit;
        root >>= 1;
        if (square >= trial) {
            square -= trial;
            root += bit;
        }
    }
    return root;
}

#endif
