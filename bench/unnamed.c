/* SPDX-License-Identifier: Apache-2.0 */
/* A library that learns meets an activity that it does not know, asks for its name, and classifies.

   usage: unnamed NORMAL STREAM ASK < windows > numbers (int32): the first NORMAL windows are normal
   running. For each of the STREAM windows behind them: how many were gathered with it; when ASK are,
   they become the class 5. Then, for each window, its class. */
#include <stdio.h>
#include <stdlib.h>

#include "net.h"

static net_memory memory;

int main(int argc, char **argv)
{
    static int16_t window[NET_INPUT_LENGTH];
    int8_t output[NET_OUTPUT_0_LENGTH], features[NET_OUTPUT_1_LENGTH];
    int32_t scores[NET_LEARN_CLASSES];
    if (argc != 4)
        return 2;
    const long normal = atol(argv[1]), stream = normal + atol(argv[2]);
    const int32_t ask = (int32_t)atol(argv[3]);
    net_reset(&memory);
    for (long i = 0, named = 0; fread(window, sizeof window, 1, stdin) == 1; i++) {
        int32_t number;
        net_run(&memory, window, output, features);
        if (i < normal) {
            net_normal(&memory, net_novelty(&memory, features));
            continue;
        }
        if (i < stream) {
            number = named ? 0 : net_unnamed(&memory, features);
            if (number == ask)
                named = net_name(&memory, 5) > 0;
        } else {
            number = net_classify(&memory, features, scores);
        }
        fwrite(&number, sizeof number, 1, stdout);
    }
    return 0;
}
