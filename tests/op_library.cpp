// SPDX-License-Identifier: Apache-2.0
#include "op_library.h"

#include <fmt/format.h>

#include <cstring>

#include "base/files.h"
#include "base/json.h"
#include "emit/emit.h"

namespace mote {
namespace {

constexpr const char* kHeader = R"(#ifndef OPTEST_H
#define OPTEST_H
#include <stdint.h>
{includes}
typedef struct {{ union {{ {members}int8_t start; }} all; }} optest_memory;
int8_t *optest_input(optest_memory *memory);
void optest_run(optest_memory *memory, const int8_t *input, int32_t *output);
#endif
)";

constexpr const char* kSource = R"(#include "optest.h"
{includes}
static void spoil(void *memory, uint32_t bytes)
{{
    volatile uint8_t *at = (volatile uint8_t *)memory;
    for (uint32_t i = 0; i < bytes; i++) at[i] = 0xa5;
}}
int8_t *optest_input(optest_memory *memory) {{ return &memory->all.start; }}
void optest_run(optest_memory *memory, const int8_t *input, int32_t *output)
{{
    (void)input;
{calls}}}
)";

Json manifest(const Target& target, size_t samples) {
  const auto port = [](const char* name, const char* dtype, size_t count) {
    return Json{{"name", name},
                {"dtype", dtype},
                {"shape", {1, count}},
                {"scale", Json::array()},
                {"zero_point", Json::array()}};
  };
  Json json{{"schema", 1}, {"name", "optest"}, {"target", target.name}};
  json["inputs"].push_back(port("input", "s8", 1));
  json["outputs"].push_back(port("output", "s32", samples));
  json["layers"] = Json::array();  // nothing to count, nothing to compile twice
  json.update({{"arena_bytes", 4}, {"weight_bytes", 0}, {"macs", 0}, {"stateful", false}});
  return json;
}

// The output becomes a value in the arena, where it may share memory with the input; a copy of it
// is the graph's.
void keep_output_in_arena(Graph& graph) {
  const ValueId y = graph.outputs[0];
  Value copy = graph[y];
  copy.name = "kept";
  graph.outputs[0] = graph.add(std::move(copy));
  graph.nodes.push_back({"keep", "concat", {y}, {graph.outputs[0]}, {{"axis", int64_t{0}}}});
}

}  // namespace

Files op_library(const OpDef& op, const Target& target, const Mutation& mutation) {
  Files files;
  std::string headers, sources, members, calls;
  const std::vector<Graph> samples = op.samples();
  for (size_t i = 0; i < samples.size(); i++) {
    Graph graph = samples[i];
    if (i % 2 == 1 && !graph[graph.outputs[0]].shape.empty()) keep_output_in_arena(graph);
    const std::string name = fmt::format("s{}", i);
    // All sources end up in one translation unit.
    for (Node& node : graph.nodes) node.name = name + "_" + node.name;
    for (Value& value : graph.values) value.name = name + "_" + value.name;
    // Kernels are the same in every sample's library: one folder has them all.
    const std::string own = name + "_internal/", shared = "optest_internal/";
    for (auto& [path, text] : emit(plan(graph, target), name, target).files) {
      if (!path.starts_with("src/" + name + ".") && !path.starts_with("src/" + name + "_"))
        continue;
      if (mutation) mutation(path, text);
      std::string place = path;
      if (place.ends_with(".c")) {
        place.replace(place.size() - 2, 2, "_source.h");
        for (size_t at = 0; (at = text.find(own, at)) != std::string::npos;) {
          text.replace(at, own.size(), shared);
        }
      }
      if (const size_t at = place.find(own); at != std::string::npos) {
        place.replace(at, own.size(), shared);
      }
      files[place] = text;
    }
    headers += fmt::format("#include \"{}.h\"\n", name);
    sources += fmt::format("#include \"{0}_source.h\"\n#include \"{0}_selftest_source.h\"\n", name);
    members += fmt::format("{0}_memory m{0}; ", name);
    calls += fmt::format(
        "    spoil(memory, sizeof *memory);\n"
        "    output[{}] = {}_selftest(&memory->all.m{});\n",
        i, name, name);
  }
  files["src/optest.h"] = fmt::format(fmt::runtime(kHeader), fmt::arg("includes", headers),
                                      fmt::arg("members", members));
  files["src/optest.c"] =
      fmt::format(fmt::runtime(kSource), fmt::arg("includes", sources), fmt::arg("calls", calls));
  files[kLibraryMarker] = manifest(target, samples.size()).dump();
  return files;
}

std::vector<int32_t> run_op_library(const Files& library, const Target& target) {
  const TemporaryFolder temporary;
  const std::string folder = (temporary.path() / "op").string();
  write_folder(folder, library, kLibraryMarker);
  const Measurement measured = emulate(folder, target, {std::string(1, '\0')}, 1);
  const std::vector<char>& bytes = measured.outputs.at(0);
  std::vector<int32_t> results(bytes.size() / 4);
  std::memcpy(results.data(), bytes.data(), bytes.size());
  return results;
}

}  // namespace mote
