// SPDX-License-Identifier: Apache-2.0
// What is learnt without labels (PretextTask in recipe.h). Includes torch.
#pragma once

#include <ATen/ATen.h>

#include "ir/graph.h"

namespace mote {

// NT-Xent: each view has to find its partner among all other views of a batch. y: projections of
// the views, all first ones before all second ones.
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

// y: what a reconstruction head says of N samples of shape `sample` (axes, then channels): N x
// elements, or N x numbers x positions, whose numbers are the elements of a block of the sample,
// channels last. Gives N x axes x channels; behind the last whole block there is nothing.
inline at::Tensor restored(const at::Tensor& y, const Shape& sample) {
  const int64_t n = y.size(0), channels = sample.back();
  Shape whole{n};
  whole.insert(whole.end(), sample.begin(), sample.end());
  if (y.dim() == 2) return y.reshape(whole);
  // An image, or one that is a single column.
  const int64_t rows = y.size(2), columns = y.dim() == 4 ? y.size(3) : 1;
  const int64_t high = sample[0] / rows, wide = y.dim() == 4 ? sample[1] / columns : 1;
  const at::Tensor blocks = y.reshape({n, high, wide, channels, rows, columns});
  whole[1] = rows * high;
  if (y.dim() == 4) whole[2] = columns * wide;
  return blocks.permute({0, 4, 1, 5, 2, 3}).reshape(whole);
}

// Sums over what was hidden: where `masked` differs from `whole`, which has at least the shape of
// y.
struct HiddenSquares {
  at::Tensor wrong, all;  // (y - whole)^2, whole^2
};

inline HiddenSquares hidden_squares(const at::Tensor& y, at::Tensor masked, at::Tensor whole) {
  for (int64_t axis = 1; axis < y.dim(); axis++) {
    masked = masked.narrow(axis, 0, y.size(axis));
    whole = whole.narrow(axis, 0, y.size(axis));
  }
  const at::Tensor is_hidden = masked.ne(whole).to(at::kFloat);
  return {(is_hidden * (y - whole).square()).sum(), (is_hidden * whole.square()).sum()};
}

}  // namespace mote
