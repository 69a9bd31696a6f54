// SPDX-License-Identifier: Apache-2.0
// The node tests of the ONNX standard: models with inputs and the outputs they must give.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "ir/graph.h"

namespace mote {

// One test as mote reads it. Operands that an operator needs to know before running (shapes, axes,
// weights of a convolution) are graph inputs in these tests; they are bound to the test's values,
// as `mote import --constant` does.
struct ConformanceCase {
  std::string name;
  std::string refusal;   // why the model cannot be read; "" when it can
  bool is_clear = true;  // the refusal ends in exit code 4
  Graph graph;
  std::vector<Tensor> inputs;
  std::vector<Value> wanted;
};

// Unpacks the archive of tests into `folder`.
void unpack_conformance(const fs::path& archive, const fs::path& folder);

ConformanceCase read_conformance_case(const fs::path& folder);

// "" when the outputs are as wanted: equal types and shapes, and each element within 1e-7 + 1e-3
// of its magnitude, as ONNX's own runner has it; else what is wrong.
std::string judge(const ConformanceCase& test, const std::vector<Tensor>& outputs);

// Outputs of the generated C, compiled for this machine: one entry for each case, empty when it
// could not be generated or compiled; `problems` says why. Many cases share a program.
std::vector<std::vector<Tensor>> run_generated(const std::vector<const ConformanceCase*>& cases,
                                               const fs::path& folder,
                                               std::vector<std::string>& problems);

}  // namespace mote
