/* SPDX-License-Identifier: Apache-2.0 */
/* What firmware_main.c needs from the machine it runs on.
 *
 * The firmware runs a library on samples of a host file. Its code and data are kept out of the
 * library's sizes by file name (firmware_*), and it calls no run-time helper. Only
 * firmware_main.c, with one of the firmware_call_*.h, knows the library.
 */
#ifndef FIRMWARE_H
#define FIRMWARE_H

#include <stdint.h>

#define FIRMWARE_ARGUMENTS 16 /* memory, inputs and outputs of the run function, at most */

typedef enum { FIRMWARE_OK = 0, FIRMWARE_NO_FILE = 101, FIRMWARE_SHORT_FILE = 102 } firmware_status;

/* Opens the files in and out of the folder that the host names. False when one cannot be. */
int firmware_open(void);

/* Bytes read: fewer than asked for only at the end of the file. */
uint32_t firmware_read(void *to, uint32_t bytes);

/* False when the host cannot write. */
int firmware_write(const void *from, uint32_t bytes);

/* Runs all samples. */
firmware_status firmware_main(void);

#endif
