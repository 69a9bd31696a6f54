/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that are nothing but assembly. The compiler must not conclude from a body that it
   cannot read which registers survive a call (GCC's -fipa-ra does). */
#ifndef MOTE_NAKED_H
#define MOTE_NAKED_H

#ifdef __clang__
#define MOTE_NAKED __attribute__((naked, noinline))
#else
#define MOTE_NAKED __attribute__((naked, noipa))
#endif

/* Parameters that only the assembly reads. */
#define MOTE_UNNAMED __attribute__((unused))

#endif
