// SPDX-License-Identifier: Apache-2.0
// Rows of weights as lists of pieces from one code-book (vector quantization): the dictionary in
// which each code is a single 1. A device multiplies the code-book with each part of its input and
// only adds for the rows.
#include <fmt/format.h>

#include <limits>

#include "base/interrupt.h"
#include "base/random.h"
#include "compress/compressor.h"
#include "compress/rounding.h"
#include "compress/solve.h"

namespace mote {
namespace {

constexpr int kRounds = 12;

// Pieces of a matrix's rows, each as wide as an entry of the code-book; which entry each takes.
struct Pieces {
  int64_t rows, parts, width;
  std::vector<int64_t> picked;  // rows x parts

  int64_t& at(int64_t row, int64_t part) { return picked[static_cast<size_t>(row * parts + part)]; }
};

Eigen::MatrixXd metric_of(const Moment& x, int64_t part, int64_t width) {
  return x.covariance.block(part * width, part * width, width, width);
}

Matrix first_book(const Matrix& w, const Pieces& pieces, int64_t entries) {
  Random random(1);
  Matrix book(entries, pieces.width);
  for (int64_t i = 0; i < entries; i++) {
    book.row(i) = w.row(random.below(pieces.rows))
                      .segment(random.below(pieces.parts) * pieces.width, pieces.width);
  }
  return book;
}

// Each piece takes the entry that is nearest in its part's metric; `own` and `target` collect what
// each entry has to solve to be best for its pieces.
void pick(const Matrix& w, const Moment& x, const Matrix& book, Pieces& pieces,
          std::vector<Eigen::MatrixXd>& own, Matrix& target) {
  for (int64_t part = 0; part < pieces.parts; part++) {
    check_interrupted();
    const Eigen::MatrixXd metric = metric_of(x, part, pieces.width);
    const Matrix weighted = w.middleCols(part * pieces.width, pieces.width) * metric;
    const Vector lengths = (book * metric).cwiseProduct(book).rowwise().sum();
    const Matrix distance = (-2 * weighted * book.transpose()).rowwise() + lengths.transpose();
    std::vector<double> counts(static_cast<size_t>(book.rows()));
    for (int64_t row = 0; row < pieces.rows; row++) {
      Eigen::Index nearest = 0;
      distance.row(row).minCoeff(&nearest);
      pieces.at(row, part) = nearest;
      counts[static_cast<size_t>(nearest)]++;
      target.row(nearest) += weighted.row(row);
    }
    for (size_t i = 0; i < counts.size(); i++) own[i] += counts[i] * metric;
  }
}

Matrix learnt_book(const Matrix& w, const Moment& x, Pieces& pieces, int64_t entries) {
  Matrix book = first_book(w, pieces, entries);
  for (int round = 0; round < kRounds; round++) {
    std::vector<Eigen::MatrixXd> own(static_cast<size_t>(entries),
                                     Eigen::MatrixXd::Zero(pieces.width, pieces.width));
    Matrix target = Matrix::Zero(entries, pieces.width);
    pick(w, x, book, pieces, own, target);
    for (int64_t i = 0; i < entries; i++) {
      Eigen::MatrixXd& metric = own[static_cast<size_t>(i)];
      if (metric.trace() <= 0) continue;
      metric.diagonal().array() += 1e-6 * metric.trace() / static_cast<double>(pieces.width);
      book.row(i) = solved(metric, target.row(i).transpose()).transpose();
    }
  }
  return book;
}

std::vector<Setting> settings(const Layer& layer) {
  std::vector<Setting> found;
  if (layer.is_conv) return found;
  for (const int64_t width : {4, 7, 8, 14, 16, 28, 32, 64}) {
    const int64_t parts = layer.columns / width;
    if (layer.columns % width != 0 || parts < 2) continue;
    for (const int64_t entries : {64, 32, 16, 8}) {
      if (entries * 2 > layer.rows) continue;
      for (const int bits : {8, 4}) {
        found.push_back({fmt::format("{} entries of {} weights, {} bits", entries, width, bits),
                         entries, width, bits});
      }
    }
  }
  return found;
}

Factors make(const Matrix& w, const Moment& x, const Setting& setting) {
  Pieces pieces{w.rows(), w.cols() / setting.count, setting.count, {}};
  pieces.picked.resize(static_cast<size_t>(pieces.rows * pieces.parts));
  const Matrix book = learnt_book(w, x, pieces, setting.size);
  Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(pieces.width, pieces.width);
  for (int64_t part = 0; part < pieces.parts; part++) mean += metric_of(x, part, pieces.width);
  Factors factors{{Matrix::Zero(w.rows(), pieces.parts * setting.size), Vector::Ones(w.rows())},
                  rounded(book, feedback_of(mean), setting.bits),
                  pieces.parts};
  for (int64_t row = 0; row < pieces.rows; row++) {
    for (int64_t part = 0; part < pieces.parts; part++) {
      factors.outer.w(row, part * setting.size + pieces.at(row, part)) = 1;
    }
  }
  return factors;
}

}  // namespace

extern const CompressorDef compressor_codebook = {
    .name = "codebook",
    .summary = "rows put together from the pieces of one code-book (vector quantization)",
    .settings = settings,
    .make = make,
};

}  // namespace mote
