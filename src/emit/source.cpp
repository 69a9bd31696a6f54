// SPDX-License-Identifier: Apache-2.0
// The source file: constants, then one kernel call a layer.
#include <fmt/format.h>

#include <algorithm>
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

// Calls of one kernel with the same constants, as the bands of a layer make them, share a function:
// what they all pass is said once.
constexpr size_t kLeastCalls = 3, kLeastShared = 8, kMostDiffering = 3;

// Prints the calls and collects the constants they need, each once.
class SourcePrinter {
 public:
  explicit SourcePrinter(const LibraryContext& context) : context_(context) {}

  std::string constants, functions, body;

  void print_steps() {
    const std::vector<Step>& steps = context_.plan.steps;
    std::vector<std::vector<std::string>> arguments;
    for (const Step& step : steps) arguments.push_back(arguments_of(step));
    std::vector<Group> groups;
    for (size_t i = 0; i < steps.size(); i++) {
      const auto joined = std::find_if(groups.begin(), groups.end(),
                                       [&](Group& group) { return join(group, i, arguments); });
      if (joined == groups.end()) groups.push_back({{i}, are_passed(steps[i])});
    }
    std::vector<const Group*> group_of(steps.size(), nullptr);
    for (Group& group : groups) {
      const auto kept = std::count(group.is_passed.begin(), group.is_passed.end(), false);
      if (group.steps.size() < kLeastCalls || static_cast<size_t>(kept) < kLeastShared) continue;
      print_function(group, arguments[group.steps[0]]);
      for (size_t i : group.steps) group_of[i] = &group;
    }
    for (size_t i = 0; i < steps.size(); i++) print_step(i, arguments[i], group_of[i]);
  }

 private:
  struct Group {
    std::vector<size_t> steps;
    std::vector<bool> is_passed;  // of each argument: whether the calls differ in it
    std::string function = {};
  };

  std::vector<std::string> arguments_of(const Step& step) {
    std::vector<std::string> arguments;
    size_t scratches = 0;
    for (const KernelArgument& argument : step.call.arguments) {
      arguments.push_back(std::holds_alternative<KernelScratch>(argument)
                              ? fmt::format("(void *)(arena + {})", step.scratch[scratches++])
                              : expression(context_.plan.graph.nodes[step.node], argument));
    }
    return arguments;
  }

  // Whether each argument says where something is in memory.
  std::vector<bool> are_passed(const Step& step) const {
    std::vector<bool> passed;
    for (const KernelArgument& argument : step.call.arguments) {
      const auto* id = std::get_if<ValueId>(&argument);
      passed.push_back(std::holds_alternative<KernelScratch>(argument) ||
                       (id != nullptr && !context_.plan.graph[*id].is_constant));
    }
    return passed;
  }

  // Adds step `i` to the group when its call differs in a few numbers only.
  bool join(Group& group, size_t i, const std::vector<std::vector<std::string>>& arguments) const {
    const std::vector<Step>& steps = context_.plan.steps;
    const size_t first = group.steps[0];
    const auto& ours = steps[first].call.arguments;
    const auto& its = steps[i].call.arguments;
    const std::vector<bool> places = are_passed(steps[i]);
    if (steps[i].call.kernel != steps[first].call.kernel || places != are_passed(steps[first])) {
      return false;
    }
    std::vector<bool> passed = group.is_passed;
    for (size_t k = 0; k < its.size(); k++) {
      if (places[k] || arguments[i][k] == arguments[first][k]) continue;
      if (!std::holds_alternative<int64_t>(its[k]) || its[k].index() != ours[k].index())
        return false;
      passed[k] = true;
    }
    const auto differing = std::count(passed.begin(), passed.end(), true) -
                           std::count(places.begin(), places.end(), true);
    if (static_cast<size_t>(differing) > kMostDiffering) return false;
    group.is_passed = passed;
    group.steps.push_back(i);
    return true;
  }

  void print_function(Group& group, const std::vector<std::string>& arguments) {
    const Step& step = context_.plan.steps[group.steps[0]];
    const Node& node = context_.plan.graph.nodes[step.node];
    group.function = unused(identifier(node.name + "_rows"));
    std::string parameters, list;
    for (size_t k = 0; k < arguments.size(); k++) {
      list += list.empty() ? "" : ", ";
      list += group.is_passed[k] ? fmt::format("a{}", k) : arguments[k];
      if (!group.is_passed[k]) continue;
      parameters += parameters.empty() ? "" : ", ";
      parameters += fmt::format("{}a{}", type_of(node, step.call.arguments[k]), k);
    }
    functions += wrapped(fmt::format("static void {}(", group.function), parameters + ")") + "{\n" +
                 wrapped(fmt::format("    mote_{}(", step.call.kernel), list + ");") + "}\n\n";
  }

