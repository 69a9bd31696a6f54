// SPDX-License-Identifier: Apache-2.0
// What undoes a change that harms.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "learn/guard.h"

namespace mote {
namespace {

// Windows whose change adds `gain` to how sure a network is; how many of the last 100 are changed.
int changed_of_last(int32_t gain, std::mt19937& random) {
  mote_guard_state guard;
  mote_guard_reset(&guard);
  int changed = 0;
  for (int n = 0; n < 300; n++) {
    const int32_t chosen = mote_guard_choose(&guard);
    const auto noise = static_cast<int32_t>(random() % 100);
    const std::array<int32_t, 3> scores{0, 200 + noise + (chosen ? gain : 0), -500};
    mote_guard_add(&guard, 3, scores.data());
    changed += n >= 200 ? chosen : 0;
  }
  return changed;
}

TEST(Guard, UndoesWhatLeavesTheNetworkLessSure) {
  std::mt19937 random(8);
  EXPECT_EQ(changed_of_last(100, random), 97);
  EXPECT_EQ(changed_of_last(0, random), 97);
  EXPECT_EQ(changed_of_last(-100, random), 3);
}

TEST(Guard, DoesNothingWithoutScores) {
  mote_guard_state guard;
  mote_guard_reset(&guard);
  for (int n = 0; n < 100; n++) EXPECT_EQ(mote_guard_choose(&guard), 1);
  guard.chosen = -1;
  mote_guard_add(&guard, 2, std::array<int32_t, 2>{1, 2}.data());
  EXPECT_EQ(guard.count[1], 0);
}

TEST(Guard, TakesAnyScores) {
  mote_guard_state guard;
  mote_guard_reset(&guard);
  for (int n = 0; n < 100; n++) {
    mote_guard_choose(&guard);
    mote_guard_add(&guard, 2, std::array<int32_t, 2>{INT32_MIN, INT32_MAX}.data());
  }
  EXPECT_EQ(guard.sure[1], 512 * 256);
  mote_guard_choose(&guard);
  mote_guard_add(&guard, 1, std::array<int32_t, 1>{5}.data());
}

}  // namespace
}  // namespace mote
