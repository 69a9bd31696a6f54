// SPDX-License-Identifier: Apache-2.0
// What a spectral front end is made of: its settings, and the tables its kernel reads.
#pragma once

#include <string>

#include "ops/op.h"

namespace mote {

// Attributes of the operator `mfcc`, all of them integers.
struct MfccSettings {
  int64_t rate = 16000;                   // Hz
  int64_t window = 480, hop = 320;        // samples
  int64_t low = 20, high = 4000;          // Hz: where the first mel band begins, the last one ends
  int64_t bands = 40, coefficients = 10;  // coefficients 0: the logarithms of the bands themselves
  int64_t linear = 0;                     // 1: all bands as wide in Hz; 0: in mel

  int64_t fft() const;  // the power of two that holds a window
  int64_t columns() const { return coefficients > 0 ? coefficients : bands; }
  int64_t frames(int64_t samples) const {
    return samples < window ? 0 : (samples - window) / hop + 1;
  }
  int64_t samples(int64_t frames) const { return window + (frames - 1) * hop; }
};

// Throws bad_model when they make no sense or do not fit the kernel's 32 bits.
MfccSettings mfcc_settings(const Node& node);

struct MfccTables {
  Tensor window;     // [window / 2 + 1], 2^-15, half of it: it is symmetrical
  Tensor cosines;    // [fft / 2 + 1], 2^-14, of 2 pi k / fft
  Tensor band;       // [fft / 2 + 1]: the band in which a bin rises, 255: none
  Tensor rising;     // [fft / 2 + 1], 2^-8: its share of that one; the rest is the band's before
  Tensor logarithm;  // [65], 2^-12: log2(1 + i / 64)
  Tensor cosine;     // [coefficients x bands], 2^-11
};
MfccTables mfcc_tables(const MfccSettings& settings);

// Frames x columns of sound in counts, in integers of mfcc_unit().
Tensor mfcc_sums(const MfccSettings& settings, std::span<const double> sound);

// Real numbers in which logarithms to base 2 of 2^-8, or what the cosines sum of them in 2^-19, are
// given.
double mfcc_unit(const MfccSettings& settings);

}  // namespace mote
