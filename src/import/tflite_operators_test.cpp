// SPDX-License-Identifier: Apache-2.0
// Each TFLite operator means what TFLite says: axes, layouts, attributes, on numbers small enough
// to be computed by hand.
#include <cmath>

#include "import/tflite_sample.h"

namespace mote {
namespace {

TfliteTensor bools(Tensor elements) {
  return {DType::b8, {static_cast<int64_t>(elements.size())}, std::move(elements)};
}

// y = f(x) on four numbers.
TfliteCase unary(const char* name, Tensor x, Tensor y) {
  return {name, {real({4}, std::move(x))}, {real({4}, std::move(y))}};
}

// y = f(a, b), b one number for each column.
TfliteCase binary(const char* name, Tensor y) {
  return {name,
          {real({2, 3}, {1, -2, 3, 4, 5, -6}), known(real({3}, {2, 3, -4}))},
          {real({2, 3}, std::move(y))}};
}

TfliteCase comparison(const char* name, Tensor y) {
  return {name, {real({3}, {1, 2, 3}), real({3}, {3, 2, 1})}, {bools(std::move(y))}};
}

const Cases elementwise = {
    unary("ABS", {-1, 2, -3, 0}, {1, 2, 3, 0}),
    unary("NEG", {-1, 2, -3, 0}, {1, -2, 3, 0}),
    unary("SQUARE", {-1, 2, -3, 0}, {1, 4, 9, 0}),
    unary("SQRT", {1, 4, 9, 0.25}, {1, 2, 3, 0.5}),
    unary("RSQRT", {1, 4, 16, 0.25}, {1, 0.5, 0.25, 2}),
    unary("EXP", {0, 1, -1, 2}, {1, std::exp(1), std::exp(-1), std::exp(2)}),
    unary("LOG", {1, 2, 0.5, 4}, {0, std::log(2), -std::log(2), std::log(4)}),
    unary("SIN", {0, 1, -1, 2}, {0, std::sin(1), -std::sin(1), std::sin(2)}),
    unary("COS", {0, 1, -1, 2}, {1, std::cos(1), std::cos(1), std::cos(2)}),
    unary("FLOOR", {1.5, -1.5, 2, -0.5}, {1, -2, 2, -1}),
    unary("CEIL", {1.5, -1.5, 2, 0.5}, {2, -1, 2, 1}),
    unary("ROUND", {0.5, 1.5, -2.5, 2.4}, {0, 2, -2, 2}),
    unary("SIGN", {-4, 0, 3, 1}, {-1, 0, 1, 1}),
    unary("RELU", {-1, 2, 7, 0}, {0, 2, 7, 0}),
    unary("RELU6", {-1, 2, 7, 0}, {0, 2, 6, 0}),
    unary("RELU_N1_TO_1", {-3, 0.5, 7, 0}, {-1, 0.5, 1, 0}),
    unary("RELU_0_TO_1", {-3, 0.5, 7, 0}, {0, 0.5, 1, 0}),
    unary("ELU", {-1, 2, 0, 1}, {std::exp(-1) - 1, 2, 0, 1}),
    unary("HARD_SWISH", {-4, 4, 1, -1}, {0, 4, 4.0 / 6, -2.0 / 6}),
    unary("TANH", {0, 1, -1, 9}, {0, std::tanh(1), -std::tanh(1), std::tanh(9)}),
    unary("LOGISTIC", {0, std::log(3), -std::log(3), 0}, {0.5, 0.75, 0.25, 0.5}),
    {"LEAKY_RELU", {real({2}, {-2, 3})}, {real({2}, {-0.5, 3})}, "LeakyReluOptions", "alpha: 0.25"},
    {"PRELU",
     {real({1, 1, 2, 2}, {-2, 3, -4, -5}), known(real({1, 1, 2}, {0.5, 0.1}))},
     {real({1, 1, 2, 2}, {-1, 3, -2, -0.5})}},
    binary("ADD", {3, 1, -1, 6, 8, -10}),
    binary("SUB", {-1, -5, 7, 2, 2, -2}),
    binary("MUL", {2, -6, -12, 8, 15, 24}),
    binary("DIV", {0.5, -2.0 / 3, -0.75, 2, 5.0 / 3, 1.5}),
    binary("MAXIMUM", {2, 3, 3, 4, 5, -4}),
    binary("MINIMUM", {1, -2, -4, 2, 3, -6}),
    binary("SQUARED_DIFFERENCE", {1, 25, 49, 4, 4, 4}),
    binary("FLOOR_DIV", {0, -1, -1, 2, 1, 1}),
    binary("FLOOR_MOD", {1, 1, -1, 0, 2, -2}),
    {"POW", {real({2}, {2, 3}), real({2}, {3, 2})}, {real({2}, {8, 9})}},
    {"ADD",
     {real({2}, {-5, 3}), real({2}, {1, 9})},
     {real({2}, {0, 6})},
     "AddOptions",
     "fused_activation_function: RELU6"},
    {"ADD_N",
     {real({2}, {1, 2}), real({2}, {10, 20}), real({2}, {100, 200})},
     {real({2}, {111, 222})}},
    comparison("LESS", {1, 0, 0}),
    comparison("LESS_EQUAL", {1, 1, 0}),
    comparison("GREATER", {0, 0, 1}),
    comparison("GREATER_EQUAL", {0, 1, 1}),
    comparison("EQUAL", {0, 1, 0}),
    comparison("NOT_EQUAL", {1, 0, 1}),
    {"LOGICAL_AND", {bools({0, 1, 1}), bools({1, 1, 0})}, {bools({0, 1, 0})}},
    {"LOGICAL_OR", {bools({0, 1, 0}), bools({1, 1, 0})}, {bools({1, 1, 0})}},
    {"LOGICAL_NOT", {bools({0, 1, 0})}, {bools({1, 0, 1})}},
    {"SELECT_V2",
     {bools({1, 0, 1}), real({3}, {1, 2, 3}), real({3}, {4, 5, 6})},
     {real({3}, {1, 5, 3})}},
    {"CAST",
     {real({3}, {1.7, -1.7, 3})},
     {integers({3}, {1, -1, 3})},
     "CastOptions",
     "in_data_type: FLOAT32, out_data_type: INT32"},
};

const TfliteTensor image = real({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
const TfliteTensor pair = real({1, 2, 2, 2}, {1, 10, 2, 20, 3, 30, 4, 40});

const Cases windows = {
    // Output channel 1 takes the second input channel of the lower row.
    {"CONV_2D",
     {pair, known(real({2, 2, 1, 2}, {1, 0, 0, 0, 0, 0, 0, 1})), known(real({2}, {0.5, -1}))},
     {real({1, 1, 2, 2}, {1.5, 29, 2.5, 39})},
     "Conv2DOptions",
     "padding: VALID, stride_w: 1, stride_h: 1"},
    // SAME puts the odd row and column behind the image.
    {"CONV_2D",
     {image, known(real({1, 2, 2, 1}, {1, 10, 100, 1000})), known(real({1}, {0}))},
     {real({1, 2, 2, 1}, {5421, 603, 87, 9})},
     "Conv2DOptions",
     "padding: SAME, stride_w: 2, stride_h: 2"},
    {"DEPTHWISE_CONV_2D",
     {pair, known(real({1, 1, 2, 4}, {1, 2, 3, 4, 0, 0, 0, 1})), known(real({4}, {0, 0, 0, 0}))},
     {real({1, 2, 1, 4}, {1, 2, 30, 60, 3, 6, 90, 160})},
     "DepthwiseConv2DOptions",
     "padding: VALID, stride_w: 1, stride_h: 1"},
    // Rows of the filter are rows of the image.
    {"TRANSPOSE_CONV",
     {list({1, 3, 4, 1}), known(real({1, 2, 2, 1}, {1, 10, 100, 1000})),
      real({1, 2, 2, 1}, {1, 2, 3, 4})},
     {real({1, 3, 4, 1}, {1, 10, 2, 20, 103, 1030, 204, 2040, 300, 3000, 400, 4000})},
     "TransposeConvOptions",
     "padding: VALID, stride_w: 2, stride_h: 1"},
    {"TRANSPOSE_CONV",
     {list({1, 2, 2, 2}), known(real({2, 1, 1, 2}, {1, 2, 3, 4})), pair,
      known(real({2}, {0.5, 0}))},
     {real({1, 2, 2, 2}, {21.5, 43, 42.5, 86, 63.5, 129, 84.5, 172})},
     "TransposeConvOptions",
     "padding: SAME, stride_w: 1, stride_h: 1"},
    {"AVERAGE_POOL_2D",
     {image},
     {real({1, 2, 2, 1}, {3, 4.5, 7.5, 9})},
     "Pool2DOptions",
     "padding: SAME, stride_w: 2, stride_h: 2, filter_width: 2, filter_height: 2"},
    {"MAX_POOL_2D",
     {image},
     {real({1, 3, 1, 1}, {3, 6, 9})},
     "Pool2DOptions",
     "padding: VALID, stride_w: 1, stride_h: 1, filter_width: 3, filter_height: 1"},
    {"FULLY_CONNECTED",
     {real({2, 1, 2}, {1, 2, 3, 4}), known(real({3, 2}, {1, 0, 0, 1, 1, 1})),
      known(real({3}, {0, 0, 100}))},
     {real({2, 1, 3}, {1, 2, 103, 3, 4, 107})},
     "FullyConnectedOptions",
     "keep_num_dims: true"},
    {"RESIZE_NEAREST_NEIGHBOR",
     {pair, list({2, 4})},
     {real({1, 2, 4, 2}, {1, 10, 1, 10, 2, 20, 2, 20, 3, 30, 3, 30, 4, 40, 4, 40})},
     "ResizeNearestNeighborOptions"},
    {"RESIZE_BILINEAR",
     {real({1, 1, 2, 1}, {0, 4}), list({1, 4})},
     {real({1, 1, 4, 1}, {0, 1, 3, 4})},
     "ResizeBilinearOptions",
     "half_pixel_centers: true"},
    {"SPACE_TO_DEPTH",
     {pair},
     {real({1, 1, 1, 8}, {1, 10, 2, 20, 3, 30, 4, 40})},
     "SpaceToDepthOptions",
     "block_size: 2"},
    {"DEPTH_TO_SPACE",
     {real({1, 1, 1, 8}, {1, 10, 2, 20, 3, 30, 4, 40})},
     {pair},
     "DepthToSpaceOptions",
     "block_size: 2"},
};

// 1 to 6 in two rows.
TfliteTensor rows() {
  return real({2, 3}, {1, 2, 3, 4, 5, 6});
}

const Cases movements = {
    {"RESHAPE", {rows(), list({3, 2})}, {real({3, 2}, {1, 2, 3, 4, 5, 6})}},
    {"TRANSPOSE", {rows(), list({1, 0})}, {real({3, 2}, {1, 4, 2, 5, 3, 6})}},
    {"SQUEEZE",
     {real({1, 2, 1}, {1, 2})},
     {real({1, 2}, {1, 2})},
     "SqueezeOptions",
     "squeeze_dims: [2]"},
    {"EXPAND_DIMS", {rows(), number(1)}, {real({2, 1, 3}, {1, 2, 3, 4, 5, 6})}},
    {"SLICE", {rows(), list({0, 1}), list({2, -1})}, {real({2, 2}, {2, 3, 5, 6})}},
    {"STRIDED_SLICE",
     {rows(), list({0, 0}), list({2, 3}), list({1, 2})},
     {real({2, 2}, {1, 3, 4, 6})},
     "StridedSliceOptions"},
    {"STRIDED_SLICE",
     {rows(), list({1, 9}), list({2, 9}), list({1, -1})},
     {real({3}, {6, 5, 4})},
     "StridedSliceOptions",
     "begin_mask: 2, end_mask: 2, shrink_axis_mask: 1"},
    {"CONCATENATION",
     {rows(), real({2, 1}, {7, 8})},
     {real({2, 4}, {1, 2, 3, 7, 4, 5, 6, 8})},
     "ConcatenationOptions",
     "axis: -1"},
    {"PACK",
     {real({2}, {1, 2}), real({2}, {3, 4})},
     {real({2, 2}, {1, 3, 2, 4})},
     "PackOptions",
     "values_count: 2, axis: 1"},
    {"UNPACK",
     {rows()},
     {real({2}, {1, 4}), real({2}, {2, 5}), real({2}, {3, 6})},
     "UnpackOptions",
     "num: 3, axis: 1"},
    {"SPLIT",
     {number(1), real({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8})},
     {real({2, 2}, {1, 2, 5, 6}), real({2, 2}, {3, 4, 7, 8})},
     "SplitOptions",
     "num_splits: 2"},
    {"SPLIT_V",
     {rows(), list({1, 2}), number(1)},
     {real({2, 1}, {1, 4}), real({2, 2}, {2, 3, 5, 6})},
     "SplitVOptions",
     "num_splits: 2"},
    {"GATHER", {rows(), list({2, 0})}, {real({2, 2}, {3, 1, 6, 4})}, "GatherOptions", "axis: 1"},
    {"GATHER_ND", {rows(), known(integers({2, 2}, {1, 0, 0, 2}))}, {real({2}, {4, 3})}},
    {"PAD",
     {real({1, 2}, {1, 2}), known(integers({2, 2}, {0, 1, 2, 0}))},
     {real({2, 4}, {0, 0, 1, 2, 0, 0, 0, 0})}},
    {"PADV2",
     {real({2}, {1, 2}), known(integers({1, 2}, {1, 0})), known(real({}, {9}))},
     {real({3}, {9, 1, 2})}},
    {"MIRROR_PAD",
     {real({3}, {1, 2, 3}), known(integers({1, 2}, {2, 1}))},
     {real({6}, {3, 2, 1, 2, 3, 2})},
     "MirrorPadOptions",
     "mode: REFLECT"},
    {"MIRROR_PAD",
     {real({3}, {1, 2, 3}), known(integers({1, 2}, {2, 1}))},
     {real({6}, {2, 1, 1, 2, 3, 3})},
     "MirrorPadOptions",
     "mode: SYMMETRIC"},
    {"TILE", {real({1, 2}, {1, 2}), list({2, 2})}, {real({2, 4}, {1, 2, 1, 2, 1, 2, 1, 2})}},
    {"BROADCAST_TO", {real({2, 1}, {1, 2}), list({2, 2})}, {real({2, 2}, {1, 1, 2, 2})}},
    {"SHAPE", {rows()}, {integers({2}, {2, 3})}, "ShapeOptions", "out_type: INT32"},
    {"FILL", {list({3}), known(real({}, {7}))}, {real({3}, {7, 7, 7})}},
    {"FILL", {list({2}), number(5)}, {integers({2}, {5, 5})}},
    {"PADV2",
     {integers({2}, {1, 2}), known(integers({1, 2}, {1, 0})), known(integers({1}, {9}))},
     {integers({3}, {9, 1, 2})}},
    {"RANGE", {number(1), number(8), number(3)}, {integers({3}, {1, 4, 7})}},
};

const double e = std::exp(1);

const Cases reductions = {
    {"MEAN", {rows(), list({0})}, {real({3}, {2.5, 3.5, 4.5})}, "ReducerOptions"},
    {"MEAN", {rows(), list({-1})}, {real({2, 1}, {2, 5})}, "ReducerOptions", "keep_dims: true"},
    {"SUM", {rows(), list({0, 1})}, {real({}, {21})}, "ReducerOptions"},
    {"REDUCE_MAX", {rows(), list({1})}, {real({2}, {3, 6})}, "ReducerOptions"},
    {"REDUCE_MIN", {rows(), list({0})}, {real({3}, {1, 2, 3})}, "ReducerOptions"},
    {"REDUCE_PROD", {rows(), list({1})}, {real({2}, {6, 120})}, "ReducerOptions"},
    {"CUMSUM",
     {rows(), number(1)},
     {real({2, 3}, {5, 3, 0, 11, 6, 0})},
     "CumsumOptions",
     "exclusive: true, reverse: true"},
    {"ARG_MAX",
     {rows(), number(1)},
     {integers({2}, {2, 2})},
     "ArgMaxOptions",
     "output_type: INT32"},
    {"ARG_MIN",
     {rows(), number(0)},
     {{DType::s64, {3}, {0, 0, 0}}},
     "ArgMinOptions",
     "output_type: INT64"},
    {"TOPK_V2", {rows(), number(2)}, {real({2, 2}, {3, 2, 6, 5}), integers({2, 2}, {2, 1, 2, 1})}},
    {"SOFTMAX",
     {real({1, 2}, {0, 0.5})},
     {real({1, 2}, {1 / (1 + e), e / (1 + e)})},
     "SoftmaxOptions",
     "beta: 2.0"},
    {"LOG_SOFTMAX",
     {real({1, 2}, {0, 1})},
     {real({1, 2}, {-std::log(1 + e), 1 - std::log(1 + e)})}},
    {"L2_NORMALIZATION", {real({1, 2}, {3, 4})}, {real({1, 2}, {0.6, 0.8})}},
};

class TfliteOperator : public testing::TestWithParam<TfliteCase> {};

TEST_P(TfliteOperator, MeansWhatTfliteSays) {
  expect_tflite(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Elementwise, TfliteOperator, testing::ValuesIn(elementwise),
                         tflite_case_name);
INSTANTIATE_TEST_SUITE_P(Windows, TfliteOperator, testing::ValuesIn(windows), tflite_case_name);
INSTANTIATE_TEST_SUITE_P(Movements, TfliteOperator, testing::ValuesIn(movements), tflite_case_name);
INSTANTIATE_TEST_SUITE_P(Reductions, TfliteOperator, testing::ValuesIn(reductions),
                         tflite_case_name);

}  // namespace
}  // namespace mote
