/* SPDX-License-Identifier: Apache-2.0 */
#include "cycles.h"

#include <gtest/gtest.h>

namespace
{

TEST(Cycles, SizeComesFromTheOpcode)
{
    EXPECT_EQ(thumb_bytes(0xe7fe), 2); /* b . */
    EXPECT_EQ(thumb_bytes(0xe92d), 4); /* push.w */
    EXPECT_EQ(thumb_bytes(0xf000), 4); /* bl */
    EXPECT_EQ(thumb_bytes(0xdfff), 2); /* svc */
}

TEST(Cycles, CortexM0TableHoldsForEveryKindOfInstruction)
{
    struct Row {
        const char *text;
        uint16_t first;
        int cycles, taken_cycles;
    };
    const Row rows[] = {
        {"lsls r0, r1, #2", 0x0088, 1, 0},
        {"subs r0, #1", 0x3801, 1, 0},
        {"muls r0, r1", 0x4348, 1, 0},
        {"mov r8, r0", 0x4680, 1, 0},
        {"mov pc, r0", 0x4687, 3, 0},
        {"add pc, r0", 0x4487, 3, 0},
        {"cmp r7, r8", 0x4547, 1, 0},
        {"bx lr", 0x4770, 3, 0},
        {"blx r3", 0x4798, 3, 0},
        {"ldr r0, [pc]", 0x4800, 2, 0},
        {"ldrsb r0, [r1, r2]", 0x5688, 2, 0},
        {"strb r0, [r1]", 0x7008, 2, 0},
        {"ldr r0, [sp]", 0x9800, 2, 0},
        {"add r0, sp, #4", 0xa801, 1, 0},
        {"sub sp, #8", 0xb082, 1, 0},
        {"uxtb r0, r0", 0xb2c0, 1, 0},
        {"push {r4, lr}", 0xb510, 3, 0},
        {"pop {r4}", 0xbc10, 2, 0},
        {"pop {r4, pc}", 0xbd10, 5, 0},
        {"pop {r4-r7, pc}", 0xbdf0, 8, 0},
        {"pop {pc}", 0xbd00, 4, 0},
        {"ldm r0!, {r1-r3}", 0xc80e, 4, 0},
        {"stm r0!, {r1}", 0xc002, 2, 0},
        {"bne .", 0xd1fe, 1, 2},
        {"b .", 0xe7fe, 3, 0},
        {"bl .", 0xf7ff, 4, 0},
        {"mrs r0, ipsr", 0xf3ef, 4, 0},
        {"nop", 0xbf00, 1, 0},
    };
    for (const Row &row : rows) {
        const Cost cost = m0_cost(row.first, 0xffff);
        EXPECT_EQ(cost.cycles, row.cycles) << row.text;
        EXPECT_EQ(cost.taken_cycles, row.taken_cycles) << row.text;
    }
}

TEST(Cycles, LargerCoresAreEstimated)
{
    struct Row {
        const char *text;
        uint16_t first, second;
        int cycles, taken_cycles;
        bool is_load;
    };
    const Row rows[] = {
        {"add.w r0, r1, r2", 0xeb01, 0x0002, 1, 0, false},
        {"ldr r0, [r1]", 0x6808, 0, 2, 0, true},
        {"str r0, [r1]", 0x6008, 0, 1, 0, false},
        {"ldrsb r0, [r1, r2]", 0x5688, 0, 2, 0, true},
        {"strh r0, [r1, r2]", 0x5288, 0, 1, 0, false},
        {"ldr.w r0, [r1, #4]!", 0xf851, 0x0f04, 2, 0, true},
        {"ldr.w pc, [r1]", 0xf8d1, 0xf000, 2, 2, true},
        {"strb.w r0, [r1]", 0xf881, 0x0000, 1, 0, false},
        {"ldmia.w r0!, {r1-r8}", 0xe8b0, 0x01fe, 9, 0, false},
        {"pop.w {r4-r8, pc}", 0xe8bd, 0x81f0, 7, 2, false},
        {"push.w {r4-r8, lr}", 0xe92d, 0x41f0, 7, 0, false},
        {"ldrd r0, r1, [r2]", 0xe9d2, 0x0100, 3, 0, false},
        {"tbb [pc, r0]", 0xe8df, 0xf000, 2, 2, false},
        {"cbz r0, .", 0xb100, 0, 1, 2, false},
        {"cbnz r0, .", 0xb900, 0, 1, 2, false},
        {"it eq", 0xbf08, 0, 1, 0, false},
        {"bne.w", 0xf47f, 0xaffe, 1, 2, false},
        {"b.w", 0xf7ff, 0xbffe, 1, 2, false},
        {"bl", 0xf7ff, 0xfffe, 1, 2, false},
        {"dsb", 0xf3bf, 0x8f4f, 1, 0, false},
        {"sdiv r0, r1, r2", 0xfb91, 0xf0f2, 6, 0, false},
        {"udiv r0, r1, r2", 0xfbb1, 0xf0f2, 6, 0, false},
        {"smull r0, r1, r2, r3", 0xfb82, 0x0103, 1, 0, false},
        {"smlad r0, r1, r2, r3", 0xfb21, 0x3002, 1, 0, false},
        {"movw r0, #1", 0xf240, 0x0001, 1, 0, false},
        {"vldr s0, [r0]", 0xed90, 0x0a00, 2, 0, true},
        {"vpush {s16-s19}", 0xed2d, 0x8a04, 5, 0, false},
        {"vadd.f32 s0, s1, s2", 0xee30, 0x0a81, 1, 0, false},
        {"vfma.f32 s0, s1, s2", 0xeea0, 0x0a81, 3, 0, false},
        {"vdiv.f32 s0, s1, s2", 0xee80, 0x0a81, 14, 0, false},
        {"vsqrt.f32 s0, s1", 0xeeb1, 0x0ae0, 14, 0, false},
        {"vneg.f32 s0, s1", 0xeeb1, 0x0a60, 1, 0, false},
        {"vldrb.u8 q0, [r0]", 0xed90, 0x1e00, 2, 0, false},
        {"dls lr, r0", 0xf040, 0xe001, 1, 0, false},
        {"le lr, .", 0xf00f, 0xc001, 1, 0, false},
    };
    for (const Row &row : rows) {
        const Cost cost = m4_cost(row.first, row.second);
        EXPECT_EQ(cost.cycles, row.cycles) << row.text;
        EXPECT_EQ(cost.taken_cycles, row.taken_cycles) << row.text;
        EXPECT_EQ(cost.is_load, row.is_load) << row.text;
    }
}

TEST(Cycles, StoresAreRecognized)
{
    for (const int store : {0x5008, 0x5288, 0x5488, 0x6008, 0x7008, 0x8008, 0x9000, 0xb510, 0xc002,
                            0xe92d, 0xe9cd, 0xf8c1, 0xf881, 0xed2d})
        EXPECT_TRUE(may_store(static_cast<uint16_t>(store))) << std::hex << store;
    for (const int other : {0x4800, 0x5688, 0x6808, 0x7808, 0x8808, 0x9800, 0xbd10, 0xc802, 0x4348,
                            0xd1fe, 0xe7fe, 0xf8d1, 0xf7ff})
        EXPECT_FALSE(may_store(static_cast<uint16_t>(other))) << std::hex << other;
}

} /* namespace */
