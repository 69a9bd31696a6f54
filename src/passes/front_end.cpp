// SPDX-License-Identifier: Apache-2.0
#include "passes/front_end.h"

#include <fmt/format.h>

#include <sstream>

#include "base/error.h"
#include "ops/infer.h"
#include "ops/mfcc.h"

namespace mote {
namespace {

Error bad(const std::string& what) {
  return {ErrorCode::bad_option, "--front-end", what,
          "as in mfcc or log-mel:rate=16000,window=400,hop=160,low=20,high=8000"};
}

}  // namespace

void add_front_end(Graph& graph, const std::string& text) {
  const size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const bool is_linear = kind == "spectrum";
  if (kind != "mfcc" && kind != "log-mel" && !is_linear)
    throw bad(fmt::format("there is no '{}'", kind));
  if (graph.inputs.size() != 1) throw bad("the network has several inputs");
  const ValueId features = graph.inputs[0];
  const Shape shape = graph[features].shape;
  const bool fits = (shape.size() == 3 || (shape.size() == 4 && shape[3] == 1)) && shape[0] == 1 &&
                    graph[features].dtype == DType::s8 && graph[features].quant.scale.size() == 1;
  if (!fits) {
    throw bad(
        fmt::format("the network takes {}, expected int8 frames by columns", to_string(shape)));
  }
  Node node{"front_end", "mfcc", {}, {features}, {}};
  node.attrs[kind == "mfcc" ? "coefficients" : "bands"] = shape[2];
  if (kind != "mfcc") node.attrs["coefficients"] = int64_t{0};
  if (is_linear) node.attrs.insert({{"linear", int64_t{1}}, {"low", int64_t{0}}});
  std::istringstream words(colon == std::string::npos ? "" : text.substr(colon + 1));
  for (std::string word; std::getline(words, word, ',');) {
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const bool is_known = name == "rate" || name == "window" || name == "hop" || name == "low" ||
                          name == "high" || (name == "bands" && kind == "mfcc");
    char* end = nullptr;
    const char* const number = equals == std::string::npos ? "" : word.c_str() + equals + 1;
    const int64_t value = std::strtoll(number, &end, 10);
    if (!is_known || end == number || *end != 0) throw bad(fmt::format("'{}' is no setting", word));
    node.attrs[name] = value;
  }
  if (is_linear && !node.attrs.contains("high")) {
    node.attrs["high"] = node.integer("rate", MfccSettings().rate) / 2;
  }
  try {
    const MfccSettings settings = mfcc_settings(node);
    const int64_t samples = settings.window + (shape[1] - 1) * settings.hop;
    const ValueId sound = graph.add({"sound", DType::s16, {1, samples}});
    node.inputs = {sound};
    if (shape.size() == 3) {  // the columns of an image of one channel, else
      const ValueId image = graph.add({"features", DType::s8, {1, shape[1], shape[2], 1}});
      graph[image].quant = graph[features].quant;
      node.outputs = {image};
      const ValueId wanted =
          graph.add_constant("features_shape", DType::s64, {3}, Tensor(shape.begin(), shape.end()));
      const Node flat{"front_end_shape", "reshape", {image, wanted}, {features}, {}};

      graph.nodes.insert(graph.nodes.begin(), flat);
    }
    graph.nodes.insert(graph.nodes.begin(), node);
    graph.inputs[0] = sound;
    graph.meta["rate_hz"] = fmt::format("{}", settings.rate);
    infer(graph);
  } catch (const Error& error) {
    if (error.code != ErrorCode::bad_model) throw;
    throw bad(error.message);
  }
  verify(graph);
}

}  // namespace mote
