// SPDX-License-Identifier: Apache-2.0
// Weights to few bits, so that what a layer gives changes least.
#pragma once

#include "compress/layer.h"

namespace mote {

// Upper triangle U with U^T U = metric^-1: how an error in one weight of a row is made up for by
// the weights behind it. The metric is positive definite.
Matrix feedback_of(const Matrix& metric);

// Rows rounded to symmetric multiples of a step for each row, -limit..limit where a weight has so
// many bits; from 8 bits on as it is. Steps are powers of 2^(1/4), so that few are different.
// Column by column the error goes into the columns behind (Frantar et al., 2023: "GPTQ: accurate
// post-training quantization for generative pre-trained transformers").
Factor rounded(const Matrix& w, const Matrix& feedback, int bits);

// The same for rows of few entries, each rounded by itself: zeros stay zero.
Factor rounded_sparse(const Matrix& w, int bits);

// Rows as multiples of steps, -limit..limit, each weight rounded by itself.
Factor multiples_of_steps(const Matrix& w, double limit);

// The best rows for y = row * z where z varies by `own` and its product with what y should be is
// `wanted`, a column for each row; rounded.
Factor rounded_best(Matrix own, const Matrix& wanted, int bits);

// outer * inner ~ w for what w reads: `outer` makes the best of `inner`, and is rounded.
Factors rounded_outer(const Matrix& w, const Matrix& metric, const Factor& inner, int bits);

}  // namespace mote
