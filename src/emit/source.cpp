// SPDX-License-Identifier: Apache-2.0
// The source file: constants, then one kernel call a layer.
#include <fmt/format.h>

#include <set>
#include <sstream>

#include "base/text.h"
#include "emit/c_text.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

// Below this, an unrolled loop would be a large part of the flash.
constexpr int64_t kFewWeightBytes = 4096;
constexpr const char* kSmall = R"(#ifndef MOTE_SMALL
#define MOTE_SMALL /* few weights: kernels prefer little code to the last cycle */
#endif
)";

// Prints the calls and collects the constants they need, each once.
class SourcePrinter {
 public:
  explicit SourcePrinter(const LibraryContext& context) : context_(context) {}

  std::string constants, body;

  void print_step(size_t index, const Step& step) {
    const Node& node = context_.plan.graph.nodes[step.node];
    std::string arguments;
    size_t scratches = 0;
    for (const KernelArgument& argument : step.call.arguments) {
      arguments += arguments.empty() ? "" : ", ";
      if (std::holds_alternative<KernelScratch>(argument)) {
        arguments += fmt::format("(void *)(arena + {})", step.scratch[scratches++]);
      } else {
        arguments += expression(node, argument);
      }
    }
    body +=
        fmt::format("    {}_LAYER({}); /* {}: {} */\n", context_.macro, index, node.name, node.op);
    body += wrapped(fmt::format("    mote_{}(", step.call.kernel), arguments + ");");
  }

 private:
  std::string expression(const Node& node, const KernelArgument& argument) {
    if (const auto* id = std::get_if<ValueId>(&argument)) return pointer(*id);
    if (const auto* number = std::get_if<float>(&argument)) return c_literal(*number);
    if (const auto* number = std::get_if<int64_t>(&argument)) {
      return c_literal(static_cast<double>(*number), DType::s64);
    }
    const auto& data = std::get<KernelData>(argument);
    return constant(identifier(node.name + "_" + data.name), data.dtype, data.elements);
  }

  std::string pointer(ValueId id) {
    const Value& value = context_.plan.graph[id];
    const Location& at = context_.plan.locations[static_cast<size_t>(id)];
    switch (at.place) {
      case Place::constant:
        return constant(identifier(value.name), value.dtype, value.constant);
      case Place::input:
        return context_.input_name(static_cast<size_t>(at.index));
      case Place::output:
        return context_.output_name(static_cast<size_t>(at.index));
      case Place::arena:
        break;
    }
    return fmt::format("({} *)(arena + {})", dtype_c_type(value.dtype), at.offset);
  }

  std::string constant(const std::string& stem, DType dtype, const Tensor& elements) {
    const std::string content = c_array("", dtype, elements);
    const auto known = names_.find(content);
    if (known != names_.end()) return known->second;
    std::string name = stem;
    for (int i = 2; !taken_.insert(name).second; i++) name = fmt::format("{}_{}", stem, i);
    constants += c_array(name, dtype, elements) + "\n";
    return names_[content] = name;
  }

  // `head` and the list behind it, broken at 100 columns.
  static std::string wrapped(const std::string& head, const std::string& list) {
    std::string text, line = head;
    std::istringstream words(list);
    for (std::string word; std::getline(words, word, ' ');) {
      if (line.size() + word.size() > 99) {
        while (line.back() == ' ') line.pop_back();
        text += line + "\n";
        line = std::string(8, ' ');
      }
      line += word + " ";
    }
    while (line.back() == ' ') line.pop_back();
    return text + line + "\n";
  }

  const LibraryContext& context_;
  std::map<std::string, std::string> names_;  // array text -> name of the array that has it
  std::set<std::string> taken_;
};

// Every state as real 0.
std::string reset_function(const LibraryContext& context) {
  if (!context.is_stateful()) return "";
  std::string text = fmt::format("\nvoid {0}_reset({0}_memory *memory)\n{{\n", context.name);
  for (const State& state : context.plan.graph.states) {
    const Value& value = context.plan.graph[state.before];
    text += fmt::format(
        "    mote_fill_{}(({} *)(memory->arena.bytes + {}), {}, {});\n", dtype_name(value.dtype),
        dtype_c_type(value.dtype), context.plan.locations[static_cast<size_t>(state.before)].offset,
        element_count(value.shape), value.quant.empty() ? 0 : value.quant.zero_point[0]);
  }
  return text + "}\n";
}

std::string class_name_function(const LibraryContext& context) {
  const auto found = context.plan.graph.meta.find("classes");
  if (found == context.plan.graph.meta.end()) return "";
  std::string names;
  std::istringstream lines(found->second);
  int64_t count = 0;
  for (std::string line; std::getline(lines, line); count++) {
    std::string quoted;
    for (char c : line) {
      if (c == '"' || c == '\\') quoted += '\\';
      if (static_cast<unsigned char>(c) >= ' ') quoted += c;
    }
    names += fmt::format("        \"{}\",\n", quoted);
  }
  return fmt::format(
      "\nconst char *{0}_class_name(int32_t index)\n{{\n"
      "    static const char *const names[{1}] = {{\n{2}    }};\n"
      "    return index >= 0 && index < {1} ? names[index] : \"\";\n}}\n",
      context.name, count, names);
}

}  // namespace

std::string library_source(const LibraryContext& context) {
  SourcePrinter printer(context);
  std::set<std::string> kernels;
  for (size_t i = 0; i < context.plan.steps.size(); i++) {
    printer.print_step(i, context.plan.steps[i]);
    kernels.insert(context.plan.steps[i].call.kernel);
  }
  for (const std::string& kernel : state_kernels(context.plan.graph)) kernels.insert(kernel);
  std::string includes;
  for (const std::string& kernel : kernels) {
    includes += fmt::format("#include \"{}_internal/{}.h\"\n", context.name, kernel);
  }
  const bool uses_arena = printer.body.find("(arena") != std::string::npos;
  const std::string arena =
      uses_arena ? "    uint8_t *const arena = memory->arena.bytes;\n" : "    (void)memory;\n";
  return fmt::format(
      R"(/* SPDX-License-Identifier: Apache-2.0 */
/* {name}: weights and the order of the kernels. Generated by mote; see {name}.h. */
#include "{name}.h"

{small}#include "{name}_internal/rom.h"
{includes}
/* Called before each layer; a profiler may define it. */
#ifndef {macro}_LAYER
#define {macro}_LAYER(index) ((void)0)
#endif

{constants}{input_type} *{name}_input({name}_memory *memory)
{{
    return ({input_type} *)(memory->arena.bytes + {offset});
}}

{signature}
{{
{arena}{body}}}
{reset}{class_names})",
      fmt::arg("name", context.name), fmt::arg("macro", context.macro),
      fmt::arg("small", weight_bytes(context.plan) < kFewWeightBytes ? kSmall : ""),
      fmt::arg("includes", includes), fmt::arg("constants", printer.constants),
      fmt::arg("input_type", dtype_c_type(context.input(0).dtype)),
      fmt::arg("offset", context.plan.input_offsets[0]),
      fmt::arg("signature", context.run_signature()), fmt::arg("arena", arena),
      fmt::arg("body", printer.body), fmt::arg("reset", reset_function(context)),
      fmt::arg("class_names", class_name_function(context)));
}

}  // namespace mote
