// SPDX-License-Identifier: Apache-2.0
// What a generated library that learns makes of a stream of windows: steadier classes, a sensor
// that was turned put right.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace mote {

struct LibraryContext;

// device/learn/filter.h says what these are.
struct Persistence {
  int64_t delay = 2;       // windows
  uint32_t stay = 31130;   // 0.95 in 2^-15
  uint32_t rest = 32765;   // while gravity keeps its direction: 0.9999
  uint32_t turn = 16384;   // where it does not: 0.5
  uint32_t sharpen = 256;  // 2^-8
};

// device/learn/align.h says what these are; accelerations are in counts.
struct Alignment {
  std::vector<int64_t> vectors;  // first channel of every three-axis sensor
  int64_t gravity = 0;           // first channel of the one that feels gravity
  std::array<int64_t, 3> reference{};
  int64_t cosine = 0, deviation = 0, least_gravity = 0, most_gravity = 0;
  int64_t windows_needed = 0, memory = 0;
};

// Whether the library can put windows right: it knows how, and takes counts.
bool adapts(const LibraryContext& context);

// Whether the network's own output can be taken for scores: it is of 8 bits.
bool scores_itself(const LibraryContext& context);

// Of the memory, for so many classes.
int64_t stream_bytes(int64_t classes, const Persistence& persistence);

// static int16_t mote_scores[256]: natural logarithms in 1/256 for every output that an 8-bit
// network can give.
std::string score_table(const LibraryContext& context);

std::string stream_macros(const LibraryContext& context);      // header, in front of the memory
std::string stream_prototypes(const LibraryContext& context);  // header, behind all others
std::string stream_source(const LibraryContext& context);      // end of the source

}  // namespace mote
