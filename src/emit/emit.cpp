// SPDX-License-Identifier: Apache-2.0
#include "emit/emit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "emit/feed.h"
#include "emit/library_parts.h"

namespace mote {
namespace {

std::string numbered(const char* stem, size_t i, size_t count) {
  return count == 1 ? stem : fmt::format("{}_{}", stem, i);
}

void check_name(const std::string& name) {
  if (!name.empty() && name == identifier(name) && name == lower_case(name) && name[0] != '_' &&
      name.size() <= 40) {
    return;
  }
  throw Error(ErrorCode::bad_option, "--name",
              fmt::format("'{}' is not a lower-case C identifier of at most 40 letters", name),
              "letters, digits and _ are allowed, as in har_net");
}

}  // namespace

std::string LibraryContext::input_name(size_t i) const {
  return numbered("input", i, input_count());
}

std::string LibraryContext::output_name(size_t i) const {
  return numbered("output", i, output_count());
}

std::string LibraryContext::run_signature() const {
  std::string text = fmt::format("void {0}_run({0}_memory *memory", name);
  for (size_t i = 0; i < input_count(); i++) {
    text += fmt::format(", const {} *{}", dtype_c_type(input(i).dtype), input_name(i));
  }
  for (size_t i = 0; i < output_count(); i++) {
    text += fmt::format(", {} *{}", dtype_c_type(output(i).dtype), output_name(i));
  }
  return text + ")";
}

int64_t LibraryContext::arena_bytes() const {
  return learning == nullptr ? plan.arena_bytes
                             : std::max(plan.arena_bytes, learning_work_bytes(*this));
}

std::vector<std::string> library_sources(const LibraryContext& context) {
  std::vector<std::string> sources;
  for (const char* part : {"", "_selftest", "_feed"}) {
    sources.push_back(fmt::format("src/{}{}.c", context.name, part));
  }
  if (!feeds(context)) sources.pop_back();
  return sources;
}

Library emit(const Plan& plan, const std::string& name, const Target& target,
             const Learning* learning) {
  check_name(name);
  const LibraryContext context{plan, target, name, upper_case(name), learning};
  Library library{name, library_kernels(context)};
  library.files.merge(library_packaging(context));
  library.files["src/" + name + ".h"] = library_header(context);
  library.files["src/" + name + ".c"] = library_source(context);
  library.files["src/" + name + "_selftest.c"] = library_selftest(context);
  if (feeds(context)) library.files["src/" + name + "_feed.c"] = feed_source(context);
  library.files[kLibraryMarker] = library_manifest(context).dump(2) + "\n";
  return library;
}

}  // namespace mote
