// SPDX-License-Identifier: Apache-2.0
// For tests: small libraries written by hand, with code whose counts are known to the instruction.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/progress.h"
#include "emulate/emulate.h"

namespace mote {

inline const std::vector<std::string> kCores{"cortex-m0", "cortex-m3",  "cortex-m4",
                                             "cortex-m7", "cortex-m33", "cortex-m55"};

// 1000 rounds of subtract and branch, then back: 2003 instructions, and one for the call.
constexpr const char* kLoop =
    "__attribute__((naked)) void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
    "  (void)m; (void)in; (void)out;\n"
    "  __asm__ volatile(\".syntax unified\\n\"\n"
    "    \"movs r3, #250\\n lsls r3, r3, #2\\n 1: subs r3, #1\\n bne 1b\\n bx lr\\n\");\n"
    "}\n";
constexpr int kLoopInstructions = 2004;
constexpr int kLoopCyclesM0 = 4 + 1 + 1 + 1000 * 1 + 999 * 3 + 1 + 3;

struct Tiny {
  std::string code = kLoop;
  std::string arguments = "const int8_t *in, int8_t *out";
  std::vector<std::string> inputs{"s8 4"}, outputs{"s8 4"};  // type, elements
  std::vector<std::string> layers{"only"};
  int arena_bytes = 16;
  int weight_bytes = 0;
  bool stateful = false;
};

inline std::string port_json(const std::string& port, size_t index) {
  const size_t space = port.find(' ');
  return fmt::format(
      "{{\"name\":\"p{}\",\"dtype\":\"{}\",\"shape\":[1,{}],\"scale\":[],\"zero_point\":[]}}",
      index, port.substr(0, space), port.substr(space + 1));
}

inline std::string ports_json(const std::vector<std::string>& ports) {
  std::vector<std::string> items;
  for (size_t i = 0; i < ports.size(); i++) items.push_back(port_json(ports[i], i));
  return fmt::format("[{}]", fmt::join(items, ","));
}

inline std::string library_json(const Tiny& tiny) {
  std::vector<std::string> layers;
  for (const std::string& name : tiny.layers) {
    layers.push_back(fmt::format("{{\"name\":\"{}\",\"op\":\"Test\",\"macs\":1}}", name));
  }
  return fmt::format(
      "{{\"schema\":1,\"name\":\"tiny\",\"target\":\"any\",\"inputs\":{},\"outputs\":{},"
      "\"layers\":[{}],\"arena_bytes\":{},\"weight_bytes\":{},\"macs\":1,\"stateful\":{}}}",
      ports_json(tiny.inputs), ports_json(tiny.outputs), fmt::join(layers, ","), tiny.arena_bytes,
      tiny.weight_bytes, tiny.stateful);
}

class TinyLibrary : public testing::Test {
 protected:
  TinyLibrary() { set_progress_shown(false); }

  fs::path write(const Tiny& tiny) {
    const std::string header = fmt::format(
        "#include <stdint.h>\n"
        "typedef struct {{ int32_t arena[{}]; }} tiny_memory;\n"
        "int8_t *tiny_input(tiny_memory *m);\n"
        "void tiny_run(tiny_memory *m, {});\n"
        "void tiny_reset(tiny_memory *m);\n",
        tiny.arena_bytes / 4, tiny.arguments);
    const std::string code =
        "#include \"tiny.h\"\n#ifndef TINY_LAYER\n#define TINY_LAYER(i)\n#endif\n"
        "int8_t *tiny_input(tiny_memory *m) { return (int8_t *)m->arena; }\n" +
        tiny.code;
    write_file(folder_.path() / "src" / "tiny.h", header);
    write_file(folder_.path() / "src" / "tiny.c", code);
    write_file(folder_.path() / "extras" / "library.json", library_json(tiny));
    return folder_.path();
  }

  Measurement run(const Tiny& tiny, const std::string& target, int64_t samples = 1,
                  int processes = 1) {
    std::vector<std::string> inputs;
    for (const std::string& port : tiny.inputs) {
      const int64_t elements = std::stoll(port.substr(port.find(' ')));
      std::string bytes;
      const int64_t count = samples * elements * (std::stoi(port.substr(1)) / 8);
      for (int64_t i = 0; i < count; i++) bytes.push_back(static_cast<char>(i * 7 + 1));
      inputs.push_back(bytes);
    }
    return emulate(write(tiny), find_target(target), inputs, samples, processes);
  }

  // The Error that `action` throws.
  static Error error_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return Error(ErrorCode::bad_option, "", "");
  }

  TemporaryFolder folder_;
};

}  // namespace mote
