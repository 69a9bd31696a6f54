// SPDX-License-Identifier: Apache-2.0
#include "emulate/emulate.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "base/parallel.h"
#include "base/process.h"
#include "emulate/build.h"
#include "emulate/run.h"

namespace mote {
namespace {

void check_inputs(const LibraryInfo& info, const std::vector<std::string>& inputs,
                  int64_t samples) {
  if (samples <= 0) {
    throw Error(ErrorCode::bad_option, info.name, fmt::format("{} samples to run", samples),
                "give one sample at least");
  }
  if (inputs.size() != info.inputs.size()) {
    throw Error(
        ErrorCode::shape_mismatch, info.name,
        fmt::format("takes {} inputs, but {} were given", info.inputs.size(), inputs.size()));
  }
  for (size_t i = 0; i < inputs.size(); i++) {
    const int64_t wanted = samples * info.inputs[i].bytes();
    const int64_t got = static_cast<int64_t>(inputs[i].size());
    if (got == wanted) continue;
    throw Error(ErrorCode::shape_mismatch, info.name,
                fmt::format("input '{}' takes {} bytes for {} samples, but {} were given",
                            info.inputs[i].name, wanted, samples, got));
  }
}

void set_sizes(const Sizes& sizes, const LibraryInfo& info, Measurement& result) {
  result.flash_bytes = sizes.flash_bytes;
  result.weight_bytes = info.weight_bytes;
  result.code_bytes = sizes.flash_bytes - info.weight_bytes;
  result.arena_bytes = sizes.arena_bytes;
  result.static_bytes = sizes.static_bytes;
  result.ram_bytes = sizes.arena_bytes + sizes.static_bytes;
}

void set_counts(const Counts& counts, const LibraryInfo& info, Measurement& result) {
  if (counts.layers.size() > std::max<size_t>(1, info.layers.size())) {
    throw Error(ErrorCode::bad_model, info.name,
                fmt::format("runs {} layers, but extras/library.json lists {}",
                            counts.layers.size(), info.layers.size()));
  }
  const auto mean = [&](int64_t sum) {
    return static_cast<double>(sum) / static_cast<double>(counts.inferences);
  };
  result.counted = true;
  result.instructions = mean(counts.instructions);
  result.cycles = mean(counts.cycles);
  result.instructions_max = counts.instructions_max;
  result.stack_bytes = counts.stack_bytes;
  result.ram_bytes += counts.stack_bytes;
  for (size_t i = 0; i < info.layers.size(); i++) {
    LayerCount layer{info.layers[i].name, info.layers[i].op, 0, 0};
    if (i < counts.layers.size()) {
      layer.instructions = mean(counts.layers[i].first);
      layer.cycles = mean(counts.layers[i].second);
    }
    result.layers.push_back(layer);
  }
}

// On the first board that has room, also for the stack, which shows only when it runs.
RunResult run_on_a_board(const Build& build, const Sizes& sizes, Run& run) {
  for (size_t first = 0;;) {
    const size_t index = choose_board(build, sizes, first);
    run.board = &build.target->boards[index];
    run.program = link_for(build, sizes, *run.board);
    RunResult result = run_samples(run);
    if (!result.stack_overflowed) return result;
    first = index + 1;
  }
}

}  // namespace

Measurement emulate(const fs::path& library, const Target& target,
                    const std::vector<std::string>& inputs, int64_t samples, int processes,
                    Mode mode) {
  const LibraryInfo info = read_library_info(library, mode);
  check_inputs(info, inputs, samples);
  const bool is_host = target.boards.empty();
  if (!is_host) {
    require_program("qemu-system-arm", "qemu-system-arm");
    find_counter();
  }
  const TemporaryFolder folder;
  const Build build = compile(library, info, target, folder.path(), true);
  const Sizes sizes = measure(build);
  Run run{&info,         &target,
          nullptr,       "",
          folder.path(), &inputs,
          samples,       info.is_stream ? 1 : processes > 0 ? processes : core_count()};
  if (is_host) run.program = link_for_host(build);
  RunResult done = is_host ? run_samples(run) : run_on_a_board(build, sizes, run);
  Measurement result;
  result.board = is_host ? "this machine" : run.board->name;
  result.inferences = samples;
  result.cycles_are_exact = target.cycles_are_exact;
  set_sizes(sizes, info, result);
  if (!is_host) set_counts(done.counts, info, result);
  result.outputs = std::move(done.outputs);
  return result;
}

Measurement measure_size(const fs::path& library, const Target& target) {
  const LibraryInfo info = read_library_info(library);
  const TemporaryFolder folder;
  const Build build = compile(library, info, target, folder.path(), false);
  Measurement result;
  set_sizes(measure(build), info, result);
  return result;
}

}  // namespace mote
