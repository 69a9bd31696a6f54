// SPDX-License-Identifier: Apache-2.0
#include "import/tflite_tensor.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "import/limits.h"
#include "import/onnx_types.h"
#include "ops/operands.h"

namespace mote {
namespace {

// How elements are stored: the types of ONNX with the same names.
const OnnxType* element_type(tflite::TensorType type) {
  constexpr int kFloat = 1, kUint8 = 2, kInt8 = 3, kUint16 = 4, kInt16 = 5, kInt32 = 6, kInt64 = 7,
                kBool = 9, kFloat16 = 10, kDouble = 11, kUint32 = 12, kUint64 = 13, kInt4 = 22;
  switch (type) {
    case tflite::TensorType_FLOAT32:
      return find_onnx_type(kFloat);
    case tflite::TensorType_FLOAT16:
      return find_onnx_type(kFloat16);
    case tflite::TensorType_FLOAT64:
      return find_onnx_type(kDouble);
    case tflite::TensorType_INT4:
      return find_onnx_type(kInt4);
    case tflite::TensorType_INT8:
      return find_onnx_type(kInt8);
    case tflite::TensorType_UINT8:
      return find_onnx_type(kUint8);
    case tflite::TensorType_INT16:
      return find_onnx_type(kInt16);
    case tflite::TensorType_UINT16:
      return find_onnx_type(kUint16);
    case tflite::TensorType_INT32:
      return find_onnx_type(kInt32);
    case tflite::TensorType_UINT32:
      return find_onnx_type(kUint32);
    case tflite::TensorType_INT64:
      return find_onnx_type(kInt64);
    case tflite::TensorType_UINT64:
      return find_onnx_type(kUint64);
    case tflite::TensorType_BOOL:
      return find_onnx_type(kBool);
    default:
      return nullptr;
  }
}

double decode(const OnnxType& type, uint64_t bits) {
  if (type.kind != 'f') return decode_element(type, bits);
  if (type.bits == 32) return double{std::bit_cast<float>(static_cast<uint32_t>(bits))};
  return double{static_cast<float>(std::bit_cast<double>(bits))};
}

// Little endian elements side by side; two of 4 bits share a byte.
Tensor decode_all(const OnnxType& type, std::string_view bytes, int64_t count,
                  const std::string& place) {
  const auto bits = static_cast<size_t>(type.bits);
  const size_t expected = (static_cast<size_t>(count) * bits + 7) / 8;
  if (bytes.size() != expected) {
    fail_malformed(place, fmt::format("has {} bytes of data, expected {}", bytes.size(), expected));
  }
  Tensor elements(static_cast<size_t>(count));
  for (size_t i = 0; i < elements.size(); i++) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i * bits / 8, std::max<size_t>(1, bits / 8));
    word >>= i * bits % 8;
    if (bits < 64) word &= (uint64_t{1} << bits) - 1;
    elements[i] = decode(type, word);
  }
  return elements;
}

Shape read_shape(const tflite::Tensor& tensor, const std::string& place) {
  Shape shape;
  if (tensor.shape() != nullptr) shape.assign(tensor.shape()->begin(), tensor.shape()->end());
  if (!checked_count(shape)) {
    fail_malformed(place,
                   fmt::format("has {} axes or too many elements, expected at most {} and {}",
                               shape.size(), kMaxRank, kMaxElements));
  }
  return shape;
}

// Lists of 64 bits may lie at any address in a hostile file.
int64_t element_of(const flatbuffers::Vector<int64_t>& list, size_t i) {
  int64_t element = 0;
  std::memcpy(&element, list.Data() + i * sizeof element, sizeof element);
  return flatbuffers::EndianScalar(element);
}

// The scales and zero points of a tensor of integers, checked against its shape and type.
Quant read_quant(const tflite::QuantizationParameters& table, const Value& value,
                 const std::string& place) {
  Quant quant;
  if (table.scale() == nullptr || table.scale()->size() == 0) return quant;
  const size_t count = table.scale()->size();
  const auto* zeros = table.zero_point();
  const size_t zero_count = zeros == nullptr ? 0 : zeros->size();
  const int axis = count > 1 ? table.quantized_dimension() : 0;
  const auto rank = static_cast<int>(value.shape.size());
  const bool fits = axis >= 0 && axis < rank &&
                    value.shape[static_cast<size_t>(axis)] == static_cast<int64_t>(count);
  if ((count > 1 && !fits) || (zero_count > 1 && zero_count != count)) {
    fail_malformed(place, fmt::format("has {} scales and {} zero points along axis {} of {}", count,
                                      zero_count, axis, to_string(value.shape)));
  }
  const Clamp range = dtype_range(value.dtype);
  quant.axis = axis;
  for (size_t i = 0; i < count; i++) {
    const auto at = static_cast<flatbuffers::uoffset_t>(i);
    const float scale = table.scale()->Get(at);
    if (!(scale > 0) || !std::isfinite(scale)) {
      fail_malformed(place, fmt::format("has scale {}, expected a positive number", scale));
    }
    const int64_t zero = zero_count == 0 ? 0 : element_of(*zeros, zero_count == 1 ? 0 : i);
    const bool in_range = static_cast<double>(zero) >= range.low &&
                          static_cast<double>(zero) <= range.high && std::abs(zero) < 1 << 30;
    if (!in_range) fail_malformed(place, fmt::format("has zero point {}", zero));
    quant.scale.push_back(scale);
    quant.zero_point.push_back(static_cast<int32_t>(zero));
  }
  return quant;
}

}  // namespace

Value read_tflite_tensor(const TfliteModel& model, const tflite::Tensor& tensor, std::string name,
                         const ModelOrigin& origin) {
  const std::string place = origin.at("tensor", name);
  const OnnxType* type = element_type(tensor.type());
  if (type == nullptr) {
    const auto number = static_cast<int>(tensor.type());
    const std::string known = tflite::EnumNameTensorType(tensor.type());
    throw Error(ErrorCode::unsupported_type, place,
                fmt::format("is {}, which mote cannot read",
                            known.empty() ? fmt::format("of TFLite type {}", number) : known),
                "export the model with tensors of numbers");
  }
  if (tensor.sparsity() != nullptr) {
    throw Error(ErrorCode::unsupported_type, place, "is stored as a sparse tensor",
                "export the model without sparse tensors");
  }
  Value value{std::move(name), type->dtype};
  value.shape = read_shape(tensor, place);
  const bool is_integer = value.dtype != DType::f32 && value.dtype != DType::b8;
  if (is_integer && tensor.quantization() != nullptr) {
    value.quant = read_quant(*tensor.quantization(), value, place);
  }
  const std::string_view bytes = model.buffer(tensor.buffer(), place);
  if (tensor.is_variable() || (bytes.empty() && element_count(value.shape) > 0)) return value;
  // Tensors without elements are lists of no axes.
  if (bytes.empty() && tensor.buffer() == 0) return value;
  value.constant = decode_all(*type, bytes, element_count(value.shape), place);
  value.is_constant = true;
  return value;
}

}  // namespace mote
