// SPDX-License-Identifier: Apache-2.0
// The road as one page: each function strings stages together for several verbs.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "cli/samples.h"
#include "data/metrics.h"
#include "emit/emit.h"
#include "emulate/emulate.h"
#include "ir/graph.h"
#include "quantize/quantize.h"

namespace mote {

// Reads an ONNX file and cleans it up.
Graph load_model(const std::string& path);

// The reference's outputs for every sample, computed on all cores: [sample][output].
std::vector<std::vector<Tensor>> evaluate_all(const Graph& graph, const Samples& samples);

// How good the outputs are.
struct Score {
  std::string task;  // "classify" or "anomaly"
  int64_t samples = 0;
  double accuracy = 0, macro_f1 = 0;  // classify
  double auc = 0;                     // anomaly; NaN without labels of both kinds
  Confusion confusion;
  std::vector<int32_t> predicted;
};

// The mean squared distance of the first output and the input, for each sample; normalized like the
// model normalizes it. Throws bad_model where their sizes differ.
std::vector<double> reconstruction_errors(const Graph& graph, const Samples& samples,
                                          const std::vector<std::vector<Tensor>>& outputs);

// First outputs against labels, in real numbers. `anomaly`: label 0 is normal, the score is the
// reconstruction error.
Score score(const Graph& graph, const Samples& samples,
            const std::vector<std::vector<Tensor>>& outputs);
Json score_json(const Score& score);

// int8 after training, calibrated on training people of the data set.
Quantized quantize_on(const Graph& graph, const Dataset& dataset, int weight_bits = 8);

// int8 after training, calibrated on a data set or on arrays; as it was when neither is given.
struct Calibration {
  std::string data;
  std::vector<std::string> inputs;  // X.npy or NAME=X.npy
  std::string weight_bits = "8";
};
Graph quantize_with(const Graph& graph, const Calibration& calibration);
void add_calibration_options(Options& options, Calibration& calibration);

// Generated code, or its cost.
Library generate_library(const Graph& graph, const std::string& name, const Target& target,
                         const Learning* learning = nullptr);
void write_library(const Library& library, const std::string& folder);

// Runs the library on the target: stored outputs [sample][output], and what was measured.
struct TargetRun {
  Measurement measurement;
  std::vector<std::vector<Tensor>> outputs;
};
TargetRun run_library(const std::string& folder, const Target& target, const Samples& samples,
                      Mode mode = Mode::samples);

// Reference against target.
struct Comparison {
  int64_t mismatches = 0;     // samples with any difference beyond the tolerance
  double max_abs_diff = 0;    // in stored steps or real units
  bool bit_exact = true;      // no difference at all (float models: within their tolerance)
  double agreement = 1;       // share of samples with the same largest output
  int64_t first_sample = -1;  // the first that differs
};
Comparison compare(const Graph& graph, const std::vector<std::vector<Tensor>>& wanted,
                   const std::vector<std::vector<Tensor>>& got);

// The graph inputs and outputs that a generated library states about itself.
Graph ports_of(const LibraryInfo& info);

}  // namespace mote
