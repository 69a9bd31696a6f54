// SPDX-License-Identifier: Apache-2.0
#include "emulate/live_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/process.h"
#include "base/text.h"
#include "emulate/build.h"

namespace mote {
namespace {

std::vector<std::string> compile_command(const LibraryInfo& info, const fs::path& library,
                                         const fs::path& folder, int64_t step, int64_t least) {
  const Target& host = find_target("host");
  require_program(host.compiler, host.compiler_package);
  const std::string macro = upper_case(info.name);
  std::vector<std::string> words{host.compiler};
  words.insert(words.end(), host.flags.begin(), host.flags.end());
  words.insert(
      words.end(),
      {"-shared", "-fPIC", "-I" + (library / "src").string(),
       fmt::format("-DMOTE_HEADER=\"{}.h\"", info.name),
       fmt::format("-DMOTE_FEED={}_feed", info.name),
       fmt::format("-DMOTE_BEGIN={}_begin", info.name),
       fmt::format("-DMOTE_PAUSE={}_pause", info.name),
       fmt::format("-DMOTE_PUSH={}_push", info.name),
       fmt::format("-DMOTE_CHANNELS={}_CHANNELS", macro),
       fmt::format("-DMOTE_WINDOW={}_WINDOW", macro), fmt::format("-DMOTE_STEP={}_STEP", macro),
       fmt::format("-DMOTE_DELAY={}_PUSH_DELAY", macro),
       fmt::format("-DMOTE_NUMBER={}", info.inputs[0].dtype == "f32"   ? "float"
                                       : info.inputs[0].dtype == "s16" ? "int16_t"
                                                                       : "int8_t")});
  if (step > 0) words.push_back(fmt::format("-D{}_STEP={}", macro, step));
  if (least >= 0) words.push_back(fmt::format("-D{}_LEAST_CONFIDENCE={}", macro, least));
  words.push_back((folder / "firmware_live.c").string());
  for (const fs::path& file : library_files(library)) words.push_back(file.string());
  words.insert(words.end(), {"-lm", "-o", (folder / "live.so").string()});
  return words;
}

}  // namespace

LiveLibrary::LiveLibrary(const fs::path& library, int64_t step, int64_t least) {
  const LibraryInfo info = read_library_info(library);
  if (!info.feeds) {
    throw Error(ErrorCode::bad_model, info.name,
                "does not take windows of samples (time by channels) and tell classes in 8 bits",
                "train one with 'mote train', or make an imported one int8 with 'mote import -i'");
  }
  const int64_t window = info.inputs[0].shape[1];
  const auto hop = info.meta.find("hop");
  if (step > window ||
      (step > 0 && hop != info.meta.end() && std::to_string(step) != hop->second)) {
    throw Error(ErrorCode::bad_option, "--step",
                fmt::format("is {}, but {}", step,
                            hop == info.meta.end()
                                ? fmt::format("a window has {} samples", window)
                                : fmt::format("the library was made for {}", hop->second)));
  }
  write_file(folder_.path() / "firmware_live.c", embedded_file("firmware/firmware_live.c"));
  const ProcessResult result =
      run_process(compile_command(info, fs::absolute(library), folder_.path(), step, least));
  if (result.exit_status != 0) {
    throw Error(ErrorCode::tool_failed, library.string(),
                "the compiler failed:\n" + first_lines(result.output));
  }
  handle_ = dlopen((folder_.path() / "live.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle_ == nullptr) throw Error(ErrorCode::tool_failed, library.string(), dlerror());
  facts_ = symbol<const int32_t*>("mote_live_facts");
  symbol<void (*)()>("mote_live_begin")();
}

LiveLibrary::~LiveLibrary() {
  if (handle_ != nullptr) dlclose(handle_);
}

template <class T>
T LiveLibrary::symbol(const char* name) const {
  return reinterpret_cast<T>(dlsym(handle_, name));
}

std::optional<LiveLibrary::Answer> LiveLibrary::push(std::span<const double> sample) {
  int32_t answer[2];
  const auto push = symbol<int32_t (*)(const double*, int32_t*)>("mote_live_push");
  if (push(sample.data(), answer) == 0) return std::nullopt;
  return Answer{answer[0], answer[1]};
}

void LiveLibrary::pause() {
  symbol<void (*)()>("mote_live_pause")();
}

}  // namespace mote
