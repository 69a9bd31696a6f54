// SPDX-License-Identifier: Apache-2.0
// The generated C of many conformance tests in one program.
#include <fmt/format.h>

#include "base/error.h"
#include "base/process.h"
#include "cli/samples.h"
#include "conformance.h"
#include "emit/c_text.h"
#include "emit/emit.h"

namespace mote {
namespace {

// Everything of one case in the shared source: kernels have include guards, all else its own names.
struct Generated {
  std::string sources, calls;
};

std::string array(const std::string& name, DType dtype, const Tensor& elements) {
  std::string text = fmt::format("static {} {}[] = {{", dtype_c_type(dtype), name);
  for (double element : elements) text += c_literal(element, dtype) + ",";
  return text + (elements.empty() ? "0};\n" : "};\n");
}

Generated generate(const ConformanceCase& test, size_t index, const fs::path& folder) {
  const std::string name = fmt::format("c{}", index);
  Graph graph = test.graph;
  for (Node& node : graph.nodes) node.name = name + "_" + node.name;
  for (Value& value : graph.values) value.name = name + "_" + value.name;
  const Library library = emit(plan(graph, find_target("host")), name, find_target("host"));
  for (const auto& [path, text] : library.files) {
    if (path.starts_with("src/")) write_file(folder / path.substr(4), text);
  }
  Generated result{fmt::format("#include \"{}.c\"\n", name), ""};
  std::string arguments = fmt::format("&memory_{}", name), output;
  result.sources += fmt::format("static {0}_memory memory_{0};\n", name);
  for (size_t i = 0; i < test.inputs.size(); i++) {
    const std::string input = fmt::format("{}_in_{}", name, i);
    result.sources += array(input, graph[graph.inputs[i]].dtype, test.inputs[i]);
    arguments += ", " + input;
  }
  for (size_t i = 0; i < graph.outputs.size(); i++) {
    const Value& y = graph[graph.outputs[i]];
    const int64_t count = std::max<int64_t>(element_count(y.shape), 1);
    const std::string to = fmt::format("{}_out_{}", name, i);
    result.sources += fmt::format("static {} {}[{}];\n", dtype_c_type(y.dtype), to, count);
    arguments += ", " + to;
    output +=
        fmt::format("    save({}, (long)(sizeof *{} * {}));\n", to, to, element_count(y.shape));
  }
  result.calls = fmt::format("    {}_run({});\n{}", name, arguments, output);
  return result;
}

}  // namespace

std::vector<std::vector<Tensor>> run_generated(const std::vector<const ConformanceCase*>& cases,
                                               const fs::path& folder,
                                               std::vector<std::string>& problems) {
  problems.assign(cases.size(), "");
  std::vector<std::vector<Tensor>> outputs(cases.size());
  std::string sources, calls;
  for (size_t i = 0; i < cases.size(); i++) {
    try {
      const Generated one = generate(*cases[i], i, folder);
      sources += one.sources;
      calls += one.calls;
    } catch (const Error& error) {
      problems[i] = fmt::format("{} {}", error_label(error.code), error.what());
    }
  }
  const std::string program = (folder / "program").string();
  write_file(folder / "main.c",
             "#include <stdio.h>\n" + sources +
                 "static void save(const void *p, long n) { fwrite(p, 1, (size_t)n, stdout); }\n"
                 "int main(int count, char **words)\n{\n"
                 "    if (count < 2 || !freopen(words[1], \"wb\", stdout)) return 1;\n" +
                 calls + "    return fclose(stdout);\n}\n");
  const ProcessResult built =
      run_process({"gcc", "-std=c99", "-O1", "-fsanitize=address,undefined",
                   "-fno-sanitize-recover=undefined", "-o", program, (folder / "main.c").string()});
  const std::string results = (folder / "results").string();
  const ProcessResult ran = built.exit_status == 0 ? run_process({program, results}) : built;
  if (ran.exit_status != 0) {
    for (std::string& problem : problems) {
      if (problem.empty()) problem = "the program fails: " + ran.output.substr(0, 600);
    }
    return outputs;
  }
  const std::string bytes = read_file(results);
  size_t at = 0;
  for (size_t i = 0; i < cases.size(); i++) {
    if (!problems[i].empty()) continue;
    for (ValueId id : cases[i]->graph.outputs) {
      const Value& y = cases[i]->graph[id];
      const int64_t count = element_count(y.shape);
      const auto size = static_cast<size_t>(count * dtype_bytes(y.dtype));
      const std::vector<char> part(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                                   bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
      outputs[i].push_back(count == 0 ? Tensor{} : unpack(part, y.dtype, 1)[0]);
      at += size;
    }
  }
  return outputs;
}

}  // namespace mote
