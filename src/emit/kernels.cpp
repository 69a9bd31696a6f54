// SPDX-License-Identifier: Apache-2.0
// Copies the kernels a plan calls, in the form that suits the target best.
#include <fmt/format.h>

#include <set>
#include <sstream>

#include "base/embedded.h"
#include "base/error.h"
#include "base/text.h"
#include "emit/feed.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// <k>_<type>.h out of <k>_any.h, or "".
std::string made_for_type(const Target& target, const std::string& file) {
  const size_t at = file.rfind('_');
  if (at == std::string::npos) return "";
  const std::string type = file.substr(at + 1, file.size() - at - 3);
  const auto dtype = find_dtype(type);
  if (!dtype) return "";
  for (const std::string& folder : target.kernel_folders) {
    const auto any = embedded_file(fmt::format("kernels/{}/{}_any.h", folder, file.substr(0, at)));
    if (any.data() == nullptr) continue;
    std::string text = replaced(std::string(any), "any_t", dtype_c_type(*dtype));
    text = replaced(text, "_any", "_" + type);
    return replaced(text, "_ANY", "_" + upper_case(type));
  }
  return "";
}

// The #if line of a folder whose kernels not every compiler takes, or "".
std::string condition_of(const std::string& folder) {
  std::istringstream lines{
      std::string(embedded_file(fmt::format("kernels/{}/condition.h", folder)))};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#if ")) return line + "\n";
  }
  return "";
}

// The file as the target's kernel folders have it, best first, each for compilers that take it, so
// that a library also runs where it was not meant to; else the shared headers.
std::string find_text(const Target& target, const std::string& file) {
  std::string texts, ends;
  for (const std::string& folder : target.kernel_folders) {
    const auto text = embedded_file(fmt::format("kernels/{}/{}", folder, file));
    if (text.data() == nullptr) continue;
    const std::string condition = condition_of(folder);
    if (condition.empty()) return texts + std::string(text) + ends;
    texts += condition + std::string(text) + "#else\n";
    ends += "#endif\n";
  }
  // A header of the kernels of those folders alone.
  if (!texts.empty()) return texts + ends;
  for (const char* folder : {"include/", "learn/"}) {
    const auto text = embedded_file(folder + file);
    if (text.data() != nullptr) return std::string(text);
  }
  if (std::string made = made_for_type(target, file); !made.empty()) return made;
  throw Error(ErrorCode::unsupported_type, "target '" + target.name + "'",
              "has no kernel '" + file + "'");
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The name between quotes of an #include line, or "".
std::string included(const std::string& line) {
  constexpr std::string_view begin = "#include \"";
  if (!line.starts_with(begin)) return "";
  return line.substr(begin.size(), line.rfind('"') - begin.size());
}

void add_with_includes(const Target& target, const std::string& file,
                       std::map<std::string, std::string>& texts) {
  if (texts.contains(base_name(file))) return;
  std::string& text = texts[base_name(file)];
  std::istringstream lines{find_text(target, file)};
  for (std::string line; std::getline(lines, line);) {
    const std::string other = included(line);
    text += other.empty() ? line + "\n" : "#include \"" + base_name(other) + "\"\n";
    if (!other.empty()) add_with_includes(target, other, texts);
  }
}

}  // namespace

std::set<std::string> state_kernels(const Graph& graph) {
  std::set<std::string> kernels;
  for (const State& state : graph.states) {
    kernels.insert("fill_" + std::string(dtype_name(graph[state.before].dtype)));
  }
  return kernels;
}

std::map<std::string, std::string> library_kernels(const LibraryContext& context) {
  std::map<std::string, std::string> texts;
  add_with_includes(context.target, "mote/rom.h", texts);
  for (const Step& step : context.plan.steps) {
    add_with_includes(context.target, step.call.kernel + ".h", texts);
  }
  for (const std::string& kernel : state_kernels(context.plan.graph)) {
    add_with_includes(context.target, kernel + ".h", texts);
  }
  if (context.learning != nullptr) {
    for (const std::string& header : learning_headers(context.learning->nearest)) {
      add_with_includes(context.target, header, texts);
    }
  }
  if (feeds(context)) add_with_includes(context.target, "filter.h", texts);
  if (feed_rests(context)) add_with_includes(context.target, "rest.h", texts);
  std::map<std::string, std::string> files;
  for (auto& [name, text] : texts) {
    files[fmt::format("src/{}_internal/{}", context.name, name)] = std::move(text);
  }
  return files;
}

}  // namespace mote
