// SPDX-License-Identifier: Apache-2.0
#include "learn/moments.h"

#include <set>

namespace mote {

Rows covariance_of(const Rows& rows) {
  const Rows centered = rows.rowwise() - rows.colwise().mean();
  return centered.transpose() * centered / static_cast<double>(rows.rows());
}

Rows rows_of(const Rows& rows, std::span<const int32_t> labels, int32_t label) {
  std::vector<Eigen::Index> own;
  for (size_t i = 0; i < labels.size(); i++) {
    if (labels[i] == label) own.push_back(static_cast<Eigen::Index>(i));
  }
  return rows(own, Eigen::all);
}

Rows covariance_inside(const Rows& rows, std::span<const int32_t> labels) {
  const std::set<int32_t> classes(labels.begin(), labels.end());
  Rows sum = Rows::Zero(rows.cols(), rows.cols());
  for (const int32_t label : classes) sum += covariance_of(rows_of(rows, labels, label));
  return sum / static_cast<double>(classes.size());
}

Rows shrunk(const Rows& metric, double share) {
  Rows result = (1 - share) * metric;
  result.diagonal().array() += share * metric.trace() / static_cast<double>(metric.rows());
  return result;
}

}  // namespace mote
