// SPDX-License-Identifier: Apache-2.0
// Sparse coding: vectors as sums of a few atoms.
#pragma once

#include "compress/matrix.h"

namespace mote {

// Codes C (signals x atoms) with at most `most` entries a row that make sum_i |s_i - C_i D|^2
// small, given only products: gram = D D^T (atoms x atoms) and correlations = S D^T (signals x
// atoms), both in the metric that counts. Orthogonal matching pursuit (Rubinstein, Zibulevsky and
// Elad, 2008: "Efficient implementation of the K-SVD algorithm using batch OMP").
Matrix sparse_codes(const Matrix& gram, const Matrix& correlations, int64_t most);

}  // namespace mote
