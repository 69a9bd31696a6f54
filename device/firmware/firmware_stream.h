/* SPDX-License-Identifier: Apache-2.0 */
/* A step of a stream, in place of a run: what the step says is forgotten, then the window is
   classified by all that was learnt before, then learnt when it has a label. What was decided is
   one more output.

   REQUIRES beside what firmware_main.c does:
     MOTE_NETWORK   har_run, of one input and two outputs, the second of which are features
     MOTE_CLASSIFY  har_classify
     MOTE_LEARN     har_learn
     MOTE_FORGET    har_forget
     MOTE_STEADY    har_steady
     MOTE_GAP       har_gap
     MOTE_CLASSES   number of scores
   and, where the library has them, MOTE_ADAPT, har_adapt, and MOTE_SCORES, har_scores. */

#ifndef MOTE_ADAPT
#define MOTE_ADAPT(memory, window) ((void)(memory), (void)(window))
#endif

#ifndef MOTE_SCORES
#define MOTE_SCORES(output, scores) ((void)(output), (void)(scores), -1)
#endif

/* step[0]: the label, -1: none. step[1]: the class to forget, -1: none. step[2]: 1 when the stream
   has a gap before the window. step[3]: 1 when the network's own output says the class. decided[0]: the window's class. decided[1]: the class of some
   windows before, -1: none yet. */
__attribute__((used, noinline)) static void mote_stream_step(MOTE_MEMORY *memory,
                                                              void *input,
                                                              const int32_t *step, void *output,
                                                              void *features, int32_t *decided)
{
    int32_t scores[MOTE_CLASSES];
    if (step[1] >= 0)
        MOTE_FORGET(memory, step[1]);
    if (step[2])
        MOTE_GAP(memory);
    MOTE_ADAPT(memory, input);
    MOTE_NETWORK(memory, input, output, features);
    decided[0] = step[3] ? MOTE_SCORES(output, scores) : MOTE_CLASSIFY(memory, features, scores);
    decided[1] = MOTE_STEADY(memory, scores);
    if (step[0] >= 0)
        MOTE_LEARN(memory, features, step[0]);
}
