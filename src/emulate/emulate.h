// SPDX-License-Identifier: Apache-2.0
// Builds firmware around a generated library, runs it on an emulated board (or this machine) and
// counts. Knows no graphs: a library is a folder of C files that describes itself in
// extras/library.json.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/npy.h"
#include "target/target.h"

namespace mote {

// One operand of the library's run function, as extras/library.json has it.
struct Port {
  std::string name;
  std::string dtype;           // "f32", "s8", ...
  std::vector<int64_t> shape;  // with the leading 1
  std::vector<float> scale;    // empty: real numbers; one, or one for each last-axis index
  std::vector<int32_t> zero_point;
  int64_t bytes() const;
};

struct LayerInfo {
  std::string name, op;
  int64_t macs = 0;
};

// extras/library.json of a generated library. Throws missing_file, malformed_file.
struct LibraryInfo {
  std::string name;    // prefix of all symbols
  std::string target;  // what it was generated for
  std::vector<Port> inputs, outputs;
  std::vector<LayerInfo> layers;  // in order of execution: layer i runs after <NAME>_LAYER(i)
  int64_t arena_bytes = 0, weight_bytes = 0, macs = 0;
  std::map<std::string, std::string> meta;  // what the model says about itself
  bool stateful = false;                    // has <NAME>_reset(memory), called before every sample
  int64_t learn_classes = 0;                // has <NAME>_learn for so many; 0: does not learn
  bool adapts = false;                      // has <NAME>_adapt for windows of counts
  bool scores_itself = false;               // has <NAME>_scores for the network's own output
  bool feeds = false;                       // has <NAME>_push for single samples
  bool is_stream = false;                   // see Mode
};
LibraryInfo read_library_info(const std::filesystem::path& folder);

// How samples are run: each by itself, or as steps of one stream through a library that learns. A
// step has one more input, "step": the window's label, a class to forget before it (-1 each where
// there is none), whether the stream has a gap before it, and whether the network's own output says
// the class; and one more output, "decided": the
// class by what had been learnt from the steps before, and that of some windows before, steadier
// (-1: none yet). Libraries that adapt do so.
enum class Mode { samples, stream };

// The library as the mode runs it. Throws bad_model when that is not possible.
LibraryInfo read_library_info(const std::filesystem::path& folder, Mode mode);

struct LayerCount {
  std::string name, op;
  double instructions = 0, cycles = 0;  // mean per inference
};

struct Measurement {
  std::string board;  // which emulated machine; "this machine" for host
  int64_t inferences = 0;
  bool counted = false;                 // false on host: no instruction counts
  double instructions = 0, cycles = 0;  // mean per inference
  int64_t instructions_max = 0;
  bool cycles_are_exact = false;
  int64_t flash_bytes = 0;  // linked library: code + constants + run-time helpers it needs
  int64_t code_bytes = 0, weight_bytes = 0;
  int64_t arena_bytes = 0;   // sizeof(NAME_memory)
  int64_t static_bytes = 0;  // .data + .bss of the library, and the caller's output buffers
  int64_t stack_bytes = 0;   // high water below the call of NAME_run
  int64_t ram_bytes = 0;     // arena + static + stack
  std::vector<LayerCount> layers;
  std::vector<std::vector<char>> outputs;  // one for each output port: all samples, raw bytes
};

// Runs every sample; inputs: one raw byte string per input port, sample after sample, in the
// port's own type. Splits them over `processes` emulators (0: one for each core), which changes
// no result; a stream takes one. Throws missing_tool, tool_failed (with the compiler's words),
// device_fault, and bad_model when no board of the target holds the program.
Measurement emulate(const std::filesystem::path& library, const Target& target,
                    const std::vector<std::string>& inputs, int64_t samples, int processes = 0,
                    Mode mode = Mode::samples);

// Flash of the linked library without running it (code_bytes, weight_bytes, flash_bytes set).
Measurement measure_size(const std::filesystem::path& library, const Target& target);

}  // namespace mote
