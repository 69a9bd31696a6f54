// SPDX-License-Identifier: Apache-2.0
// TFLite operators on integers that stand for real numbers, int8 and int16, on numbers small enough
// to be computed by hand.
#include "base/error.h"
#include "import/tflite_sample.h"

namespace mote {
namespace {

const TfliteTensor filters = known(s8({2, 1, 1, 2}, {1, 2, -3, 4}, {{0.5f, 0.25f}, {0, 0}, 0}));
const TfliteTensor matrix = known(s8({2, 2}, {100, 2, -3, 4}, quant(0.5f, 0)));
const TfliteTensor wide_bias{DType::s64, {2}, {1000000, -8}, true, {{0.00048828125f}, {0}, 0}};

// Integers that stand for real numbers.
const Cases quantized = {
    {"QUANTIZE", {real({3}, {1, -1, 99})}, {s8({3}, {12, 8, 127}, quant(0.5f, 10))}},
    {"QUANTIZE", {real({3}, {1, -1, 99999})}, {s16({3}, {4, -4, 32767}, quant(0.25f, 0))}},
    {"QUANTIZE",
     {s8({3}, {12, 8, 127}, quant(0.5f, 10))},
     {{DType::u8, {3}, {132, 124, 255}, false, quant(0.25f, 128)}}},
    {"DEQUANTIZE", {s8({2}, {12, 8}, quant(0.5f, 10))}, {real({2}, {1, -1})}},
    {"DEQUANTIZE", {s16({2}, {4, -4}, quant(0.25f, 0))}, {real({2}, {1, -1})}},
    {"DEQUANTIZE", {{DType::u8, {2}, {132, 124}, false, quant(0.25f, 128)}}, {real({2}, {1, -1})}},
    // (10 - 2) * 0.5 * (1 * 0.5) + ...
    {"TRANSPOSE_CONV",
     {list({1, 1, 2, 2}), filters, s8({1, 1, 2, 2}, {10, 4, 2, 3}, quant(0.5f, 2))},
     {s8({1, 1, 2, 2}, {7, -3, 2, 2}, quant(0.5f, 1))},
     "TransposeConvOptions",
     "padding: VALID, stride_w: 1, stride_h: 1"},
    {"FULLY_CONNECTED",
     {s8({2, 2}, {10, 4, 2, 3}, quant(0.5f, 2)), matrix},
     {s8({2, 2}, {101, -2, 0, 1}, quant(2, 0))},
     "FullyConnectedOptions"},
    {"FULLY_CONNECTED",
     {s16({2, 2}, {1000, 4, -32768, 3}, quant(0.0009765625f, 0)), matrix, wide_bias},
     {s16({2, 2}, {17188, -47, -32768, 1536}, quant(0.03125f, 0))},
     "FullyConnectedOptions"},
    {"RELU6",
     {s8({3}, {-50, 30, 100}, quant(0.1f, 0))},
     {s8({3}, {-128, -68, -8}, quant(0.05f, -128))}},
    // (1000 - 2 * 2000 + 4) / 4
    {"CONV_2D",
     {s16({1, 1, 1, 2}, {1000, -2000}, quant(0.0009765625f, 0)),
      filters,
      {DType::s64, {2}, {4, 8}, true, {{0.00048828125f, 0.000244140625f}, {0, 0}, 0}}},
     {s16({1, 1, 1, 2}, {-749, -1374}, quant(0.001953125f, 0))},
     "Conv2DOptions",
     "padding: VALID, stride_w: 1, stride_h: 1"},
    {"ADD",
     {s16({2}, {1000, -8}, quant(0.25f, 0)), s16({2}, {500, 4}, quant(0.25f, 0))},
     {s16({2}, {750, -2}, quant(0.5f, 0))}},
    {"MUL",
     {s16({2}, {1000, -8}, quant(0.25f, 0)), s16({2}, {500, 4}, quant(0.125f, 0))},
     {s16({2}, {31250, -2}, quant(0.5f, 0))}},
    {"LOGISTIC",
     {s16({2}, {0, 0}, quant(0.001f, 0))},
     {s16({2}, {16384, 16384}, quant(0x1p-15f, 0))}},
    {"AVERAGE_POOL_2D",
     {s16({1, 1, 2, 1}, {1001, -500}, quant(0.25f, 0))},
     {s16({1, 1, 1, 1}, {251}, quant(0.25f, 0))},
     "Pool2DOptions",
     "padding: VALID, stride_w: 1, stride_h: 1, filter_width: 2, filter_height: 1"},
};

class TfliteIntegers : public testing::TestWithParam<TfliteCase> {};

TEST_P(TfliteIntegers, MeanWhatTfliteSays) {
  expect_tflite(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Quantized, TfliteIntegers, testing::ValuesIn(quantized), tflite_case_name);

TEST(UnsignedTflite, IsRefusedWithTheWayOut) {
  const auto u8 = [](Shape shape, Tensor elements) {
    return TfliteTensor{DType::u8, std::move(shape), std::move(elements), false, quant(0.5f, 128)};
  };
  const TfliteCase test{"FULLY_CONNECTED",
                        {u8({1, 2}, {1, 2}), known(u8({1, 2}, {3, 4}))},
                        {u8({1, 1}, {0})},
                        "FullyConnectedOptions"};
  try {
    parse_tflite(tflite_file(test), "old.tflite");
    FAIL() << "was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::unsupported_type);
    EXPECT_NE(error.help.find("int8"), std::string::npos) << error.help;
  }
}

}  // namespace
}  // namespace mote
