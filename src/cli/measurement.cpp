// SPDX-License-Identifier: Apache-2.0
#include "cli/measurement.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/console.h"

namespace mote {

Json measurement_json(const Measurement& m) {
  Json json{{"board", m.board}, {"inferences", m.inferences}};
  const auto counted = [&](double count) { return m.counted ? Json(count) : Json(nullptr); };
  json["instructions"] = counted(m.instructions);
  json["cycles"] = counted(m.cycles);
  json["cycles_exact"] = m.cycles_are_exact;
  json["instructions_max"] = m.counted ? Json(m.instructions_max) : Json(nullptr);
  json["flash_bytes"] = m.flash_bytes;
  json["code_bytes"] = m.code_bytes;
  json["weight_bytes"] = m.weight_bytes;
  json["ram_bytes"] = m.ram_bytes;
  json["arena_bytes"] = m.arena_bytes;
  json["static_bytes"] = m.static_bytes;
  json["stack_bytes"] = m.stack_bytes;
  json["layers"] = Json::array();
  for (const LayerCount& layer : m.layers) {
    json["layers"].push_back({{"name", layer.name},
                              {"op", layer.op},
                              {"instructions", counted(layer.instructions)},
                              {"cycles", counted(layer.cycles)}});
  }
  return json;
}

std::string measurement_text(const Measurement& m, const Target& target) {
  std::string text = fmt::format("{} on {}: {} inferences\n", target.name, m.board, m.inferences);
  if (m.counted) {
    std::vector<std::vector<std::string>> rows{{"layer", "op", "instructions", "cycles", "share"}};
    for (const LayerCount& layer : m.layers) {
      rows.push_back({layer.name, layer.op, grouped(static_cast<int64_t>(layer.instructions)),
                      grouped(static_cast<int64_t>(layer.cycles)),
                      fmt::format("{:.1f} %", 100 * layer.cycles / m.cycles)});
    }
    rows.push_back({"total", "", grouped(static_cast<int64_t>(m.instructions)),
                    grouped(static_cast<int64_t>(m.cycles)), ""});
    text += table(rows) +
            fmt::format("\ncycles {}\n", m.cycles_are_exact
                                             ? "by the core's complete table, zero wait states"
                                             : "estimated; instructions are exact");
  }
  text += fmt::format("flash {} = weights {} + code {}\n", human_size(m.flash_bytes),
                      human_size(m.weight_bytes), human_size(m.code_bytes));
  return text + fmt::format("RAM   {} = arena {} + static {} + stack {}", human_size(m.ram_bytes),
                            human_size(m.arena_bytes), human_size(m.static_bytes),
                            m.counted ? human_size(m.stack_bytes) : "not measured");
}

}  // namespace mote
