// SPDX-License-Identifier: Apache-2.0
#include "train/contrastive_loss.h"

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

}  // namespace
}  // namespace mote
