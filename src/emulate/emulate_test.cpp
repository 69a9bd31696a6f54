// SPDX-License-Identifier: Apache-2.0
#include "emulate/emulate.h"

#include "emulate/tiny_library.h"

namespace mote {
namespace {

using Emulate = TinyLibrary;

TEST_F(Emulate, CountsALoopOfKnownLengthToTheInstructionOnEveryCore) {
  for (const std::string& core : kCores) {
    const Measurement result = run(Tiny(), core, 3, 1);
    EXPECT_TRUE(result.counted) << core;
    EXPECT_EQ(result.inferences, 3) << core;
    EXPECT_EQ(result.instructions, kLoopInstructions) << core;
    EXPECT_EQ(result.instructions_max, kLoopInstructions) << core;
    EXPECT_EQ(result.stack_bytes, 0) << core;
    EXPECT_EQ(result.cycles_are_exact, core == "cortex-m0");
    if (core == "cortex-m0") {
      EXPECT_EQ(result.cycles, kLoopCyclesM0);
      EXPECT_EQ(result.board, "microbit");
    } else {
      EXPECT_EQ(result.cycles, kLoopCyclesM0 - 1) << core;  // a call takes 3 there
    }
  }
}

TEST_F(Emulate, CountsTheSameWhereverTheLoopLies) {
  // Around a page of QEMU's translator (1 KiB), where it misreports instruction sizes.
  for (const int before : {0, 2, 4, 6, 8, 10}) {
    Tiny tiny;
    tiny.code = fmt::format(
        "__attribute__((naked, aligned(1024)))\n"
        "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {{\n"
        "  (void)m; (void)in; (void)out;\n"
        "  __asm__ volatile(\".syntax unified\\n mov r12, lr\\n movs r3, #100\\n b 1f\\n\"\n"
        "    \".space {}\\n 1: adds r2, r3, #1\\n bl 2f\\n 2: subs r3, #1\\n bne 1b\\n\"\n"
        "    \"mov lr, r12\\n bx lr\\n\"); }}\n",
        1018 - before);
    const Measurement result = run(tiny, "cortex-m0");
    EXPECT_EQ(result.instructions, 1 + 3 + 100 * 4 + 2) << before;
    EXPECT_EQ(result.cycles, 4 + 1 + 1 + 3 + 100 * (1 + 4 + 1 + 1) + 99 * 2 + 1 + 3) << before;
  }
}

TEST_F(Emulate, RepeatedRunsAndSplitRunsGiveTheSameNumbers) {
  Tiny tiny;  // as many rounds as the first byte says: every sample costs something else
  tiny.code =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; for (int i = 0; i < (uint8_t)in[0]; i++) __asm__ volatile(\"nop\");\n"
      "  for (int i = 0; i < 4; i++) out[i] = (int8_t)(in[i] ^ 0x55);\n"
      "  if ((in[0] & 3) == 3) { volatile int8_t deep[64]; deep[0] = in[0]; (void)deep; }\n"
      "}\n";
  const Measurement first = run(tiny, "cortex-m0", 7, 1);
  EXPECT_GT(static_cast<double>(first.instructions_max), first.instructions);
  for (const int processes : {1, 2, 3, 16}) {
    const Measurement again = run(tiny, "cortex-m0", 7, processes);
    EXPECT_EQ(again.instructions, first.instructions) << processes;
    EXPECT_EQ(again.instructions_max, first.instructions_max) << processes;
    EXPECT_EQ(again.cycles, first.cycles) << processes;
    EXPECT_EQ(again.stack_bytes, first.stack_bytes) << processes;
    EXPECT_EQ(again.outputs, first.outputs) << processes;
  }
}

TEST_F(Emulate, GivesTheSameOutputsOnEveryCoreAndThisMachine) {
  Tiny tiny;  // two inputs and three outputs: seven operands, of which three go to the stack
  tiny.inputs = {"s8 5", "s16 3"};
  tiny.outputs = {"s8 5", "f32 2", "s32 1"};
  tiny.arguments = "const int8_t *a, const int16_t *b, int8_t *x, float *y, int32_t *z";
  tiny.code =
      "static const int64_t big[2] = {1234567890123LL, -3};\n"
      "void tiny_run(tiny_memory *m, const int8_t *a, const int16_t *b, int8_t *x, float *y,\n"
      "              int32_t *z) {\n"
      "  (void)m; float sum = 0.1f; int64_t wide = big[0];\n"
      "  for (int i = 0; i < 5; i++) { sum = sum * 0.7f + (float)a[i]; x[i] = (int8_t)-a[4 - i]; "
      "}\n"
      "  y[0] = sum; y[1] = sum / 3.0f;\n"
      "  for (int i = 0; i < 3; i++) wide = wide / (b[i] | 1) + big[1] * b[i];\n"
      "  *z = (int32_t)wide;\n"
      "}\n";
  const Measurement host = run(tiny, "host", 9, 2);
  EXPECT_FALSE(host.counted);
  EXPECT_EQ(host.board, "this machine");
  ASSERT_EQ(host.outputs.size(), 3u);
  EXPECT_EQ(host.outputs[0].size(), 9u * 5);
  EXPECT_EQ(host.outputs[0][0], static_cast<char>(-(4 * 7 + 1)));
  for (const std::string& core : kCores) {
    EXPECT_EQ(run(tiny, core, 9, 2).outputs, host.outputs) << core;
  }
}

TEST_F(Emulate, ResetsAStateBeforeEverySample) {
  Tiny tiny;
  tiny.stateful = true;
  tiny.code =
      "void tiny_reset(tiny_memory *m) { m->arena[3] = 0; }\n"
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  m->arena[3]++; for (int i = 0; i < 4; i++) out[i] = (int8_t)(in[i] + m->arena[3]); }\n";
  for (const std::string target : {"host", "cortex-m0"}) {
    const Measurement result = run(tiny, target, 5, 1);
    for (size_t i = 0; i < result.outputs[0].size(); i++) {
      EXPECT_EQ(result.outputs[0][i], static_cast<char>(i * 7 + 2)) << target << i;
    }
  }
}

TEST_F(Emulate, MeasuresTheStackOfAKnownFrame) {
  Tiny tiny;  // four registers and a frame of 100 words, written at its lowest word
  tiny.code =
      "__attribute__((naked)) void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; (void)out;\n"
      "  __asm__ volatile(\".syntax unified\\n push {r4-r6, lr}\\n sub sp, #400\\n\"\n"
      "    \"str r0, [sp]\\n str r0, [r0, #4]\\n add sp, #400\\n pop {r4-r6, pc}\\n\"); }\n";
  for (const std::string& core : kCores) {
    const Measurement result = run(tiny, core);
    EXPECT_EQ(result.stack_bytes, 416) << core;
    EXPECT_EQ(result.arena_bytes, 16) << core;
    EXPECT_EQ(result.static_bytes, 8) << core;  // the output, padded
    EXPECT_EQ(result.ram_bytes, 416 + 16 + 8) << core;
  }
}

TEST_F(Emulate, SplitsTheTotalOverTheLayers) {
  Tiny tiny;
  tiny.layers = {"first", "second", "third"};
  tiny.code =
      "static void work(int n) {\n"
      "  __asm__ volatile(\".syntax unified\\n 1: subs %0, #1\\n bne 1b\" : \"+l\"(n) :: \"cc\"); "
      "}\n"
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; (void)out;\n"
      "  TINY_LAYER(0); work(10); TINY_LAYER(1); work(100); TINY_LAYER(2); work(30); }\n";
  const Measurement result = run(tiny, "cortex-m0", 2, 2);
  ASSERT_EQ(result.layers.size(), 3u);
  EXPECT_EQ(result.layers[1].name, "second");
  EXPECT_EQ(result.layers[1].instructions, 1 + 2 * 100);  // a MOVS, then the loop
  EXPECT_EQ(result.layers[1].cycles, 1 + 2 * 100 + 99 * 2);
  double instructions = 0, cycles = 0;
  for (const LayerCount& layer : result.layers) {
    instructions += layer.instructions;
    cycles += layer.cycles;
  }
  EXPECT_EQ(instructions, result.instructions);
  EXPECT_EQ(cycles, result.cycles);
}

TEST_F(Emulate, MoreLayersThanListedAreAMistakeOfTheLibrary) {
  Tiny tiny;
  tiny.code =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; (void)out; TINY_LAYER(0); TINY_LAYER(1); }\n";
  EXPECT_EQ(error_of([&] { run(tiny, "cortex-m0"); }).code, ErrorCode::bad_model);
}

TEST_F(Emulate, SizesHoldTheLibraryAndNothingElse) {
  Tiny tiny;
  tiny.weight_bytes = 100;
  const std::string start =
      "__attribute__((naked)) void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
      "  (void)m; (void)in; (void)out; __asm__ volatile(\"bx lr\\n nop\"); }\n"
      "int unused(int a) { return a / 3; }\n";
  for (const std::string& core : kCores) {
    tiny.code = start;
    const Measurement least = measure_size(write(tiny), find_target(core));
    EXPECT_EQ(least.flash_bytes, 4 + 4) << core;  // run and input, each padded to a word
    EXPECT_EQ(least.code_bytes, 8 - 100) << core;
    tiny.code =
        "const uint8_t weights[1000] = {1}; uint8_t zeros[40]; uint8_t filled[20] = {1};\n"
        "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n"
        "  (void)m; zeros[in[1]] = filled[in[2]]; out[0] = (int8_t)weights[in[0]]; }\n";
    const Measurement more = measure_size(write(tiny), find_target(core));
    EXPECT_GE(more.flash_bytes, 1000 + 20 + 20) << core;
    EXPECT_LE(more.flash_bytes, 1000 + 20 + 80) << core;
    EXPECT_EQ(more.static_bytes, 40 + 20 + 8) << core;
  }
}

TEST_F(Emulate, RunTimeHelpersCountAndMarkersDoNot) {
  Tiny tiny;
  const std::string head =
      "void tiny_run(tiny_memory *m, const int8_t *in, int8_t *out) {\n(void)m;";
  tiny.code = head + "TINY_LAYER(0); out[0] = (int8_t)(in[0] + in[1]); }\n";
  const Measurement plain = run(tiny, "cortex-m0");
  const Measurement size = measure_size(write(tiny), find_target("cortex-m0"));
  EXPECT_EQ(plain.flash_bytes, size.flash_bytes);
  tiny.code = head + "TINY_LAYER(0); out[0] = (int8_t)(in[0] / (in[1] | 1)); }\n";
  EXPECT_GT(run(tiny, "cortex-m0").flash_bytes, plain.flash_bytes + 200);  // division
}

}  // namespace
}  // namespace mote
