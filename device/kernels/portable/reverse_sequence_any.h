/* SPDX-License-Identifier: Apache-2.0 */
/* y = x, outer x first x inner x second x rest, with the first lengths[batch] steps of time turned
   round; time is `first` and batch `second`, or the other way round. Lengths are int64_t when
   `bytes` is 8, else int32_t. x and y must not overlap. */
#ifndef MOTE_REVERSE_SEQUENCE_ANY_H
#define MOTE_REVERSE_SEQUENCE_ANY_H

#include <stdint.h>

static void mote_reverse_sequence_any(const any_t *x, const void *lengths, int32_t bytes,
                                      int32_t outer, int32_t first, int32_t inner, int32_t second,
                                      int32_t rest, int32_t is_time_first, any_t *y)
{
    const int32_t steps = is_time_first ? first : second;
    const int32_t step = is_time_first ? inner * second * rest : rest;
    for (int32_t i = 0; i < outer * first * inner * second * rest; i++) {
        const int32_t later = i / rest % second;
        const int32_t earlier = i / rest / second / inner % first;
        const int32_t time = is_time_first ? earlier : later;
        const int32_t batch = is_time_first ? later : earlier;
        const int64_t stated =
            bytes == 8 ? ((const int64_t *)lengths)[batch] : ((const int32_t *)lengths)[batch];
        const int32_t length = (int32_t)(stated < 0 ? 0 : stated > steps ? steps : stated);
        y[i] = x[i + (time < length ? length - 1 - 2 * time : 0) * step];
    }
}

#endif
