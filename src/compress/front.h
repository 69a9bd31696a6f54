// SPDX-License-Identifier: Apache-2.0
// Which representation each layer gets: a row of whole networks, from the most faithful to the
// smallest.
#pragma once

#include <string_view>
#include <vector>

#include "compress/compressor.h"
#include "compress/moment.h"

namespace mote {

struct Candidate {
  const CompressorDef* method = nullptr;  // null: the layer as it is, in int8
  Setting setting = {};
  double error = 0;  // of the layer's outputs, relative to their variance
  double bytes = 0;

  std::string_view name() const { return method == nullptr ? "int8" : method->name; }
};

struct LayerChoices {
  Layer layer;
  Moment moment;
  std::vector<Candidate> candidates;  // the first one is the layer as it is
  // Relative error of the network's outputs for each unit of the layer's own relative error.
  double sensitivity = 0;
};

// What the candidate makes of weights w that read x.
Factors factors_of(const Candidate& candidate, const Matrix& w, const Moment& x);

// All candidates of all layers, by the compressors called `method` ("": all but baselines). Samples
// [0, count) calibrate. `done` is told how many of the layers are worked out. Throws interrupted.
std::vector<LayerChoices> choices_of(const Graph& graph, const SampleOf& sample, int64_t count,
                                     std::string_view method,
                                     const std::function<void(int64_t)>& done);

// Index of the candidate for each layer.
using Assignment = std::vector<size_t>;

// Networks that no other one beats in both predicted error and bytes: for a price of a byte that
// rises from nothing, each layer takes the candidate with the least
// sensitivity^exponent * error + price * bytes. With a method each layer takes that one or stays as
// it is.
std::vector<Assignment> front_of(const std::vector<LayerChoices>& choices,
                                 std::string_view method = "", double exponent = 1);

// Of what few bits add to a layer's error.
constexpr double kLeftByTuning = 0.25;

// Errors as fine-tuning will leave them: most of what a layer owes to its few bits goes, what it
// owes to its structure stays. The first is what the candidate has more than the one of the same
// method and sizes with the most bits.
void expect_fine_tuning(std::vector<LayerChoices>& choices);

double stored_bytes(const std::vector<LayerChoices>& choices, const Assignment& assignment);

// Candidates of less error in place of some, those first that gain most for each byte, as long as
// all of them together take `more_bytes` more at most. Prices alone leave gaps between networks.
Assignment filled(const std::vector<LayerChoices>& choices, Assignment assignment,
                  double more_bytes, std::string_view method, double exponent);

// Mean squared distance of the outputs of two graphs on samples [begin, end), over the variance of
// the first one's.
double output_error(const Graph& graph, const Graph& other, const SampleOf& sample, int64_t begin,
                    int64_t end);

}  // namespace mote
