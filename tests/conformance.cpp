// SPDX-License-Identifier: Apache-2.0
#include "conformance.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <cmath>
#include <cstring>
#include <set>

#include "base/error.h"
#include "base/process.h"
#include "emit/emit.h"
#include "import/onnx.h"
#include "ops/op.h"
#include "passes/clean.h"

namespace mote {
namespace {

constexpr int kExitUnsupported = 4;

// Graph inputs that nodes need to know.
std::set<std::string> known_operands(const onnx::GraphProto& graph) {
  std::set<std::string> names;
  for (const onnx::NodeProto& node : graph.node()) {
    const OpDef* op = find_onnx_op(node.op_type());
    for (int i = 0; op != nullptr && i < node.input_size(); i++) {
      if (((op->constant_operands >> i) & 1) != 0) names.insert(node.input(i));
    }
  }
  return names;
}

// Reads the model with these inputs bound. The list of outputs is the file's.
void read_model(const fs::path& folder, const onnx::GraphProto& proto,
                const std::set<std::string>& bound, ConformanceCase& test) {
  ImportOptions options;
  test.inputs.clear();
  const fs::path data = folder / "test_data_set_0";
  std::vector<fs::path> free;
  for (int i = 0; i < proto.input_size(); i++) {
    const fs::path file = data / fmt::format("input_{}.pb", i);
    if (!fs::exists(file)) continue;
    if (bound.contains(proto.input(i).name())) {
      options.constants[proto.input(i).name()] = read_tensor_file(file);
    } else {
      free.push_back(file);
    }
  }
  test.graph = import_onnx(folder / "model.onnx", options);
  for (const fs::path& file : free) test.inputs.push_back(read_tensor_file(file).constant);
  if (test.graph.inputs.size() != test.inputs.size()) {
    throw Error(ErrorCode::unsupported_type, "model", "has inputs that are no tensors");
  }
  clean(test.graph);
}

}  // namespace

void unpack_conformance(const fs::path& archive, const fs::path& folder) {
  const ProcessResult result =
      run_process({"tar", "-xJf", archive.string(), "-C", folder.string()});
  if (result.exit_status != 0) {
    throw Error(ErrorCode::tool_failed, archive.string(), "cannot be unpacked: " + result.output);
  }
}

ConformanceCase read_conformance_case(const fs::path& folder) {
  ConformanceCase test{folder.filename().string(), "", true, {}, {}, {}};
  onnx::ModelProto model;
  model.ParseFromString(read_file(folder / "model.onnx"));
  try {
    std::set<std::string> bound = known_operands(model.graph());
    try {
      read_model(folder, model.graph(), bound, test);
    } catch (const Error&) {
      // Shapes may also be computed from integer inputs.
      for (const onnx::ValueInfoProto& input : model.graph().input()) {
        if (input.type().tensor_type().elem_type() == onnx::TensorProto::INT64) {
          bound.insert(input.name());
        }
      }
      read_model(folder, model.graph(), bound, test);
    }
    for (int i = 0; i < model.graph().output_size(); i++) {
      const fs::path file = folder / "test_data_set_0" / fmt::format("output_{}.pb", i);
      test.wanted.push_back(read_tensor_file(file));
    }
  } catch (const Error& error) {
    test.refusal = fmt::format("{} {}", error_label(error.code), error.what());
    test.is_clear = exit_code(error.code) == kExitUnsupported;
  }
  return test;
}

std::string judge(const ConformanceCase& test, const std::vector<Tensor>& outputs) {
  if (outputs.size() != test.wanted.size()) return "other number of outputs";
  for (size_t i = 0; i < outputs.size(); i++) {
    const Value& wanted = test.wanted[i];
    const Value& got = test.graph[test.graph.outputs[i]];
    if (got.shape != wanted.shape || got.dtype != wanted.dtype) {
      return fmt::format("output {} is {} {}, wanted {} {}", i, dtype_name(got.dtype),
                         to_string(got.shape), dtype_name(wanted.dtype), to_string(wanted.shape));
    }
    for (size_t k = 0; k < outputs[i].size(); k++) {
      const double a = outputs[i][k], b = wanted.constant[k];
      const bool same = a == b || (std::isnan(a) && std::isnan(b)) ||
                        std::abs(a - b) <= 1e-7 + 1e-3 * std::abs(b);
      if (!same) return fmt::format("output {} element {} is {}, wanted {}", i, k, a, b);
    }
  }
  return "";
}

}  // namespace mote
