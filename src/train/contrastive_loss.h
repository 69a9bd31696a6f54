// SPDX-License-Identifier: Apache-2.0
// NT-Xent (Chen and others, 2020): each view has to find its partner among all other views of a
// batch. y: projections of the views, all first ones before all second ones. Includes torch.
#pragma once

#include <ATen/ATen.h>

namespace mote {

// s[i][j] = cos(y[i], y[j]) / temperature; hopeless on the diagonal.
inline at::Tensor view_scores(const at::Tensor& y, double temperature) {
  constexpr double hopeless = -1e4;
  const at::Tensor length = (y.square().sum(1, /*keepdim=*/true) + 1e-12).sqrt();
  const at::Tensor unit = y / length;
  return at::mm(unit, unit.t()) / temperature + hopeless * at::eye(y.size(0));
}

inline at::Tensor partners(int64_t views) {
  return at::arange(views, at::kLong).roll(views / 2);
}

inline at::Tensor contrastive_loss(const at::Tensor& y, double temperature) {
  return at::cross_entropy_loss(view_scores(y, temperature), partners(y.size(0)));
}

// Share of the views whose nearest other view is their partner.
inline double partners_found(const at::Tensor& y) {
  return view_scores(y, 1).argmax(1).eq(partners(y.size(0))).to(at::kDouble).mean().item<double>();
}

}  // namespace mote
