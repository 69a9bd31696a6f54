// SPDX-License-Identifier: Apache-2.0
#include "train/pretext_loss.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mote {
namespace {

TEST(ContrastiveLoss, IsItsEquation) {
  // Two samples: views of the same one point the same way, of different ones at right angles.
  const at::Tensor y = at::tensor({2.0f, 0.0f, 0.0f, 3.0f, 1.0f, 0.0f, 0.0f, 1.0f}).reshape({4, 2});
  EXPECT_NEAR(contrastive_loss(y, 0.5).item<double>(), std::log(1 + 2 * std::exp(-2.0)), 1e-5);
  EXPECT_EQ(partners_found(y), 1);
  EXPECT_EQ(partners_found(y.roll(1, 0)), 1);
  EXPECT_EQ(partners_found(y.index_select(0, at::tensor({0, 2, 1, 3}))), 0);
}

TEST(Restored, PutsBlocksWhereTheyAre) {
  // Two positions of two steps of one channel; 2 x 2 positions of 1 x 2 pixels.
  const at::Tensor series = at::tensor({1.0f, 3.0f, 2.0f, 4.0f}).reshape({1, 2, 2});
  EXPECT_TRUE(restored(series, {5, 1}).equal(at::tensor({1.f, 2.f, 3.f, 4.f}).reshape({1, 4, 1})));
  const at::Tensor image = at::arange(8, at::kFloat).reshape({1, 2, 2, 2});
  const at::Tensor wanted = at::tensor({0.f, 4.f, 1.f, 5.f, 2.f, 6.f, 3.f, 7.f});
  EXPECT_TRUE(restored(image, {2, 4, 1}).equal(wanted.reshape({1, 2, 4, 1})));
  EXPECT_TRUE(restored(wanted.reshape({1, 8}), {2, 2, 2}).equal(wanted.reshape({1, 2, 2, 2})));
}

TEST(HiddenSquares, CountOnlyWhatWasHidden) {
  const at::Tensor whole = at::tensor({1.f, 2.f, 3.f, 9.f}).reshape({1, 4, 1});
  const at::Tensor masked = at::tensor({1.f, 0.f, 3.f, 0.f}).reshape({1, 4, 1});
  const at::Tensor y = at::tensor({7.f, 1.5f, 7.f}).reshape({1, 3, 1});
  const HiddenSquares squares = hidden_squares(y, masked, whole);
  EXPECT_EQ(squares.wrong.item<float>(), 0.25f);
  EXPECT_EQ(squares.all.item<float>(), 4.0f);
}

}  // namespace
}  // namespace mote
