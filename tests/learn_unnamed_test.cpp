// SPDX-License-Identifier: Apache-2.0
// Samples of a class that nobody named gather, become a class, and are told from the others then.
#include <gtest/gtest.h>

#include "learn/lda.h"
#include "learn/unnamed.h"
#include "learn_lda_reference.h"

namespace mote {
namespace {

constexpr size_t kDimensions = 16;
constexpr int32_t kThreshold = 256 * 40;  // a D^2 of 40: one in 1,000 samples of a class

// Three classes known from the start, two free ones, and what gathers.
struct Device {
  Learner learner{kDimensions, 6, 3, 0};
  std::mt19937 random{5};
  std::vector<Source> sources;

  Device() {
    learner.model.named = 5;
    for (size_t c = 0; c < 5; c++) {
      sources.push_back(make_source(kDimensions, 0, 0, random));
      sources[c].mean[c] = 7;
      if (c < 3) learner.base_means[c * kDimensions + c] = 7 * 256;
    }
  }

  Sample draw(size_t label) { return sources[label].draw(random); }

  int32_t gather(const Sample& z) {
    mote_lda_factor(&learner.model, &learner.state, &learner.work);
    const int32_t least =
        mote_lda_least_distance(&learner.model, &learner.state, &learner.work, z.data());
    const int32_t own =
        mote_lda_distance(&learner.model, &learner.state, &learner.work, z.data(), 5);
    return mote_unnamed_add(&learner.model, &learner.state, z.data(), kThreshold, least, own);
  }
  int32_t gather(size_t label) { return gather(draw(label)); }

  int32_t name(int32_t label) { return mote_unnamed_name(&learner.model, &learner.state, label); }

  // How many of 300 samples of a class are taken for it.
  int right(size_t label) {
    learner.solve();
    int right = 0;
    for (int i = 0; i < 300; i++) {
      int best = -1;
      learner.scores(draw(label), &best);
      right += best == static_cast<int>(label);
    }
    return right;
  }
};

TEST(Unnamed, GathersWhatIsNewAndNotWhatIsKnown) {
  Device device;
  int32_t most = 0;
  for (size_t i = 0; i < 200; i++) {
    EXPECT_LE(device.gather(i % 3), 1) << i;
    most = std::max(most, device.gather(3));
  }
  EXPECT_GE(most, 170);
}

TEST(Unnamed, BecomesTheClassThatTheUserNames) {
  Device device;
  for (int i = 0; i < 20; i++) device.gather(3);
  EXPECT_EQ(device.right(3), 0) << "nothing gathered has a label yet";
  EXPECT_GE(device.name(3), 15);
  EXPECT_GE(device.right(3), 285);
  for (size_t c = 0; c < 3; c++) EXPECT_GE(device.right(c), 285) << c;
  EXPECT_EQ(device.gather(3), 0) << "known by now";
  EXPECT_EQ(device.gather(4), 1) << "another one begins";
}

// In either order the sums are the same.
TEST(Unnamed, LearnsWhatLabelsWouldHaveTaught) {
  Device gathered;
  Learner labelled(kDimensions, 6, 3, 0);
  labelled.model.named = 5;
  labelled.base_means = gathered.learner.base_means;
  int32_t count = 0;
  for (int i = 0; i < 12; i++) {
    const Sample z = gathered.draw(4);
    const int32_t now = gathered.gather(z);
    if (now > count) labelled.add(z, 4);
    count = now;
  }
  EXPECT_EQ(gathered.name(4), count);
  EXPECT_EQ(gathered.learner.counts, labelled.counts);
  EXPECT_EQ(gathered.learner.sums, labelled.sums);
  EXPECT_EQ(gathered.learner.products, labelled.products);
}

TEST(Unnamed, BeginsAnewWhileFewHaveGatheredOnly) {
  Device device;
  EXPECT_EQ(device.gather(3), 1);
  EXPECT_EQ(device.gather(4), 1) << "unlike the first";
  for (int32_t i = 2; i <= MOTE_UNNAMED_FEW; i++) EXPECT_EQ(device.gather(4), i);
  EXPECT_EQ(device.gather(3), 0);
  EXPECT_EQ(device.gather(4), MOTE_UNNAMED_FEW + 1);
}

}  // namespace
}  // namespace mote
