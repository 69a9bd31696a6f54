// SPDX-License-Identifier: Apache-2.0
// What can go wrong: in the library, on the board, on the user's machine.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

#include "base/interrupt.h"
#include "emulate/tiny_library.h"

namespace mote {
namespace {

using EmulateFailure = TinyLibrary;

// Sets an environment variable until the end of a test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

TEST_F(EmulateFailure, AnUnalignedAccessIsAFaultWithItsPlace) {
  Tiny tiny;
  tiny.code =
      "__attribute__((noinline)) int32_t crooked(const int8_t *at) {\n"
      "  int32_t value; __asm__ volatile(\"ldr %0, [%1]\" : \"=l\"(value) : \"l\"(at));\n"
      "  return value; }\n"
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; out[0] = (int8_t)crooked(in + (in[0] == 29 ? 1 : 0)); }\n";
  const Error error = error_of([&] { run(tiny, "cortex-m0", 4, 2); });  // sample 1 starts with 29
  EXPECT_EQ(error.code, ErrorCode::device_fault);
  EXPECT_NE(error.message.find("crooked"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("sample 1"), std::string::npos) << error.message;
  EXPECT_NE(error.place.find("microbit"), std::string::npos) << error.place;
  EXPECT_NO_THROW(run(tiny, "cortex-m4", 4, 2));  // allowed there
}

TEST_F(EmulateFailure, AnAccessToNowhereIsAFaultOnEveryCoreAndThisMachine) {
  Tiny tiny;
  tiny.code =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; out[0] = *(volatile int8_t *)(uintptr_t)(0xe2000000u + (uint8_t)in[0]); }\n";
  for (const std::string& core : kCores) {
    EXPECT_EQ(error_of([&] { run(tiny, core); }).code, ErrorCode::device_fault) << core;
  }
  EXPECT_EQ(error_of([&] { run(tiny, "host"); }).code, ErrorCode::device_fault);
}

TEST_F(EmulateFailure, TakesTheNextBoardWhenMemoryOrStackDoNotFit) {
  Tiny tiny;
  tiny.arena_bytes = 15 * 1024;
  EXPECT_EQ(run(tiny, "cortex-m0").board, "microbit");
  tiny.arena_bytes = 16 * 1024;
  EXPECT_EQ(run(tiny, "cortex-m0").board, "mps2-an385");
  tiny.arena_bytes = 15 * 1024;  // fits, but then the stack does not
  tiny.code =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  volatile int8_t deep[2000]; (void)m;\n"
      "  for (int i = 1999; i >= 0; i--) deep[i] = in[i & 3];\n"
      "  for (int i = 0; i < 4; i++) out[i] = deep[i]; }\n";
  const Measurement result = run(tiny, "cortex-m0");
  EXPECT_EQ(result.board, "mps2-an385");
  EXPECT_GE(result.stack_bytes, 2000);
  EXPECT_EQ(result.outputs[0], (std::vector<char>{1, 8, 15, 22}));
}

TEST_F(EmulateFailure, WhatFitsNoBoardSaysHowMuchIsMissing) {
  Tiny tiny;
  tiny.arena_bytes = 5 * 1024 * 1024;
  const Error error = error_of([&] { run(tiny, "cortex-m0"); });
  EXPECT_EQ(error.code, ErrorCode::bad_model);
  EXPECT_NE(error.message.find("1.0 MiB of RAM"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("mps2-an385"), std::string::npos) << error.message;
}

TEST_F(EmulateFailure, AbsentToolsAreNamedWithTheirPackage) {
  const Tiny tiny;
  const fs::path tools = folder_.path() / "tools";
  fs::create_directories(tools);
  const Variable path("PATH", tools.string());
  const Error qemu = error_of([&] { run(tiny, "cortex-m0"); });
  EXPECT_EQ(qemu.code, ErrorCode::missing_tool);
  EXPECT_NE(qemu.help.find("qemu-system-arm"), std::string::npos) << qemu.help;
  const Error compiler = error_of([&] { measure_size(write(tiny), find_target("cortex-m0")); });
  EXPECT_EQ(compiler.code, ErrorCode::missing_tool);
  EXPECT_NE(compiler.help.find("gcc-arm-none-eabi"), std::string::npos) << compiler.help;
}

TEST_F(EmulateFailure, AnAbsentCounterIsNamed) {
  const Variable counter("MOTE_COUNTER", "/nowhere/libmote_counter.so");
  const Error error = error_of([&] { run(Tiny(), "cortex-m0"); });
  EXPECT_EQ(error.code, ErrorCode::missing_tool);
  EXPECT_NE(error.help.find("MOTE_COUNTER"), std::string::npos) << error.help;
}

TEST_F(EmulateFailure, CompilersAndLinkersSpeakForThemselves) {
  Tiny tiny;
  tiny.code = "#error no such kernel\n";
  const Error compiler = error_of([&] { run(tiny, "cortex-m4"); });
  EXPECT_EQ(compiler.code, ErrorCode::tool_failed);
  EXPECT_NE(compiler.message.find("no such kernel"), std::string::npos) << compiler.message;
  tiny.code =
      "int absent(void); void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; out[0] = (int8_t)absent(); }\n";
  for (const std::string target : {"cortex-m0", "host"}) {
    const Error linker = error_of([&] { run(tiny, target); });
    EXPECT_EQ(linker.code, ErrorCode::tool_failed) << target;
    EXPECT_NE(linker.message.find("absent"), std::string::npos) << linker.message;
  }
}

TEST_F(EmulateFailure, TheInputMustBeWholeSamples) {
  const fs::path library = write(Tiny());
  const Target& host = find_target("host");
  EXPECT_EQ(error_of([&] { emulate(library, host, {"abc"}, 1); }).code, ErrorCode::shape_mismatch);
  EXPECT_EQ(error_of([&] { emulate(library, host, {}, 1); }).code, ErrorCode::shape_mismatch);
  EXPECT_EQ(error_of([&] { emulate(library, host, {""}, 0); }).code, ErrorCode::bad_option);
}

TEST_F(EmulateFailure, AMalformedDescriptionSaysWhatIsWrong) {
  const fs::path library = write(Tiny());
  const fs::path file = library / "extras" / "library.json";
  const std::string good = read_file(file);
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    write_file(file, text);
    return error_of([&] { read_library_info(library); });
  };
  EXPECT_EQ(read_library_info(library).inputs[0].bytes(), 4);
  EXPECT_EQ(broken("\"schema\":1", "\"schema\":2").code, ErrorCode::malformed_file);
  EXPECT_EQ(broken("\"s8\"", "\"s9\"").code, ErrorCode::malformed_file);
  EXPECT_EQ(broken("[1,4]", "[1,-4]").code, ErrorCode::malformed_file);
  EXPECT_EQ(broken("\"tiny\"", "\"9 lives\"").code, ErrorCode::malformed_file);
  EXPECT_EQ(broken("\"inputs\"", "\"entries\"").code, ErrorCode::malformed_file);
  EXPECT_EQ(broken("}", "").code, ErrorCode::malformed_file);
  EXPECT_EQ(error_of([&] { read_library_info("/nowhere"); }).code, ErrorCode::missing_file);
}

TEST_F(EmulateFailure, CtrlCEndsTheEmulatorsAndIsReported) {
  Tiny tiny;
  tiny.code =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; (void)out; for (;;) __asm__ volatile(\"nop\"); }\n";
  const auto interrupted_run = [&] {
    catch_interrupts();
    std::thread([] {
      std::this_thread::sleep_for(std::chrono::milliseconds(1200));
      kill(getpid(), SIGINT);
    }).detach();
    const Error error = error_of([&] { run(tiny, "cortex-m0", 2, 2); });
    _exit(error.code == ErrorCode::interrupted ? exit_code(error.code) : 1);
  };
  EXPECT_EXIT(interrupted_run(), testing::ExitedWithCode(130), "");
}

}  // namespace
}  // namespace mote
