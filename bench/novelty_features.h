/* SPDX-License-Identifier: Apache-2.0 */
/* Unusual is what lies far from all classes: libraries that learn, on the sensor's counts. */
#include "net.h"

typedef int16_t element;

static net_memory memory;

static void begin(void)
{
    net_reset(&memory);
}

static int32_t novelty_of(const element *window)
{
    int8_t output[NET_OUTPUT_0_LENGTH], features[NET_OUTPUT_1_LENGTH];
    net_run(&memory, window, output, features);
    return net_novelty(&memory, features);
}

static void take_normal(int32_t number)
{
    net_normal(&memory, number);
}

static int32_t threshold(void)
{
    return net_threshold(&memory);
}
