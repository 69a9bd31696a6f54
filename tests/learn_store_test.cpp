// SPDX-License-Identifier: Apache-2.0
// A state in flash through power cuts at every byte, flipped bits and flash that fails.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "learn/store.h"

namespace mote {
namespace {

struct PowerCut {};

constexpr uint32_t kPage = 64;
constexpr uint32_t kSlot = 2 * kPage;
constexpr int kEraseSteps = 3;

// Flash that clears bits only, in whole units that are erased, and may lose power at any step.
struct Flash {
  std::vector<uint8_t> bytes = std::vector<uint8_t>(2 * kSlot, 0x5a);
  uint32_t write_bytes = 1;
  int steps_left = -1;   // until the cut; negative: never
  int fails_after = -1;  // calls until a callback fails; negative: never
  int stuck = -1;        // a byte that cannot be written
  std::mt19937 random;

  // Whether power goes in this step.
  bool is_cut() { return steps_left >= 0 && steps_left-- == 0; }
  bool fails() { return fails_after >= 0 && fails_after-- == 0; }

  void erase(uint32_t page) {
    ASSERT_EQ(page % kPage, 0u);
    ASSERT_LE(page + kPage, bytes.size());
    for (int step = 0; step < kEraseSteps; step++) {
      if (!is_cut()) continue;
      // A part is erased, a part is garbage, a part is as it was.
      const uint32_t erased = kPage * static_cast<uint32_t>(step) / kEraseSteps;
      for (uint32_t i = 0; i < kPage; i++) {
        uint8_t& byte = bytes[page + i];
        byte = i < erased ? 0xff : i < 2 * erased ? static_cast<uint8_t>(random()) : byte;
        if (step == 0) byte |= static_cast<uint8_t>(random());
      }
      throw PowerCut();
    }
    for (uint32_t i = 0; i < kPage; i++) bytes[page + i] = 0xff;
  }

  void program(uint32_t offset, const uint8_t* from, uint32_t count) {
    ASSERT_EQ(count % write_bytes, 0u);
    ASSERT_EQ(offset % write_bytes, 0u);
    ASSERT_EQ(reinterpret_cast<uintptr_t>(from) % 8, 0u);
    ASSERT_LE(offset + count, bytes.size());
    for (uint32_t i = 0; i < count; i++) {
      ASSERT_EQ(bytes[offset + i], 0xff) << "written twice: " << offset + i;
      const bool cut = is_cut();
      // At a cut some bits of this byte are already there.
      const auto missing = static_cast<uint8_t>(cut ? random() : 0);
      if (static_cast<int>(offset + i) != stuck) bytes[offset + i] &= from[i] | missing;
      if (cut) throw PowerCut();
    }
  }
};

// A store for a state in three pieces, on flash of its own.
struct Device {
  Flash flash;
  uint8_t small[13] = {}, single[1] = {};
  int32_t large[10] = {};
  mote_piece pieces[3] = {{small, sizeof small}, {large, sizeof large}, {single, sizeof single}};
  mote_flash driver{};
  mote_store store{};

  explicit Device(uint32_t write_bytes) {
    flash.write_bytes = write_bytes;
    connect();
  }
  Device(const Device& other) : flash(other.flash) { connect(); }
  Device& operator=(const Device&) = delete;

  void connect() {
    driver = {&flash,
              flash.bytes.data(),
              kPage,
              flash.write_bytes,
              [](void* context, uint32_t offset) {
                static_cast<Flash*>(context)->erase(offset);
                return static_cast<int32_t>(static_cast<Flash*>(context)->fails());
              },
              [](void* context, uint32_t offset, const uint8_t* bytes, uint32_t count) {
                static_cast<Flash*>(context)->program(offset, bytes, count);
                return static_cast<int32_t>(static_cast<Flash*>(context)->fails());
              }};
    store = {&driver, pieces, 3, 0x6d6f7465, kSlot};
  }

