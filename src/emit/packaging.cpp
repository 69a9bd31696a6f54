// SPDX-License-Identifier: Apache-2.0
// The files by which a library drops into other people's projects: device/package, laid out as they
// will be. NAME in a path and @words@ in a text are filled in, ".in" goes.
#include <fmt/format.h>

#include <regex>

#include "base/embedded.h"
#include "base/text.h"
#include "emit/feed.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

using Words = std::map<std::string, std::string>;

Words words_of(const LibraryContext& context) {
  std::string sources;
  for (const std::string& source : library_sources(context)) {
    sources += fmt::format("        <file category=\"source\" name=\"{}\"/>\n", source);
  }
  // What a run needs beside the memory and the first input in it.
  std::string buffers, others;
  const auto add_buffer = [&](const Value& value, const std::string& name) {
    buffers += fmt::format("static {} {}[{}];\n", dtype_c_type(value.dtype), name,
                           element_count(value.shape));
    others += ", " + name;
  };
  for (size_t i = 1; i < context.input_count(); i++) {
    add_buffer(context.input(i), context.input_name(i));
  }
  for (size_t i = 0; i < context.output_count(); i++) {
    add_buffer(context.output(i), context.output_name(i));
  }
  return {{"name", context.name},
          {"NAME", context.macro},
          {"target", context.target.name},
          {"input", to_string(context.input(0).shape)},
          {"output", to_string(context.output(0).shape)},
          {"input_type", std::string(dtype_c_type(context.input(0).dtype))},
          {"output_type", std::string(dtype_c_type(context.output(0).dtype))},
          {"INPUT", upper_case(context.input_name(0))},
          {"OUTPUT", upper_case(context.output_name(0))},
          {"arena", std::to_string(context.arena_bytes())},
          {"weights", std::to_string(weight_bytes(context.plan))},
          {"output_name", context.output_name(0)},
          {"buffers", buffers},
          {"others", others},
          {"reset", context.is_stateful() ? "    " + context.name + "_reset(&memory);\n" : ""},
          {"pack_sources", sources},
          {"feed_usage", feed_usage(context)}};
}

// Throws std::out_of_range where a text has another @word@.
std::string filled_in(const std::string& text, const Words& words) {
  static const std::regex word("@([A-Za-z_]+)@");
  std::string filled;
  auto rest = text.cbegin();
  for (std::smatch match; std::regex_search(rest, text.cend(), match, word);) {
    filled += match.prefix().str() + words.at(match[1].str());
    rest = match[0].second;
  }
  return filled + std::string(rest, text.cend());
}

}  // namespace

std::map<std::string, std::string> library_packaging(const LibraryContext& context) {
  constexpr std::string_view folder = "package/", suffix = ".in";
  const Words words = words_of(context);
  std::map<std::string, std::string> files;
  for (const std::string_view file : embedded_files(folder)) {
    std::string path(file.substr(folder.size(), file.size() - folder.size() - suffix.size()));
    for (size_t at = 0; (at = path.find("NAME", at)) != std::string::npos;) {
      path.replace(at, 4, context.name);
      at += context.name.size();
    }
    files[path] = filled_in(std::string(embedded_file(file)), words);
  }
  return files;
}

}  // namespace mote