  std::string type_of(const Node& node, const KernelArgument& argument) const {
    if (std::holds_alternative<KernelScratch>(argument)) return "void *";
    const auto* id = std::get_if<ValueId>(&argument);
    if (id == nullptr) return "int32_t ";
    const bool is_output = std::count(node.outputs.begin(), node.outputs.end(), *id) > 0;
    return fmt::format("{}{} *", is_output ? "" : "const ",
                       dtype_c_type(context_.plan.graph[*id].dtype));
  }

  void print_step(size_t index, const std::vector<std::string>& arguments, const Group* group) {
    const Step& step = context_.plan.steps[index];
    const Node& node = context_.plan.graph.nodes[step.node];
    std::string list;
    for (size_t k = 0; k < arguments.size(); k++) {
      if (group != nullptr && !group->is_passed[k]) continue;
      list += (list.empty() ? "" : ", ") + arguments[k];
    }
    body +=
        fmt::format("    {}_LAYER({}); /* {}: {} */\n", context_.macro, index, node.name, node.op);
    const std::string name = group != nullptr ? group->function : "mote_" + step.call.kernel;
    body += wrapped(fmt::format("    {}(", name), list + ");");
  }

  std::string expression(const Node& node, const KernelArgument& argument) {
    if (const auto* id = std::get_if<ValueId>(&argument)) return pointer(*id);
    if (const auto* number = std::get_if<float>(&argument)) return c_literal(*number);
    if (const auto* number = std::get_if<int64_t>(&argument)) {
      return c_literal(static_cast<double>(*number), DType::s64);
    }
    const auto& data = std::get<KernelData>(argument);
    return constant("MOTE_ROM", identifier(node.name + "_" + data.name), data.dtype, data.elements);
  }

  std::string pointer(ValueId id) {
    const Value& value = context_.plan.graph[id];
    const Location& at = context_.plan.locations[static_cast<size_t>(id)];
    switch (at.place) {
      case Place::constant:
        return constant("MOTE_CONSTANT", identifier(value.name), value.dtype, value.constant);
      case Place::input:
        return part(context_.input_name(static_cast<size_t>(at.index)), value, at.offset);
      case Place::output:
        return part(context_.output_name(static_cast<size_t>(at.index)), value, at.offset);
      case Place::arena:
        break;
    }
    return fmt::format("({} *)(arena + {})", dtype_c_type(value.dtype), at.offset);
  }

  static std::string part(const std::string& buffer, const Value& value, int64_t offset) {
    if (offset == 0) return buffer;
    return fmt::format("({} + {})", buffer, offset / dtype_bytes(value.dtype));
  }

  std::string constant(const char* place, const std::string& stem, DType dtype,
                       const Tensor& elements) {
    const std::string content = c_array("", dtype, elements, place);
    const auto known = names_.find(content);
    if (known != names_.end()) return known->second;
    const std::string name = unused(stem);
    constants += c_array(name, dtype, elements, place) + "\n";
    return names_[content] = name;
  }

  std::string unused(const std::string& stem) {
    std::string name = stem;
    for (int i = 2; !taken_.insert(name).second; i++) name = fmt::format("{}_{}", stem, i);
    return name;
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
  if (context.learning != nullptr) text += "    mote_learning_begin(memory);\n";
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
  printer.print_steps();
  for (const Step& step : context.plan.steps) kernels.insert(step.call.kernel);
  for (const std::string& kernel : state_kernels(context.plan.graph)) kernels.insert(kernel);
  std::string includes;
  for (const std::string& kernel : kernels) {
    includes += fmt::format("#include \"{}_internal/{}.h\"\n", context.name, kernel);
  }
  if (context.learning != nullptr) {
    for (const std::string& header : learning_headers(context.learning->nearest)) {
      includes += fmt::format("#include \"{}_internal/{}\"\n", context.name, header);
    }
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

{constants}{functions}{input_type} *{name}_input({name}_memory *memory)
{{
    return ({input_type} *)(memory->arena.bytes + {offset});
}}

{signature}
{{
{arena}{body}}}
{learning}{reset}{class_names})",
      fmt::arg("name", context.name), fmt::arg("macro", context.macro),
      fmt::arg("small", weight_bytes(context.plan) < kFewWeightBytes ? kSmall : ""),
      fmt::arg("includes", includes), fmt::arg("constants", printer.constants),
      fmt::arg("functions", printer.functions),
      fmt::arg("input_type", dtype_c_type(context.input(0).dtype)),
      fmt::arg("offset", context.plan.input_offsets[0]),
      fmt::arg("signature", context.run_signature()), fmt::arg("arena", arena),
      fmt::arg("learning", context.learning == nullptr ? "" : learning_source(context)),
      fmt::arg("body", printer.body), fmt::arg("reset", reset_function(context)),
      fmt::arg("class_names", class_name_function(context)));
}

}  // namespace mote
