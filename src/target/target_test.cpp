// SPDX-License-Identifier: Apache-2.0
#include "target/target.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace mote {
namespace {

TEST(Target, HostComesFirstThenNamesInOrder) {
  const auto& targets = all_targets();
  ASSERT_EQ(targets.size(), 7u);
  EXPECT_EQ(targets[0].name, "host");
  EXPECT_TRUE(std::is_sorted(targets.begin() + 1, targets.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
}

TEST(Target, EveryTargetEndsWithPortableKernelsAndSaysHowToGetItsCompiler) {
  for (const Target& target : all_targets()) {
    ASSERT_FALSE(target.kernel_folders.empty()) << target.name;
    EXPECT_EQ(target.kernel_folders.back(), "portable") << target.name;
    EXPECT_FALSE(target.compiler_package.empty()) << target.name;
    EXPECT_EQ(target.boards.empty(), target.name == "host") << target.name;
    EXPECT_EQ(target.cycle_model.empty(), target.name == "host") << target.name;
  }
}

TEST(Target, BoardsAreListedFromTheRealPartToTheRoomyOne) {
  for (const Target& target : all_targets()) {
    for (size_t i = 1; i < target.boards.size(); i++) {
      EXPECT_GE(target.boards[i].ram_bytes, target.boards[i - 1].ram_bytes) << target.name;
      EXPECT_GE(target.boards[i].flash_bytes, target.boards[i - 1].flash_bytes) << target.name;
    }
  }
}

TEST(Target, OnlyTheCompleteTableClaimsExactCycles) {
  for (const Target& target : all_targets()) {
    EXPECT_EQ(target.cycles_are_exact, target.cycle_model == "m0") << target.name;
  }
  EXPECT_EQ(find_target("cortex-m0").boards.front().ram_bytes, 16u * 1024);
}

TEST(Target, AMisspelledNameGetsASuggestion) {
  try {
    find_target("cortex-m44");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::bad_option);
    EXPECT_NE(error.help.find("cortex-m4"), std::string::npos) << error.help;
    EXPECT_NE(error.help.find("host"), std::string::npos) << error.help;
  }
}

}  // namespace
}  // namespace mote
