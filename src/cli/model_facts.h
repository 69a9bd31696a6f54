// SPDX-License-Identifier: Apache-2.0
// What a model's file does not say of it and its user knows.
#pragma once

#include <string>

#include "cli/options.h"
#include "ir/graph.h"

namespace mote {

// As options have them; "": not said.
struct ModelFacts {
  std::string classes, channels;  // names, commas between them
  std::string rate;               // of samples, as in 50Hz
  std::string front_end;          // what the network's features are made by: see parse_front_end()
};

// --classes, --channels, --rate and --front-end.
void add_fact_options(Options& app, ModelFacts& facts);

// Into the model's metadata, from which all verbs have them. Throws bad_option where it has not so
// many classes or channels, or could not take such features.
void put_facts(Graph& graph, const ModelFacts& facts);

}  // namespace mote
