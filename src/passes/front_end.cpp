// SPDX-License-Identifier: Apache-2.0
#include "passes/front_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "ops/infer.h"

namespace mote {
namespace {

Error bad(const std::string& what) {
  return {ErrorCode::bad_option, "--front-end", what,
          "as in mfcc or log-mel:rate=16000,window=400,hop=160,low=20,high=8000"};
}

// What is usual at that rate: windows of an even number of samples.
MfccSettings usual(int64_t rate) {
  MfccSettings settings;
  if (rate <= 0 || rate == settings.rate) return settings;
  settings.window = settings.window * rate / settings.rate / 2 * 2;
  settings.hop = settings.hop * rate / settings.rate;
  settings.high = std::min(settings.high, rate / 2);
  settings.rate = rate;
  return settings;
}

void set(MfccSettings& settings, const std::string& word) {
  const std::pair<const char*, int64_t*> all[] = {{"rate", &settings.rate},
                                                  {"window", &settings.window},
                                                  {"hop", &settings.hop},
                                                  {"low", &settings.low},
                                                  {"high", &settings.high},
                                                  {"bands", &settings.bands},
                                                  {"coefficients", &settings.coefficients}};
  const size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  char* end = nullptr;
  const char* const number = equals == std::string::npos ? "" : word.c_str() + equals + 1;
  const int64_t value = std::strtoll(number, &end, 10);
  const auto found = std::find_if(std::begin(all), std::end(all),
                                  [&](const auto& one) { return one.first == name; });
  const bool is_known =
      found != std::end(all) && (name != "coefficients" || settings.coefficients > 0);
  constexpr int64_t most = 10'000'000;  // Hz
  const bool is_number = end != number && *end == 0 && value >= 0 && value <= most;
  if (!is_known || !is_number) throw bad(fmt::format("'{}' is no setting", word));
  *found->second = value;
}

Node node_of(const MfccSettings& settings) {
  Node node{"front_end", "mfcc", {}, {}, {}};
  node.attrs = {{"rate", settings.rate},
                {"window", settings.window},
                {"hop", settings.hop},
                {"low", settings.low},
                {"high", settings.high},
                {"bands", settings.bands},
                {"linear", settings.linear},
                {"channels_last", int64_t{1}},
                {"coefficients", settings.coefficients}};
  return node;
}

// The int8 features and, where the network normalizes real ones, by what; that node is gone then.
struct Features {
  ValueId value;
  std::vector<ValueId> normalization;
};

Features features_of(Graph& graph) {
  const ValueId input = graph.inputs[0];
  if (graph[input].dtype != DType::f32) return {input, {}};
  const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) {
    return node.op == "quantize" && node.inputs[0] == input;
  });
  if (found == graph.nodes.end() || use_count(graph, input) != 1) {
    throw bad("the network's input is not quantized in one step");
  }
  Features features{found->outputs[0], {}};
  if (found->inputs.size() == 3) features.normalization = {found->inputs[1], found->inputs[2]};
  graph.nodes.erase(found);
  return features;
}

// A normalization of all columns alike is that of each.
void repeat(Graph& graph, ValueId constant, int64_t columns) {
  Value& value = graph[constant];
  if (value.constant.size() != 1) return;
  value.constant.resize(static_cast<size_t>(columns), value.constant[0]);
  value.shape = {columns};
}

}  // namespace

MfccSettings parse_front_end(const std::string& text, int64_t rate, int64_t columns) {
  const size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  if (kind != "mfcc" && kind != "log-mel" && kind != "spectrum") {
    throw bad(fmt::format("there is no '{}'", kind));
  }
  const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  std::vector<std::string> words;
  std::istringstream stream(rest);
  for (std::string word; std::getline(stream, word, ',');) words.push_back(word);
  for (const std::string& word : words) {
    MfccSettings stated;
    if (word.starts_with("rate=")) set(stated, word), rate = stated.rate;
  }
  MfccSettings settings = usual(rate);
  if (kind != "mfcc") settings.coefficients = 0;
  if (kind == "spectrum") {
    settings.linear = 1;
    settings.low = 0;
    settings.high = settings.rate / 2;
  }
  if (columns > 0) (kind == "mfcc" ? settings.coefficients : settings.bands) = columns;
  for (const std::string& word : words) set(settings, word);
  try {
    mfcc_tables(mfcc_settings(node_of(settings)));
  } catch (const Error& error) {
    throw bad(error.message);
  }
  return settings;
}

std::string front_end_text(const MfccSettings& s) {
  const std::string kind = s.coefficients > 0 ? "mfcc" : s.linear != 0 ? "spectrum" : "log-mel";
  return fmt::format("{}:rate={},window={},hop={},low={},high={},bands={}{}", kind, s.rate,
                     s.window, s.hop, s.low, s.high, s.bands,
                     s.coefficients > 0 ? fmt::format(",coefficients={}", s.coefficients) : "");
}

void add_front_end(Graph& graph, const std::string& text) {
  if (text.empty()) {
    const auto own = graph.meta.find(kFrontEnd);
    if (own != graph.meta.end()) add_front_end(graph, std::string(own->second));
    return;
  }
  if (graph.inputs.size() != 1) throw bad("the network has several inputs");
  const Features features = features_of(graph);
  const Shape shape = graph[features.value].shape;
  const bool fits = (shape.size() == 3 || (shape.size() == 4 && shape[3] == 1)) && shape[0] == 1 &&
                    graph[features.value].dtype == DType::s8 &&
                    graph[features.value].quant.scale.size() == 1;
  if (!fits) {
    throw bad(
        fmt::format("the network takes {}, expected int8 frames by columns", to_string(shape)));
  }
  const MfccSettings settings = parse_front_end(text, 0, shape[2]);
  if (settings.columns() != shape[2]) {
    throw bad(fmt::format("gives {} columns, the network takes {}", settings.columns(), shape[2]));
  }
  const int64_t samples = settings.samples(shape[1]);
  const ValueId sound = graph.add({"sound", DType::s16, {1, samples, 1}});
  Node node = node_of(settings);
  node.inputs = {sound};
  for (const ValueId constant : features.normalization) {
    repeat(graph, constant, settings.columns());
    node.inputs.push_back(constant);
  }
  node.outputs = {features.value};
  if (shape.size() == 4) {  // an image of one channel
    const ValueId series = graph.add({"features", DType::s8, {1, shape[1], shape[2]}});
    graph[series].quant = graph[features.value].quant;
    node.outputs = {series};
    const ValueId wanted =
        graph.add_constant("features_shape", DType::s64, {4}, Tensor(shape.begin(), shape.end()));
    const Node image{"front_end_shape", "reshape", {series, wanted}, {features.value}, {}};
    graph.nodes.insert(graph.nodes.begin(), image);
  }
  graph.nodes.insert(graph.nodes.begin(), node);
  graph.inputs[0] = sound;
  graph.meta["rate_hz"] = fmt::format("{}", settings.rate);
  graph.meta.erase("channels");
  graph.meta.erase(kFrontEnd);
  try {
    infer(graph);
  } catch (const Error& error) {
    if (error.code != ErrorCode::bad_model) throw;
    throw bad(error.message);
  }
  verify(graph);
}

}  // namespace mote
