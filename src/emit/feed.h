// SPDX-License-Identifier: Apache-2.0
// What a library does with single samples of a stream: windows, classes, smoothed, or "unknown".
#pragma once

#include <string>

namespace mote {

struct LibraryContext;

// Whether the network takes windows of samples, time by channels, and gives the scores of classes
// in 8 bits.
bool feeds(const LibraryContext& context);

// Whether it knows from the names of its channels where gravity is felt.
bool feed_rests(const LibraryContext& context);

std::string feed_header(const LibraryContext& context);  // macros, types and prototypes
std::string feed_source(const LibraryContext& context);  // src/NAME_feed.c
std::string feed_usage(const LibraryContext& context);   // for the README

}  // namespace mote
