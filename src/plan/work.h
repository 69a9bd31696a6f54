// SPDX-License-Identifier: Apache-2.0
// What a kernel has to do in one run, as counts to which its cycles are proportional in parts.
#pragma once

#include <map>
#include <string>

#include "plan/plan.h"

namespace mote {

// By name; counts of zero are left out. None is negative.
//
// Every step:  call (1), inputs (elements), outputs (elements), positions (outputs of one row of
//   weights; without weights: rows of the last axis), macs.
// Weights of R rows and C columns, read at P positions: block_macs and quad_macs (products when
//   rows are padded to blocks of eight or a single four behind them, and columns to two), rest_macs
//   (of rows behind the last four), rest_columns (columns behind the last four, for all rows),
//   rest_outputs, rest_calls (of rows that fill no four), spare_outputs (what rest_outputs lack to
//   a four), short_outputs (when C < 8), loose_inputs (of vectors that begin at no word: when four
//   does not divide C).
// Scales proved at generate time: own_outputs (one scale for each row), exact_outputs (by both
//   roundings).
// Windows of kernels without scratch: inside_macs, inside_taps, outside_taps (for all outputs).
// Copies, windows that are copied: copied_words, copied_bytes (bytes by how they can be copied),
//   outside (bytes of padding), runs (copies).
// Depthwise, copied: plane_size (with its border), plane_bytes, plane_rest (behind the last four of
//   a row), plane_rows, plane_columns, channels; walked_outputs (3 x 3, stride 1), and of all
//   others plain_macs, plain_outputs, plain_rows (of outputs), plain_runs (rows of the kernel).
// Views: lines, planes, blocks (how often loops begin).
// What an operator counts by itself (OpDef::counts), its file says.
// Kernels whose form says what its loops do (forms/loop_counts.h) have those counts instead of the
// ones above that are about products and windows; the comments of the forms say what they are.
// Again, where another step calls the kernel with other numbers, so that the compiler cannot build
// them into it: shared_... (any number), varied_... (the extents of the window), tall_... (those
// from its top to its bottom), each for outputs, positions, runs and loops in them.
// channels_outputs, channels_positions: of kernels with constants for each channel, where there are
//   more channels than one.
// clamped_outputs: where the range of the output is not all of its type.
using Work = std::map<std::string, double>;

Work work_of(const Plan& plan, const Step& step);

}  // namespace mote
