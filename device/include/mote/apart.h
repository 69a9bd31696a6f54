/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that are compiled once and by themselves. Compilers that put a loop into its callers,
   or build one caller's numbers into it, keep what it needs wherever they have registers left
   there: one loop took from 15 to 25 cycles a byte in one network. */
#ifndef MOTE_APART_H
#define MOTE_APART_H

#if defined(__clang__)
#define MOTE_APART __attribute__((noinline))
#elif defined(__GNUC__) && __GNUC__ >= 8
#define MOTE_APART __attribute__((noipa))
#elif defined(__GNUC__)
#define MOTE_APART __attribute__((noinline, noclone))
#else
#define MOTE_APART
#endif

/* Functions that several callers share, instead of each having its own copy. */
#if defined(__GNUC__)
#define MOTE_SHARED __attribute__((noinline))
#else
#define MOTE_SHARED
#endif

#endif
