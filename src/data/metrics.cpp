// SPDX-License-Identifier: Apache-2.0
#include "data/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mote {
Confusion confusion_matrix(std::span<const int32_t> wanted, std::span<const int32_t> predicted,
                           int64_t classes) {
  const auto count = static_cast<size_t>(classes);
  Confusion confusion(count, std::vector<int64_t>(count, 0));
  for (size_t i = 0; i < wanted.size(); i++) {
    confusion[static_cast<size_t>(wanted[i])][static_cast<size_t>(predicted[i])]++;
  }
  return confusion;
}

double accuracy(const Confusion& confusion) {
  int64_t right = 0, all = 0;
  for (size_t i = 0; i < confusion.size(); i++) {
    right += confusion[i][i];
    for (int64_t count : confusion[i]) all += count;
  }
  return all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all);
}

double macro_f1(const Confusion& confusion, size_t first) {
  double sum = 0;
  int64_t present = 0;
  for (size_t i = first; i < confusion.size(); i++) {
    int64_t wanted = 0, predicted = 0;
    for (size_t j = 0; j < confusion.size(); j++) {
      wanted += confusion[i][j];
      predicted += confusion[j][i];
    }
    if (wanted == 0) continue;
    present++;
    sum += 2.0 * static_cast<double>(confusion[i][i]) / static_cast<double>(wanted + predicted);
  }
  return present == 0 ? 0 : sum / static_cast<double>(present);
}

double area_under_curve(std::span<const double> normal, std::span<const double> abnormal) {
  if (normal.empty() || abnormal.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sorted(normal.begin(), normal.end());
  std::sort(sorted.begin(), sorted.end());
  double wins = 0;
  for (double score : abnormal) {
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), score);
    wins += static_cast<double>(low - sorted.begin()) + 0.5 * static_cast<double>(high - low);
  }
  return wins / static_cast<double>(normal.size()) / static_cast<double>(abnormal.size());
}

double relative_error(std::span<const std::vector<double>> wanted,
                      std::span<const std::vector<double>> got) {
  double distance = 0, variance = 0;
  for (size_t j = 0; j < wanted[0].size(); j++) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < wanted.size(); i++) {
      sum += wanted[i][j];
      squares += wanted[i][j] * wanted[i][j];
      distance += (wanted[i][j] - got[i][j]) * (wanted[i][j] - got[i][j]);
    }
    variance += squares - sum * sum / static_cast<double>(wanted.size());
  }
  return distance / std::max(variance, 1e-30);
}

}  // namespace mote
