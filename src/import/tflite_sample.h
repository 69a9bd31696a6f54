// SPDX-License-Identifier: Apache-2.0
// TFLite files of one operator, made of JSON, for tests.
#pragma once

#include <flatbuffers/idl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <tflite_bfbs_generated.h>

#include <bit>
#include <string>
#include <vector>

#include "import/tflite.h"
#include "ops/evaluate.h"

namespace mote {

// An operand or result: its elements are what a test feeds or expects.
struct TfliteTensor {
  DType dtype;
  Shape shape;
  Tensor elements;
  bool is_constant = false;
  Quant quant = {};
};

inline TfliteTensor real(Shape shape, Tensor elements) {
  return {DType::f32, std::move(shape), std::move(elements)};
}

inline TfliteTensor integers(Shape shape, Tensor elements) {
  return {DType::s32, std::move(shape), std::move(elements)};
}

inline TfliteTensor known(TfliteTensor tensor) {
  tensor.is_constant = true;
  return tensor;
}

// A known list of integers: a shape, axes.
inline TfliteTensor list(Tensor elements) {
  const auto count = static_cast<int64_t>(elements.size());
  return known(integers({count}, std::move(elements)));
}

inline TfliteTensor number(double element) {
  return known(integers({}, {element}));
}

inline Quant quant(float scale, int32_t zero) {
  return {{scale}, {zero}, 0};
}

inline TfliteTensor s8(Shape shape, Tensor elements, Quant quant) {
  return {DType::s8, std::move(shape), std::move(elements), false, std::move(quant)};
}

inline TfliteTensor s16(Shape shape, Tensor elements, Quant quant) {
  return {DType::s16, std::move(shape), std::move(elements), false, std::move(quant)};
}

struct TfliteCase {
  const char* name;  // of the operator
  std::vector<TfliteTensor> inputs;
  std::vector<TfliteTensor> outputs;
  const char* options_type = "";  // "PackOptions"
  const char* options = "";       // "axis: 1"
};

using Cases = std::vector<TfliteCase>;

inline std::string tflite_type(DType dtype) {
  switch (dtype) {
    case DType::f32:
      return "FLOAT32";
    case DType::b8:
      return "BOOL";
    default: {
      const bool is_signed = dtype_npy_kind(dtype) == 'i';
      return fmt::format("{}INT{}", is_signed ? "" : "U", 8 * dtype_bytes(dtype));
    }
  }
}

inline std::vector<int> tflite_bytes(const TfliteTensor& tensor) {
  std::vector<int> bytes;
  for (double element : tensor.elements) {
    uint64_t bits = 0;
    if (tensor.dtype == DType::f32) {
      bits = std::bit_cast<uint32_t>(static_cast<float>(element));
    } else {
      bits = std::bit_cast<uint64_t>(static_cast<int64_t>(element));
    }
    for (int i = 0; i < dtype_bytes(tensor.dtype); i++) {
      bytes.push_back(static_cast<int>(bits >> 8 * i & 255));
    }
  }
  return bytes;
}

inline std::string tflite_quantization(const Quant& quant) {
  if (quant.empty()) return "";
  return fmt::format(", quantization: {{ scale: [{}], zero_point: [{}], quantized_dimension: {} }}",
                     fmt::join(quant.scale, ", "), fmt::join(quant.zero_point, ", "), quant.axis);
}

// The file's bytes.
inline std::string tflite_file(const TfliteCase& test) {
  std::string tensors, buffers = "{}";
  std::vector<int> in, out, fed;
  const auto add = [&](const TfliteTensor& tensor, std::vector<int>& list) {
    const int index = static_cast<int>(in.size() + out.size());
    tensors += fmt::format("{{ shape: [{}], type: {}, buffer: {}, name: \"t{}\"{} }}, ",
                           fmt::join(tensor.shape, ", "), tflite_type(tensor.dtype), index + 1,
                           index, tflite_quantization(tensor.quant));
    buffers += ", {";
    if (tensor.is_constant) {
      buffers += fmt::format(" data: [{}] ", fmt::join(tflite_bytes(tensor), ", "));
    } else if (&list == &in) {
      fed.push_back(index);
    }
    buffers += "}";
    list.push_back(index);
  };
  for (const TfliteTensor& tensor : test.inputs) add(tensor, in);
  for (const TfliteTensor& tensor : test.outputs) add(tensor, out);
  std::string options;
  if (*test.options_type != '\0') {
    options = fmt::format(", builtin_options_type: {}, builtin_options: {{ {} }}",
                          test.options_type, test.options);
  }
  const std::string json = fmt::format(
      "{{ version: 3, operator_codes: [{{ builtin_code: {} }}], "
      "subgraphs: [{{ tensors: [{}], inputs: [{}], outputs: [{}], operators: [{{ inputs: [{}], "
      "outputs: [{}]{} }}] }}], buffers: [{}] }}",
      test.name, tensors, fmt::join(fed, ", "), fmt::join(out, ", "), fmt::join(in, ", "),
      fmt::join(out, ", "), options, buffers);
  flatbuffers::IDLOptions relaxed;
  relaxed.strict_json = false;
  flatbuffers::Parser parser(relaxed);
  using Schema = tflite::ModelBinarySchema;
  EXPECT_TRUE(parser.Deserialize(Schema::data(), Schema::size()));
  EXPECT_TRUE(parser.ParseJson(json.c_str())) << parser.error_ << "\n" << json;
  const auto* bytes = reinterpret_cast<const char*>(parser.builder_.GetBufferPointer());
  return {bytes, parser.builder_.GetSize()};
}

// Imports the file, feeds the inputs that vary, compares the outputs.
inline void expect_tflite(const TfliteCase& test) {
  const Graph graph = parse_tflite(tflite_file(test), test.name);
  std::vector<Tensor> inputs;
  for (const TfliteTensor& x : test.inputs) {
    if (!x.is_constant) inputs.push_back(x.elements);
  }
  const std::vector<Tensor> outputs = evaluate(graph, inputs);
  ASSERT_EQ(outputs.size(), test.outputs.size());
  for (size_t i = 0; i < outputs.size(); i++) {
    const Value& y = graph[graph.outputs[i]];
    EXPECT_EQ(dtype_name(y.dtype), dtype_name(test.outputs[i].dtype));
    EXPECT_EQ(y.shape, test.outputs[i].shape);
    ASSERT_EQ(outputs[i].size(), test.outputs[i].elements.size());
    for (size_t k = 0; k < outputs[i].size(); k++) {
      EXPECT_NEAR(outputs[i][k], test.outputs[i].elements[k], 1e-6) << "output " << i << ", " << k;
    }
  }
}

inline std::string tflite_case_name(const testing::TestParamInfo<TfliteCase>& test) {
  return fmt::format("{}_{}", test.param.name, test.index);
}

}  // namespace mote
