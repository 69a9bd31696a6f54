// SPDX-License-Identifier: Apache-2.0
#include "compress/moment.h"

#include <algorithm>
#include <map>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "compress/rounding.h"
#include "compress/solve.h"
#include "ops/conv_geometry.h"
#include "ops/evaluate.h"
#include "ops/operands.h"

namespace mote {
namespace {

// How far a covariance of so many vectors is shrunk.
double shrink_of(int64_t columns, double vectors) {
  return 0.01 + 0.1 * std::min(1.0, static_cast<double>(columns) / vectors);
}

// Vectors are multiplied so many at a time: one by one they would wait for memory.
constexpr int64_t kTogether = 256;

struct Sums {
  explicit Sums(int64_t columns)
      : sum(Vector::Zero(columns)), squares(Matrix::Zero(columns, columns)) {}

  Vector sum;
  Matrix squares;  // its lower triangle
  double count = 0;

  void add(const Sums& other) {
    sum += other.sum;
    squares += other.squares;
    count += other.count;
  }

  void add(const Matrix& vectors) {
    sum += vectors.colwise().sum().transpose();
    squares.selfadjointView<Eigen::Lower>().rankUpdate(vectors.transpose());
    count += static_cast<double>(vectors.rows());
  }
};

// The patch at every output position, in the order of weights O x C x kernel.
Matrix patches_of(const Window& v, const Tensor& x) {
  Matrix patches =
      Matrix::Zero(v.out_height * v.out_width, v.channels * v.kernel_height * v.kernel_width);
  for (int64_t position = 0; position < patches.rows(); position++) {
    const int64_t top = position / v.out_width * v.stride_y - v.pad_top;
    const int64_t left = position % v.out_width * v.stride_x - v.pad_left;
    int64_t column = 0;
    for (int64_t c = 0; c < v.channels; c++) {
      for (int64_t ky = 0; ky < v.kernel_height; ky++) {
        for (int64_t kx = 0; kx < v.kernel_width; kx++, column++) {
          const int64_t iy = top + ky * v.dilation_y, ix = left + kx * v.dilation_x;
          if (iy < 0 || iy >= v.height || ix < 0 || ix >= v.width) continue;
          patches(position, column) =
              x[static_cast<size_t>(Window::at(false, v.channels, v.height, v.width, c, iy, ix))];
        }
      }
    }
  }
  return patches;
}

// What a node reads in some samples, one vector a row.
Matrix vectors_of(const Graph& graph, const Node& node, const Layer& layer,
                  std::span<const Tensor> samples) {
  Matrix vectors(static_cast<Eigen::Index>(samples.size()) * layer.positions, layer.columns);
  for (size_t i = 0; i < samples.size(); i++) {
    auto own = vectors.middleRows(static_cast<Eigen::Index>(i) * layer.positions, layer.positions);
    if (op_of(node).window != nullptr) {
      own = patches_of(conv_geometry(graph, node).window, samples[i]);
    } else {
      own = Eigen::Map<const Matrix>(samples[i].data(), layer.positions, layer.columns);
    }
  }
  return vectors;
}

size_t samples_together(const Layer& layer) {
  return static_cast<size_t>(std::max<int64_t>(1, kTogether / layer.positions));
}

// A layer's sums, and what it read in samples that were not added yet.
struct Reading {
  Sums sums;
  std::vector<Tensor> waiting = {};

