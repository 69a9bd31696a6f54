/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a library on every sample of the file "in" and writes what it gives to the file "out".
   Both files hold sample after sample, and in each sample port after port, in the library's own
   types. Shared by all machines.

   REQUIRES, from the command line of the compiler:
     MOTE_HEADER        "har.h"
     MOTE_CALL          the firmware_call_*.h of the machine
     MOTE_MEMORY        har_memory, type of the library's memory
     MOTE_RUN           har_run
     MOTE_INPUT         har_input
     MOTE_BEGIN(memory) before the first sample: har_reset(memory) in a stream, else nothing
     MOTE_RESET(memory) before each: har_reset(memory) when it keeps a state, else nothing
     MOTE_STREAM       firmware_stream.h when the samples are steps of a stream, else nothing
     MOTE_ARGUMENTS     argument[1], argument[2], ...: operands of MOTE_RUN after the memory
     MOTE_INPUT_BYTES   bytes of each input, with commas between
     MOTE_OUTPUT_BYTES  bytes of each output
     MOTE_BUFFER_BYTES  room for second and later inputs and for outputs, each padded to 8 bytes */
#include "firmware.h"

#include MOTE_HEADER
#ifdef MOTE_STREAM
#include MOTE_STREAM
#endif
#include MOTE_CALL

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))

static const uint32_t input_bytes[] = {MOTE_INPUT_BYTES};
static const uint32_t output_bytes[] = {MOTE_OUTPUT_BYTES};

/* Names that the host looks up in the linked program. */
MOTE_MEMORY mote_memory;
union {
    uint8_t bytes[MOTE_BUFFER_BYTES];
    uint64_t alignment;
} mote_buffers;

static uint32_t padded(uint32_t bytes)
{
    return (bytes + 7u) & ~7u;
}

/* A library may not depend on what its memory held before: garbage, the same every time. */
static void fill_with_garbage(uint8_t *to, uint32_t bytes)
{
    uint32_t i;
    for (i = 0; i < bytes; i++)
        to[i] = 0xa5;
}

/* Where each operand lives: the first input inside the library's memory, the others here. */
static void place_operands(void *argument[FIRMWARE_ARGUMENTS])
{
    uint8_t *free_place = mote_buffers.bytes;
    uint32_t i;
    argument[0] = &mote_memory;
    argument[1] = MOTE_INPUT(&mote_memory);
    for (i = 1; i < COUNT(input_bytes); i++) {
        argument[1 + i] = free_place;
        free_place += padded(input_bytes[i]);
    }
    for (i = 0; i < COUNT(output_bytes); i++) {
        argument[1 + COUNT(input_bytes) + i] = free_place;
        free_place += padded(output_bytes[i]);
    }
}

/* 1: a whole sample was read; 0: the file ended before it; -1: the file ended inside it. */
static int read_sample(void *const argument[FIRMWARE_ARGUMENTS])
{
    uint32_t i;
    for (i = 0; i < COUNT(input_bytes); i++) {
        const uint32_t got = firmware_read(argument[1 + i], input_bytes[i]);
        if (got == 0 && i == 0)
            return 0;
        if (got != input_bytes[i])
            return -1;
    }
    return 1;
}

static int write_results(void *const argument[FIRMWARE_ARGUMENTS])
{
    uint32_t i;
    for (i = 0; i < COUNT(output_bytes); i++) {
        if (!firmware_write(argument[1 + COUNT(input_bytes) + i], output_bytes[i]))
            return 0;
    }
    return 1;
}

firmware_status firmware_main(void)
{
    void *argument[FIRMWARE_ARGUMENTS];
    int got;
    if (!firmware_open())
        return FIRMWARE_NO_FILE;
    fill_with_garbage((uint8_t *)&mote_memory, sizeof mote_memory);
    fill_with_garbage(mote_buffers.bytes, MOTE_BUFFER_BYTES);
    place_operands(argument);
    MOTE_BEGIN(&mote_memory);
    for (;;) {
        MOTE_RESET(&mote_memory);
        got = read_sample(argument);
        if (got <= 0)
            return got == 0 ? FIRMWARE_OK : FIRMWARE_SHORT_FILE;
        firmware_call(argument);
        if (!write_results(argument))
            return FIRMWARE_NO_FILE;
    }
}
