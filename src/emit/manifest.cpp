// SPDX-License-Identifier: Apache-2.0
// extras/library.json: the library described for programs.
#include "emit/feed.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

Json port(const Value& value) {
  return {{"name", value.name},
          {"dtype", dtype_name(value.dtype)},
          {"shape", value.shape},
          {"scale", value.quant.scale},
          {"zero_point", value.quant.zero_point}};
}

}  // namespace

Json library_manifest(const LibraryContext& context) {
  const Graph& graph = context.plan.graph;
  Json json{{"schema", 1}, {"name", context.name}, {"target", context.target.name}};
  for (size_t i = 0; i < context.input_count(); i++)
    json["inputs"].push_back(port(context.input(i)));
  for (size_t i = 0; i < context.output_count(); i++) {
    json["outputs"].push_back(port(context.output(i)));
  }
  int64_t total = 0;
  json["layers"] = Json::array();
  for (const Step& step : context.plan.steps) {
    const Node& node = graph.nodes[step.node];
    const OpDef& op = op_of(node);
    const int64_t macs = op.macs == nullptr ? 0 : op.macs(graph, node);
    json["layers"].push_back({{"name", node.name}, {"op", node.op}, {"macs", macs}});
    total += macs;
  }
  if (context.learning != nullptr) {
    for (const char* step : kLearningSteps) {
      json["layers"].push_back({{"name", step}, {"op", "learning"}, {"macs", 0}});
    }
    json["learn_classes"] = context.learning->classes;
    json["adapts"] = adapts(context);
    json["scores_itself"] = scores_itself(context);
  }
  json["arena_bytes"] = context.arena_bytes();
  json["weight_bytes"] = weight_bytes(context.plan);
  json["macs"] = total;
  json["feeds"] = feeds(context);
  json["stateful"] = context.is_stateful();
  json["meta"] = graph.meta;
  return json;
}

}  // namespace mote