  void add(const Graph& graph, const Node& node, const Layer& layer) {
    if (!waiting.empty()) sums.add(vectors_of(graph, node, layer, waiting));
    waiting.clear();
  }
};

double spread_of(const Matrix& covariance) {
  return covariance.trace() / static_cast<double>(covariance.rows());
}

Moment moment_of(const Sums& sums) {
  Moment moment{sums.sum / sums.count,
                Matrix(sums.squares.selfadjointView<Eigen::Lower>()) / sums.count};
  moment.covariance -= moment.mean * moment.mean.transpose();
  const double shrink = shrink_of(sums.sum.size(), sums.count);
  const double spread = spread_of(moment.covariance);
  moment.covariance *= 1 - shrink;
  moment.covariance.diagonal().array() += shrink * spread + 1e-12;
  moment.feedback = feedback_of(moment.covariance);
  return moment;
}

}  // namespace

std::vector<Moment> moments_of(const Graph& graph, const std::vector<Layer>& layers,
                               const SampleOf& sample, int64_t count) {
  std::vector<const Node*> nodes;
  std::multimap<ValueId, size_t> readers;
  for (size_t i = 0; i < layers.size(); i++) {
    nodes.push_back(&graph.nodes[node_of(graph, layers[i])]);
    readers.insert({nodes[i]->inputs[0], i});
  }
  // Always the same blocks, so that sums are rounded alike on every machine.
  constexpr int64_t blocks = 4;
  std::vector<std::vector<Reading>> read(blocks);
  parallel_ranges(blocks, [&](int64_t first_block, int64_t last_block) {
    for (int64_t block = first_block; block < last_block; block++) {
      std::vector<Reading>& own = read[static_cast<size_t>(block)];
      for (const Layer& layer : layers) own.push_back({Sums(layer.columns)});
      const auto see = [&](ValueId id, const Tensor& x) {
        const auto [first, last] = readers.equal_range(id);
        for (auto reader = first; reader != last; reader++) {
          const size_t i = reader->second;
          own[i].waiting.push_back(x);
          if (own[i].waiting.size() < samples_together(layers[i])) continue;
          own[i].add(graph, *nodes[i], layers[i]);
        }
      };
      for (int64_t i = count * block / blocks; i < count * (block + 1) / blocks; i++) {
        check_interrupted();
        const std::vector<Tensor> inputs = sample(i);
        for (size_t k = 0; k < inputs.size(); k++) see(graph.inputs[k], inputs[k]);
        evaluate(graph, inputs, see);
      }
      for (size_t i = 0; i < layers.size(); i++) own[i].add(graph, *nodes[i], layers[i]);
    }
  });
  for (size_t block = 1; block < read.size(); block++) {
    for (size_t i = 0; i < layers.size(); i++) read[0][i].sums.add(read[block][i].sums);
  }
  std::vector<Moment> moments;
  for (const Reading& one : read[0]) moments.push_back(moment_of(one.sums));
  return moments;
}

Retargeted retargeted(const Graph& graph, const Layer& layer, std::span<const Tensor> before,
                      std::span<const Tensor> now) {
  const Node& node = graph.nodes[node_of(graph, layer)];
  Sums own(layer.columns);
  Vector sum = Vector::Zero(layer.columns);
  Matrix products = Matrix::Zero(layer.columns, layer.columns);
  const size_t together = samples_together(layer);
  for (size_t i = 0; i < now.size(); i += together) {
    check_interrupted();
    const size_t count = std::min(together, now.size() - i);
    const Matrix x = vectors_of(graph, node, layer, before.subspan(i, count));
    const Matrix z = vectors_of(graph, node, layer, now.subspan(i, count));
    own.add(z);
    sum += x.colwise().sum().transpose();
    products.noalias() += x.transpose() * z;
  }
  Retargeted result{sum / own.count, moment_of(own), weights_of(graph, layer)};
  products /= own.count;
  products -= result.mean_before * result.now.mean.transpose();
  // Shrunk alike, so that nothing changes where x and z are the same.
  const double shrink = shrink_of(layer.columns, own.count);
  const double spread = spread_of(result.now.covariance);
  products *= 1 - shrink;
  products.diagonal().array() += shrink * spread + 1e-12;
  result.w = solved(result.now.covariance, (result.w * products).transpose()).transpose();
  return result;
}

OutputError::OutputError(const Matrix& w, const Moment& x)
    : covariance_(x.covariance),
      seen_(w * x.covariance),
      variance_(std::max(seen_.cwiseProduct(w).sum(), 1e-30)) {}

// product * covariance.
Matrix OutputError::seen_by(const Factors& factors, const Matrix& product) const {
  if (factors.rest.w.size() > 0) {
    return factors.outer.w * (factors.inner.w * covariance_) +
           product_of_few(factors.rest.w, covariance_);
  }
  const Eigen::Index kept = (product.array() != 0).count();
  return 3 * kept <= product.size() ? product_of_few(product, covariance_)
                                    : Matrix(product * covariance_);
}

double OutputError::operator()(const Factors& factors) const {
  const Matrix &outer = factors.outer.w, &inner = factors.inner.w;
  const bool is_pair = inner.size() > 0 && outer.cols() < covariance_.cols() &&
                       factors.rest.w.size() == 0 && factors.separation == Separation::none;
  // Of |w x - outer inner x|^2 = |w x|^2 - 2 (w x)(outer inner x) + |outer inner x|^2 the last two.
  if (!is_pair) {
    const Matrix product = factors.product();
    const double own = seen_by(factors, product).cwiseProduct(product).sum();
    return std::max(0.0, 1 + (own - 2 * seen_.cwiseProduct(product).sum()) / variance_);
  }
  const Matrix half = by_parts(inner, factors.parts, covariance_);
  const Matrix own = by_parts(inner, factors.parts, half.transpose());
  const Matrix read = by_parts(inner, factors.parts, seen_.transpose());
  const double both = read.transpose().cwiseProduct(outer).sum();
  return std::max(0.0, 1 + ((outer * own).cwiseProduct(outer).sum() - 2 * both) / variance_);
}

}  // namespace mote
