/* SPDX-License-Identifier: Apache-2.0 */
/* Unusual is what an autoencoder reconstructs badly: the squared error in steps of its output.
   REQUIRES: ONE_IN, windows of normal running for one alarm. */
#include <math.h>

#include "learn/threshold.h"
#include "net.h"

typedef float element;

static net_memory memory;
static int64_t heights[MOTE_THRESHOLD_MARKERS];
static int32_t positions[MOTE_THRESHOLD_MARKERS];
static const mote_threshold_state normal_state = {heights, positions, MOTE_THRESHOLD_TAIL(ONE_IN)};

static void begin(void)
{
    mote_threshold_begin(&normal_state);
}

/* Each step's error within 24 bits. */
static int32_t novelty_of(const element *window)
{
    int8_t output[NET_OUTPUT_LENGTH];
    int64_t sum = 0;
    net_run(&memory, window, output);
    for (int32_t i = 0; i < NET_OUTPUT_LENGTH; i++) {
        const float wanted = fminf(fmaxf(window[i] / NET_OUTPUT_SCALE, -8388608.0f), 8388607.0f);
        const int64_t error = lroundf(wanted) + NET_OUTPUT_ZERO_POINT - output[i];
        sum += error * error;
    }
    return mote_saturate_s32(sum);
}

static void take_normal(int32_t number)
{
    mote_threshold_add(&normal_state, number);
}

static int32_t threshold(void)
{
    return mote_threshold_value(&normal_state);
}
