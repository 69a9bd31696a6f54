// SPDX-License-Identifier: Apache-2.0
#include "import/onnx_functions.h"

#include <fmt/format.h>

#include <map>

#include "base/error.h"
#include "import/limits.h"
#include "ops/op.h"

namespace mote {
namespace {

constexpr int kMaxDepth = 16;
constexpr size_t kMaxBytes = size_t{256} << 20;  // of all nodes, unfolded

using Names = std::map<std::string, std::string>;

class Inliner {
 public:
  Inliner(const onnx::ModelProto& model, const std::string& place) : place_(place) {
    for (const onnx::FunctionProto& function : model.functions()) {
      functions_[key(function.domain(), function.name())] = &function;
    }
  }

  // Appends the node, or what it stands for, to the graph.
  void append(const onnx::NodeProto& node, int depth) {
    const onnx::FunctionProto* function = function_of(node);
    if (function == nullptr) {
      bytes_ += node.ByteSizeLong();
      if (nodes.size() >= static_cast<int>(kMaxNodes) || bytes_ > kMaxBytes) {
        fail("its functions unfold into too many nodes");
      }
      *nodes.Add() = node;
      return;
    }
    if (depth == kMaxDepth) fail("function '" + function->name() + "' calls itself");
    if (calls_ == kMaxNodes) fail("its functions call each other too often");
    const std::string prefix = fmt::format("{}_{}/", function->name(), calls_++);
    Names names{{"", ""}};
    for (int i = 0; i < function->input_size(); i++) {
      names[function->input(i)] = i < node.input_size() ? node.input(i) : "";
    }
    for (int i = 0; i < function->output_size(); i++) {
      const bool is_wanted = i < node.output_size() && !node.output(i).empty();
      names[function->output(i)] = is_wanted ? node.output(i) : prefix + function->output(i);
    }
    for (const onnx::NodeProto& inner : function->node()) {
      append(instance(inner, node, names, prefix), depth + 1);
    }
  }

  google::protobuf::RepeatedPtrField<onnx::NodeProto> nodes;

 private:
  static std::string key(const std::string& domain, const std::string& name) {
    return domain + ":" + name;
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw Error(ErrorCode::bad_model, place_, message);
  }

  const onnx::FunctionProto* function_of(const onnx::NodeProto& node) const {
    if (node.domain() == kMoteDomain && find_onnx_op(node.op_type()) != nullptr) return nullptr;
    const auto found = functions_.find(key(node.domain(), node.op_type()));
    return found == functions_.end() ? nullptr : found->second;
  }

  // A node of a body with the names and attributes of one call.
  static onnx::NodeProto instance(const onnx::NodeProto& inner, const onnx::NodeProto& call,
                                  Names& names, const std::string& prefix) {
    onnx::NodeProto node = inner;
    node.set_name(prefix + inner.name());
    const auto renamed = [&](std::string& name) {
      name = names.emplace(name, prefix + name).first->second;
    };
    for (std::string& name : *node.mutable_input()) renamed(name);
    for (std::string& name : *node.mutable_output()) renamed(name);
    node.clear_attribute();
    for (const onnx::AttributeProto& attribute : inner.attribute()) {
      if (attribute.ref_attr_name().empty()) {
        *node.add_attribute() = attribute;
        continue;
      }
      for (const onnx::AttributeProto& given : call.attribute()) {
        if (given.name() != attribute.ref_attr_name()) continue;
        onnx::AttributeProto& copy = *node.add_attribute();
        copy = given;
        copy.set_name(attribute.name());
      }
    }
    return node;
  }

  const std::string& place_;
  std::map<std::string, const onnx::FunctionProto*> functions_;
  size_t calls_ = 0, bytes_ = 0;
};

}  // namespace

void inline_functions(onnx::ModelProto& model, const std::string& place) {
  if (model.functions_size() == 0) return;
  Inliner inliner(model, place);
  for (const onnx::NodeProto& node : model.graph().node()) inliner.append(node, 0);
  model.mutable_graph()->mutable_node()->Swap(&inliner.nodes);
}

}  // namespace mote
