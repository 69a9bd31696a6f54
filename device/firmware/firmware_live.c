/* SPDX-License-Identifier: Apache-2.0 */
/* The stream of a library on this machine, as mote live calls it. */
#include MOTE_HEADER

static MOTE_FEED feed;

/* Channels, samples of a window, from one to the next, windows that a class comes late. */
const int32_t mote_live_facts[4] = {MOTE_CHANNELS, MOTE_WINDOW, MOTE_STEP, MOTE_DELAY};

void mote_live_begin(void)
{
    MOTE_BEGIN(&feed);
}

void mote_live_pause(void)
{
    MOTE_PAUSE(&feed);
}

/* Numbers of one sample. 1: answer holds a class, -1 for unknown, and its percentage. */
int32_t mote_live_push(const double *numbers, int32_t *answer)
{
    MOTE_NUMBER sample[MOTE_CHANNELS];
    for (int32_t i = 0; i < MOTE_CHANNELS; i++)
        sample[i] = (MOTE_NUMBER)numbers[i];
    if (!MOTE_PUSH(&feed, sample))
        return 0;
    answer[0] = feed.class_index;
    answer[1] = feed.confidence;
    return 1;
}
