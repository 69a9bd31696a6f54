/* SPDX-License-Identifier: Apache-2.0 */
/* A step of a stream, in place of a run: the window is classified by all that was learnt before,
   then learnt when it has a label (-1: it has none). The decided class is one more output.

   REQUIRES beside what firmware_main.c does:
     MOTE_NETWORK   har_run, of one input and two outputs, the second of which are features
     MOTE_CLASSIFY  har_classify
     MOTE_LEARN     har_learn
     MOTE_CLASSES   number of scores */
__attribute__((used, noinline)) static void mote_stream_step(MOTE_MEMORY *memory,
                                                              const void *input,
                                                              const int32_t *label, void *output,
                                                              void *features, int32_t *decided)
{
    int32_t scores[MOTE_CLASSES];
    MOTE_NETWORK(memory, input, output, features);
    *decided = MOTE_CLASSIFY(memory, features, scores);
    if (*label >= 0)
        MOTE_LEARN(memory, features, *label);
}
