// SPDX-License-Identifier: Apache-2.0
// Every operator x every sample x every target this machine can run, against the reference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/embedded.h"
#include "base/process.h"
#include "emit/example.h"
#include "forms/form.h"
#include "op_library.h"
#include "ops/evaluate.h"
#include "ops/infer.h"
#include "ops/operands.h"
#include "plan/plan.h"

namespace mote {
namespace {

// The target for this machine, with sanitizers in the generated code.
Target sanitized_host() {
  Target target = find_target("host");
  target.name = "host with sanitizers";
  for (const char* flag :
       {"-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-Wall", "-Wextra",
        "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"}) {
    target.flags.push_back(flag);
  }
  return target;
}

bool names(const char* variable, const Target& target) {
  const char* list = std::getenv(variable);
  return list != nullptr && std::string(list).find(target.name) != std::string::npos;
}

// MOTE_TEST_TARGETS=host,cortex-m0 keeps a quick round short; those of MOTE_TEST_KERNELS run only
// the operators for which they have kernels that none of these runs.
bool runs_all(const Target& target) {
  return target.boards.empty() || std::getenv("MOTE_TEST_TARGETS") == nullptr ||
         names("MOTE_TEST_TARGETS", target);
}

std::vector<Target> testable_targets() {
  std::vector<Target> targets{sanitized_host()};
  for (const Target& target : all_targets()) {
    if ((runs_all(target) || names("MOTE_TEST_KERNELS", target)) && !target.boards.empty() &&
        find_program(target.compiler) && find_program("qemu-system-arm")) {
      targets.push_back(target);
    }
  }
  return targets;
}

// The kernel files of a library: name -> the best folder of the target that has it.
using Kernels = std::map<std::string, std::string>;

Kernels kernels_of(const Files& library, const Target& target) {
  Kernels kernels;
  for (const auto& [path, text] : library) {
    if (path.find("_internal/") == std::string::npos) continue;
    const std::string name = path.substr(path.rfind('/') + 1);
    const auto& folders = target.kernel_folders;
    const auto found = std::find_if(folders.begin(), folders.end(), [&](const std::string& folder) {
      return embedded_file("kernels/" + folder + "/" + name).data() != nullptr;
    });
    kernels[name] = found == folders.end() ? "portable" : *found;
  }
  return kernels;
}

bool reaches_devices(const OpDef& op) {
  return op.call != nullptr || op.sharing != nullptr;
}

void expect_right(const OpDef& op, const Files& library, const Target& target,
                  const std::string& what) {
  const std::vector<int32_t> results = run_op_library(library, target);
  ASSERT_EQ(results.size(), op.samples().size());
  for (size_t i = 0; i < results.size(); i++) {
    EXPECT_EQ(results[i], 0) << op.name << " sample " << i << " on " << what << ": output element "
                             << results[i] - 1 << " is wrong";
  }
}

class EveryOperator : public testing::TestWithParam<const OpDef*> {};

TEST_P(EveryOperator, GivesTheReferencesBitsOnEveryTarget) {
  const OpDef& op = *GetParam();
  if (!reaches_devices(op)) GTEST_SKIP() << op.name << " never reaches a device: passes fold it";
  // Kernels that move values for others are no operator's own: whoever meets them first runs them.
  static std::set<Kernels::value_type> moving;
  std::set<Kernels::value_type> run;
  Kernels on_host;
  for (const Target& target : testable_targets()) {
    const Files library = op_library(op, target);
    const Kernels kernels = kernels_of(library, target);
    const bool is_new = std::any_of(kernels.begin(), kernels.end(), [&](const auto& kernel) {
      return !run.contains(kernel) && !moving.contains(kernel);
    });
    if (!is_new && !runs_all(target)) continue;
    expect_right(op, library, target, target.name);
    if (runs_all(target)) run.insert(kernels.begin(), kernels.end());
    if (op.call == nullptr) moving.insert(kernels.begin(), kernels.end());
    if (target.boards.empty()) on_host = kernels;
    // What a core's own kernels say in assembly, its library says in C elsewhere.
    const bool is_told = std::all_of(kernels.begin(), kernels.end(), [&](const auto& kernel) {
      return on_host.contains(kernel.first);
    });
    if (!is_told) expect_right(op, library, sanitized_host(), target.name + "'s on host");
  }
}

TEST_P(EveryOperator, InfersWhatItsReferenceComputes) {
  if (GetParam()->samples == nullptr) GTEST_SKIP() << "stands for other operators";
  for (const Graph& graph : GetParam()->samples()) {
    verify(graph);
    std::vector<Tensor> inputs;
    for (size_t i = 0; i < graph.inputs.size(); i++) inputs.push_back(example_input(graph, i));
    const std::vector<Tensor> outputs = evaluate(graph, inputs);
    for (size_t i = 0; i < outputs.size(); i++) {
      EXPECT_EQ(static_cast<int64_t>(outputs[i].size()),
                element_count(graph[graph.outputs[i]].shape));
    }
  }
}

// The same sample on real numbers.
Graph made_real(Graph graph) {
  for (Value& value : graph.values) {
    if (value.quant.empty()) continue;
    const auto behind = std::min(value.shape.size(), static_cast<size_t>(value.quant.axis) + 1);
    const auto inner = static_cast<size_t>(
        element_count({value.shape.begin() + static_cast<long>(behind), value.shape.end()}));
    for (size_t i = 0; i < value.constant.size(); i++) {
      const size_t c = i / inner % value.quant.scale.size();
      value.constant[i] =
          (value.constant[i] - value.quant.zero_point[c]) * double{value.quant.scale[c]};
    }
    value.quant = {};
    value.dtype = DType::f32;
  }
  infer(graph);
  return graph;
}

TEST_P(EveryOperator, ComputesOnIntegersWhatItComputesOnRealNumbersWithinOneStep) {
  if (GetParam()->samples == nullptr) GTEST_SKIP() << "stands for other operators";
  int compared = 0;
  for (const Graph& graph : GetParam()->samples()) {
    const Value& y = graph[graph.outputs[0]];
    if (!is_quantized(graph[graph.inputs[0]]) || !is_quantized(y)) continue;
    std::vector<Tensor> stored, real;
    for (size_t i = 0; i < graph.inputs.size(); i++) {
      const Value& x = graph[graph.inputs[i]];
      stored.push_back(example_input(graph, i));
      real.push_back(stored.back());
      for (double& element : real.back()) {
        element = (element - x.quant.zero_point[0]) * double{x.quant.scale[0]};
      }
    }
    // Arithmetic of 8 bits inside does not fill a result of 16.
    const Clamp range = dtype_range(y.dtype);
    const double allowed = 1.01 * std::max(1.0, (range.high - range.low) / 4096);
    const Tensor integers = evaluate(graph, stored)[0];
    const Tensor reals = evaluate(made_real(graph), real)[0];
    for (size_t i = 0; i < reals.size(); i++) {
      const double steps = reals[i] / double{y.quant.scale[0]} + y.quant.zero_point[0];
      EXPECT_NEAR(integers[i], std::clamp(steps, range.low, range.high), allowed)
          << GetParam()->name;
    }
    compared++;
  }
  if (compared == 0) GTEST_SKIP() << GetParam()->name << " has no integer samples";
}

class EveryForm : public testing::TestWithParam<const FormDef*> {};

TEST_P(EveryForm, IsTakenBySamplesOfItsOperator) {
  constexpr int64_t enough = 3;
  const FormDef& form = *GetParam();
  int64_t taken = 0;
  for (const OpDef* op : all_ops()) {
    if (!computes(form, op->name)) continue;
    for (const Graph& graph : op->samples()) {
      for (const Target& target : all_targets()) {
        for (const Step& step : plan(graph, target).steps) taken += step.call.kernel == form.name;
        if (taken >= enough) return;
      }
    }
  }
  FAIL() << form.name << " is hardly tested: taken " << taken << " times";
}

INSTANTIATE_TEST_SUITE_P(All, EveryForm, testing::ValuesIn(all_forms().begin(), all_forms().end()),
                         [](const auto& one) { return std::string(one.param->name); });

INSTANTIATE_TEST_SUITE_P(All, EveryOperator, testing::ValuesIn(all_ops().begin(), all_ops().end()),
                         [](const auto& one) { return std::string(one.param->name); });

// A test of the test: mistakes of the kinds people make must not get through.
struct Planted {
  const char* what;
  const char* op;
  const char* file;
  const char* right;
  const char* wrong;
};

class PlantedBug : public testing::TestWithParam<Planted> {};

TEST_P(PlantedBug, IsFound) {
  const Planted& bug = GetParam();
  const OpDef* op = find_op(bug.op);
  ASSERT_NE(op, nullptr);
  int planted = 0;
  const Mutation mutation = [&](const std::string& path, std::string& text) {
    const size_t at = text.find(bug.right);
    if (!path.ends_with(std::string("/") + bug.file) || at == std::string::npos) return;
    text.replace(at, std::string(bug.right).size(), bug.wrong);
    planted++;
  };
  // Without sanitizers: the numbers alone must give the bug away.
  const Target& target = find_target("host");
  const Files library = op_library(*op, target, mutation);
  ASSERT_GT(planted, 0) << "the text to spoil is no longer in " << bug.file;
  const std::vector<int32_t> results = run_op_library(library, target);
  EXPECT_TRUE(std::any_of(results.begin(), results.end(), [](int32_t r) { return r != 0; }))
      << "nothing noticed: " << bug.what;
}

const Planted planted_bugs[] = {
    {"tail of an unrolled loop", "fully_connected", "fully_connected_s8.h", "i < columns; i++",
     "i < (columns > 64 ? columns / 4 * 4 : columns); i++"},
    {"threshold off by one", "relu", "relu_s8.h", "x[i] < zero ?", "x[i] < zero - 1 ?"},
    {"rounding half the wrong way", "fully_connected", "rescale.h", "- (high < 0)", "- 0"},
    {"missing zero point", "conv", "conv_s8.h", "(from[i] - x_zero)", "from[i]"},
    {"padding on one side only", "conv", "depthwise_conv_s8.h", "ix >= width", "ix > width"},
    {"saturation left out", "add", "sum_pairs_s8.h", "(beyond & (beyond >> 31))", "beyond"},
    {"wrong channel's multiplier", "conv", "conv_s8.h", "MOTE_READ_S32(multiplier + o)",
     "MOTE_READ_S32(multiplier)"},
    {"division that rounds down", "average_pool", "mean_of.h",
     "(sum < 0 ? sum - count / 2 : sum + count / 2)", "(sum + count / 2)"},
    {"half rounded up instead of to even", "quantize", "round_f32_s8.h", "&& (magnitude & 1) != 0",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Kinds, PlantedBug, testing::ValuesIn(planted_bugs), [](const auto& one) {
  std::string name = one.param.what;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace mote
