// SPDX-License-Identifier: Apache-2.0
// Copies the kernels a plan calls, in the form that suits the target best.
#include <fmt/format.h>

#include <set>
#include <sstream>

#include "base/embedded.h"
#include "base/error.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

// The first of the target's kernel folders that has the file, then the shared headers.
std::string_view find_text(const Target& target, const std::string& file) {
  for (const std::string& folder : target.kernel_folders) {
    const auto text = embedded_file(fmt::format("kernels/{}/{}", folder, file));
    if (text.data() != nullptr) return text;
  }
  const auto text = embedded_file("include/" + file);
  if (text.data() != nullptr) return text;
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
  std::istringstream lines{std::string(find_text(target, file))};
  for (std::string line; std::getline(lines, line);) {
    const std::string other = included(line);
    text += other.empty() ? line + "\n" : "#include \"" + base_name(other) + "\"\n";
    if (!other.empty()) add_with_includes(target, other, texts);
  }
}

}  // namespace

std::map<std::string, std::string> library_kernels(const LibraryContext& context) {
  std::map<std::string, std::string> texts;
  add_with_includes(context.target, "mote/rom.h", texts);
  for (const Step& step : context.plan.steps) {
    add_with_includes(context.target, step.call.kernel + ".h", texts);
  }
  std::map<std::string, std::string> files;
  for (auto& [name, text] : texts) {
    files[fmt::format("src/{}_internal/{}", context.name, name)] = std::move(text);
  }
  return files;
}

}  // namespace mote
