// SPDX-License-Identifier: Apache-2.0
#include "cli/model_facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "passes/front_end.h"

namespace mote {
namespace {

std::vector<std::string> names_of(const std::string& text, const std::string& option, int64_t count,
                                  const std::string& what) {
  std::vector<std::string> names;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    const bool is_name = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return static_cast<unsigned char>(c) > ' ';
    });
    if (!is_name) throw Error(ErrorCode::bad_option, option, fmt::format("'{}' is no name", word));
    names.push_back(word);
  }
  if (std::ssize(names) == count) return names;
  throw Error(ErrorCode::bad_option, option,
              fmt::format("has {} names, the model has {}: {}", names.size(), what, count));
}

}  // namespace

void put_facts(Graph& graph, const ModelFacts& facts) {
  const Shape& input = graph[graph.inputs[0]].shape;
  if (!facts.classes.empty()) {
    graph.meta["classes"] = fmt::format(
        "{}", fmt::join(names_of(facts.classes, "--classes",
                                 element_count(graph[graph.outputs[0]].shape), "outputs"),
                        "\n"));
  }
  if (!facts.channels.empty()) {
    graph.meta["channels"] =
        fmt::format("{}", fmt::join(names_of(facts.channels, "--channels",
                                             input.empty() ? 1 : input.back(), "channels"),
                                    " "));
  }
  if (!facts.rate.empty()) {
    graph.meta["rate_hz"] = fmt::format("{:g}", parse_frequency(facts.rate, "--rate"));
  }
  if (!facts.front_end.empty()) {
    Graph hears = graph;
    add_front_end(hears, facts.front_end);
    const int64_t columns = input.size() > 2 ? input[2] : 0;
    graph.meta[kFrontEnd] = front_end_text(parse_front_end(facts.front_end, 0, columns));
  }
}

void add_fact_options(Options& app, ModelFacts& facts) {
  app.text("--classes", facts.classes, "Names of the classes, in the order of the outputs: A,B");
  app.text("--channels", facts.channels, "Names of the input's channels: acc_x,acc_y");
  app.text("--rate", facts.rate, "Of the input's samples, as in 50Hz");
  app.text(
      "--front-end", facts.front_end,
      "What made the features that the network takes: mfcc, log-mel or spectrum, behind a colon "
      "what differs from the usual; the network hears then");
}

}  // namespace mote
