// SPDX-License-Identifier: Apache-2.0
// The part of a generated library that goes on learning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emit/stream.h"

namespace mote {

struct LibraryContext;

// What such a library knows from the start. The features it learns from are the last output of its
// graph; device/learn/lda_state.h says in which steps means and covariance are stored.
struct Learning {
  int64_t classes = 0;       // of the model, then as many as can be learnt
  int64_t base_classes = 0;  // those with a mean
  int64_t prior_count = 0;   // samples that a base mean counts as
  int64_t one_in = 100;      // windows of normal running for one that is called unusual
  bool nearest = false;      // by the nearest mean alone, which needs no covariance to learn
  std::vector<int16_t> base_means, base_covariance;
  Persistence persistence;
  std::optional<Alignment> alignment;  // nothing: not for moving sensors
};

// Of the memory: what is learnt and must be kept, and that with what scores are computed from.
int64_t learnt_bytes(int64_t classes, int64_t features, bool nearest);
int64_t learning_bytes(int64_t classes, int64_t features, bool nearest);

// Steps behind the layers, in the order in which a profiler sees them.
inline constexpr const char* kLearningSteps[] = {"classify", "learn"};

// Of the arena: what solving needs.
int64_t learning_work_bytes(const LibraryContext& context);

std::string learning_macros(const LibraryContext& context);      // header, above the memory
std::string learning_prototypes(const LibraryContext& context);  // header, behind all others
std::string learning_source(const LibraryContext& context);      // end of the source
std::vector<std::string> learning_headers(bool nearest);         // that the source includes

}  // namespace mote