  // The state with a number; every byte depends on it.
  void fill(int number) {
    std::mt19937 random(static_cast<unsigned>(number));
    for (const mote_piece& piece : pieces) {
      for (uint32_t i = 0; i < piece.bytes; i++) {
        static_cast<uint8_t*>(piece.data)[i] = static_cast<uint8_t>(random());
      }
    }
  }
  std::vector<uint8_t> state() const {
    std::vector<uint8_t> all;
    for (const mote_piece& piece : pieces) {
      const auto* from = static_cast<const uint8_t*>(piece.data);
      all.insert(all.end(), from, from + piece.bytes);
    }
    return all;
  }
  mote_store_status save(int number) {
    fill(number);
    return mote_store_save(&store);
  }
  // Whether power stayed on.
  bool save_with_cut(int number, int step) {
    flash.steps_left = step;
    try {
      EXPECT_EQ(save(number), MOTE_STORE_OK);
    } catch (const PowerCut&) {
      return false;
    }
    flash.steps_left = -1;
    return true;
  }
  // The number of the state that load finds, among `candidates`; -1: none is whole, -2: another.
  int loaded(const std::vector<int>& candidates) {
    fill(-1);
    const std::vector<uint8_t> before = state();
    if (mote_store_load(&store) == MOTE_STORE_EMPTY) return state() == before ? -1 : -2;
    const std::vector<uint8_t> found = state();
    for (const int number : candidates) {
      fill(number);
      if (state() == found) return number;
    }
    return -2;
  }
};

TEST(Store, ACutAnywhereLeavesTheStateBeforeOrTheNewOne) {
  for (const uint32_t write_bytes : {1u, 2u, 4u, 8u}) {
    Device device(write_bytes);
    int old_found = 0, new_found = 0;
    EXPECT_EQ(device.loaded({}), -1) << "garbage";
    for (int number = 0; number < 60; number++) {
      int step = 0;
      for (bool survived = false; !survived; step++) {
        Device cut = device;
        cut.flash.random.seed(static_cast<unsigned>(1000 * number + step));
        survived = cut.save_with_cut(number, step);
        const int found = cut.loaded({number - 1, number});
        ASSERT_TRUE(found == number || (!survived && found == number - 1))
            << "found " << found << " after a cut of save " << number << " in step " << step
            << ", units of " << write_bytes;
        old_found += found < number;
        new_found += found == number;
        cut.flash.steps_left = -1;
        ASSERT_EQ(cut.save(number + 100), MOTE_STORE_OK);
        ASSERT_EQ(cut.loaded({number + 100}), number + 100);
      }
      ASSERT_GE(step, 70 + 2 * kEraseSteps) << "the header, the state and two pages at least";
      ASSERT_EQ(device.save(number), MOTE_STORE_OK);
    }
    EXPECT_GE(new_found, 60);
    EXPECT_GT(old_found, 60 * 70);
  }
}

TEST(Store, ManyCutsInARowLoseAtMostTheSavesTheyHit) {
  for (const uint32_t write_bytes : {1u, 2u, 4u, 8u}) {
    Device device(write_bytes);
    std::mt19937 random(write_bytes);
    ASSERT_EQ(device.save(0), MOTE_STORE_OK);
    int last = 0, cuts = 0;
    for (int number = 1; number < 3000; number++) {
      const bool survived = device.save_with_cut(number, static_cast<int>(random() % 85));
      device.flash.steps_left = -1;
      const int found = device.loaded({last, number});
      ASSERT_TRUE(found == number || (!survived && found == last)) << number;
      last = found;
      cuts += !survived;
    }
    EXPECT_GT(cuts, 2000);
    EXPECT_GT(last, 2900);
  }
}

TEST(Store, AFlippedBitMeansTheOtherSlot) {
  Device device(4);
  device.save(1);
  ASSERT_EQ(device.save(2), MOTE_STORE_OK);
  const uint32_t newest = static_cast<uint32_t>(mote_store_newest(&device.store)) * kSlot;
  const uint32_t record = MOTE_STORE_HEADER + mote_store_bytes(&device.store);
  for (uint32_t at = 0; at < 2 * kSlot; at++) {
    const int wanted = at >= newest && at < newest + record ? 1 : 2;
    for (int bit = 0; bit < 8; bit++) {
      device.flash.bytes[at] ^= static_cast<uint8_t>(1 << bit);
      ASSERT_EQ(device.loaded({1, 2}), wanted) << "byte " << at << ", bit " << bit;
      device.flash.bytes[kSlot - newest + 20] ^= 1;
      ASSERT_EQ(device.loaded({1, 2}), wanted == 1 ? -1 : 2) << "both slots";
      device.flash.bytes[kSlot - newest + 20] ^= 1;
      device.flash.bytes[at] ^= static_cast<uint8_t>(1 << bit);
    }
  }
}

TEST(Store, SequenceNumbersWrap) {
  Device device(8);
  device.fill(0);
  device.flash.bytes.assign(2 * kSlot, 0xff);
  mote_store_writer writer = mote_store_write_at(&device.driver, MOTE_STORE_HEADER);
  mote_store_write_state(&device.store, &writer);
  mote_store_header(&device.store, UINT32_MAX - 2, device.flash.bytes.data());
  ASSERT_EQ(device.loaded({0}), 0);
  for (int number = 1; number < 7; number++) {
    ASSERT_EQ(device.save(number), MOTE_STORE_OK);
    ASSERT_EQ(device.loaded({number - 1, number}), number);
  }
}

TEST(Store, ReportsFlashThatFailsAndKeepsTheOldState) {
  Device device(2);
  ASSERT_EQ(device.save(1), MOTE_STORE_OK);
  const int calls = 2 + 8 + 27;  // pages, units of the header, units of the state
  for (int call = 0; call <= calls; call++) {
    Device failing = device;
    failing.flash.fails_after = call;
    EXPECT_EQ(failing.save(2), call < calls ? MOTE_STORE_FAILED : MOTE_STORE_OK) << call;
    EXPECT_EQ(failing.loaded({1, 2}), call < calls - 1 ? 1 : 2) << call;
  }
  for (int at = 0; at < 70; at++) {
    Device worn = device;
    worn.flash.stuck = static_cast<int>(kSlot) + at;
    worn.fill(2);
    const mote_store_status status = worn.save(2);
    // Some bytes are 0xff anyway.
    EXPECT_EQ(status, worn.loaded({1, 2}) == 2 ? MOTE_STORE_OK : MOTE_STORE_FAILED) << at;
    EXPECT_GT(worn.loaded({1, 2}), 0) << at;
  }
}

TEST(Store, ReadsOnlyStatesOfItsOwnLayout) {
  Device device(4);
  ASSERT_EQ(device.save(1), MOTE_STORE_OK);
  device.store.magic++;
  EXPECT_EQ(device.loaded({1}), -1);
  device.store.magic--;
  device.store.piece_count = 2;
  EXPECT_EQ(device.loaded({1}), -1);
  device.store.piece_count = 3;
  EXPECT_EQ(device.loaded({1}), 1);
  device.store.slot_bytes = kPage;
  EXPECT_EQ(device.save(2), MOTE_STORE_TOO_LARGE);
  device.store.slot_bytes = kSlot;
  EXPECT_EQ(device.loaded({1, 2}), 1);
}

TEST(Store, ChecksumIsTheUsualCrc32) {
  const uint8_t digits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(~mote_store_crc(UINT32_MAX, digits, 9), 0xcbf43926u);
  EXPECT_EQ(~mote_store_crc(mote_store_crc(UINT32_MAX, digits, 4), digits + 4, 5), 0xcbf43926u);
}

}  // namespace
}  // namespace mote
