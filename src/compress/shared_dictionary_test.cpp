// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "compress/compress_test.h"
#include "compress/compressor.h"

namespace mote {

extern const CompressorDef compressor_shared_dictionary;

namespace {

constexpr int64_t kRows = 20, kColumns = 96, kParts = 8, kWidth = kColumns / kParts;

// Rows that make something else of each part, but read all parts by the same few atoms.
Matrix weights_of_few_atoms(Random& random, int64_t atoms) {
  const Matrix read = random_matrix(random, atoms, kWidth);
  Matrix w(kRows, kColumns);
  for (int64_t part = 0; part < kParts; part++) {
    w.middleCols(part * kWidth, kWidth) = random_matrix(random, kRows, atoms) * read;
  }
  return w;
}

const Setting* setting_of(const std::vector<Setting>& all, int64_t atoms, int bits) {
  for (const Setting& setting : all) {
    if (setting.size == atoms && setting.count == kParts && setting.bits == bits) return &setting;
  }
  return nullptr;
}

TEST(SharedDictionary, FindsTheAtomsByWhichAllPartsAreRead) {
  Random random(6);
  const Matrix w = weights_of_few_atoms(random, 4);
  const Matrix even = Matrix::Identity(kColumns, kColumns);
  const Moment x{Vector::Zero(kColumns), even, even};
  const auto settings = compressor_shared_dictionary.settings({"layer", kRows, kColumns});
  const Setting* enough = setting_of(settings, 4, 4);
  const Setting* fewer = setting_of(settings, 3, 4);
  ASSERT_TRUE(enough != nullptr && fewer != nullptr);
  const Factors factors = compressor_shared_dictionary.make(w, x, *enough);
  EXPECT_EQ(factors.parts, kParts);
  EXPECT_EQ(factors.inner.w.rows(), 4);
  EXPECT_EQ(factors.inner.w.cols(), kWidth);
  EXPECT_EQ(factors.outer.w.cols(), kParts * 4);
  // What is left is the rounding of the codes, as many bits say; an atom too few is much worse.
  const double error = relative_error(w, factors.product(), x);
  const Factors other = compressor_shared_dictionary.make(w, x, *fewer);
  EXPECT_LT(error, 0.02);
  EXPECT_GT(relative_error(w, other.product(), x), 4 * error);
}

TEST(SharedDictionary, CountsBytesOfItsCodesAndOfOneDictionary) {
  Random random(6);
  const Matrix w = random_matrix(random, kRows, kColumns);
  const Moment x = uneven_moment(random, kColumns);
  const auto settings = compressor_shared_dictionary.settings({"layer", kRows, kColumns});
  const Setting* setting = setting_of(settings, 4, 2);
  ASSERT_NE(setting, nullptr);
  const Factors factors = compressor_shared_dictionary.make(w, x, *setting);
  const double codes = kRows * kParts * 4 * 2 / 8.0, atoms = 4 * kWidth;
  EXPECT_EQ(stored_bytes(factors), codes + atoms + 7 * (kRows + 4));
}

TEST(SharedDictionary, LeavesConvolutionsAndPartsThatAreNotEqualAlone) {
  EXPECT_TRUE(
      compressor_shared_dictionary.settings({"conv", 64, 96, 10, true, {96, 1, 1}}).empty());
  EXPECT_TRUE(compressor_shared_dictionary.settings({"layer", 64, 97}).empty());
}

}  // namespace
}  // namespace mote
