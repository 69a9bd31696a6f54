/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of weights of few bits times two positions at once, as twin_sums.h says, whose sums need
   more than 16 bits: those of each part of their inputs do not. */
#ifndef MOTE_TWIN_PARTS_H
#define MOTE_TWIN_PARTS_H

#include <stdint.h>

#include "row_bytes.h"
#include "twin_job.h"
#include "twin_sums.h"

typedef struct {
    int32_t bits, words; /* of eight rows */
    int32_t part_words;  /* of which a part has as many, the last one may have less */
} mote_twin_parts_job;

/* less[part] = 2^(bits - 1) * sum(x) of the inputs of each part. */
static inline void mote_twin_less(const mote_twin_parts_job *job, const uint32_t *x, uint32_t *less)
{
    for (int32_t at = 0; at < job->words; at += job->part_words) {
        const int32_t rest = job->words - at;
        const int32_t words = rest < job->part_words ? rest : job->part_words;
        const uint32_t *const end = x + mote_twin_inputs(job->bits, words);
        uint32_t sum = 0;
        while (x != end) {
            sum += *x++;
        }
        *less++ = sum << (job->bits - 1);
    }
}

/* low[j] and high[j]: the sums of row j at both positions. */
static inline void mote_twin_parts(const uint32_t *codes, const mote_twin_parts_job *job,
                                   const uint32_t *x, const uint32_t *less, int32_t low[8],
                                   int32_t high[8])
{
    for (int32_t j = 0; j < 8; j++) {
        low[j] = 0;
        high[j] = 0;
    }
    for (int32_t at = 0; at < job->words; at += job->part_words, less++) {
        const int32_t rest = job->words - at;
        const int32_t words = rest < job->part_words ? rest : job->part_words;
        uint32_t sums[8];
        mote_twin_sums(codes, job->bits, words, x, sums);
        for (int32_t j = 0; j < 8; j++) {
            const uint32_t pair = sums[j] - *less;
            const int32_t first = (int16_t)(pair & 0xffffu);
            low[j] += first;
            high[j] += (int32_t)(pair - (uint32_t)first) >> 16;
        }
        codes += words;
        x += mote_twin_inputs(job->bits, words);
    }
}

#endif
