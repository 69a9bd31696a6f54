/* SPDX-License-Identifier: Apache-2.0 */
/* Where constants live and how they are read: plain flash, or program memory on AVR. */
#ifndef MOTE_ROM_H
#define MOTE_ROM_H

#include <stdint.h>

#if defined(__AVR__)
#include <avr/pgmspace.h>
#define MOTE_ROM const PROGMEM
#define MOTE_READ_S8(p) ((int8_t)pgm_read_byte(p))
#define MOTE_READ_S32(p) ((int32_t)pgm_read_dword(p))
#define MOTE_READ_F32(p) (pgm_read_float(p))
#else
#define MOTE_ROM const
#define MOTE_READ_S8(p) (*(p))
#define MOTE_READ_S32(p) (*(p))
#define MOTE_READ_F32(p) (*(p))
#endif

#endif
