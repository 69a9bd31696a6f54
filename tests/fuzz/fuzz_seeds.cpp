// SPDX-License-Identifier: Apache-2.0
// fuzz_seeds FOLDER: writes FOLDER/onnx and FOLDER/tflite, a small model for each sample of each
// operator, and beside them a dictionary of the operators' names.
#include <flatbuffers/reflection.h>
#include <fmt/format.h>
#include <tflite_bfbs_generated.h>
#include <tflite_generated.h>

#include <algorithm>
#include <bit>
#include <sstream>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "import/sample_models.h"

namespace mote {
namespace {

constexpr size_t kLongest = 4096;
constexpr size_t kSamples = 6;  // of each operator

void write_seed(const fs::path& folder, const std::string& name, const std::string& content) {
  if (content.size() <= kLongest) write_file(folder / name, content);
}

// Only the dtypes that TFLite has as well.
tflite::TensorType type_of(DType dtype) {
  switch (dtype) {
    case DType::s8:
      return tflite::TensorType_INT8;
    case DType::u8:
      return tflite::TensorType_UINT8;
    case DType::s16:
      return tflite::TensorType_INT16;
    case DType::s32:
      return tflite::TensorType_INT32;
    case DType::s64:
      return tflite::TensorType_INT64;
    case DType::b8:
      return tflite::TensorType_BOOL;
    default:
      return tflite::TensorType_FLOAT32;
  }
}

// A model of one operator in TFLite's tables: its operands are those of a sample, whatever TFLite
// would think of them, and every option is 1.
class TfliteSeed {
 public:
  TfliteSeed(const Graph& sample, tflite::BuiltinOperator op) : sample_(sample), op_(op) {
    buffers_.push_back(tflite::CreateBuffer(builder_));
  }

  std::string write() {
    std::vector<flatbuffers::Offset<tflite::Tensor>> tensors;
    for (const Value& value : sample_.values) tensors.push_back(tensor(value));
    const Node& node = sample_.nodes.at(0);
    const auto inputs = numbers(node.inputs), outputs = numbers(node.outputs);
    const auto op = tflite::CreateOperator(builder_, 0, inputs, outputs, options_type(), options());
    const auto ops = builder_.CreateVector(std::vector{op});
    const auto graph_inputs = numbers(sample_.inputs), graph_outputs = numbers(sample_.outputs);
    const auto network = tflite::CreateSubGraph(builder_, builder_.CreateVector(tensors),
                                                graph_inputs, graph_outputs, ops);
    const auto code = tflite::CreateOperatorCode(
        builder_, static_cast<int8_t>(std::min<int>(op_, 127)), 0, 1, op_);
    const auto codes = builder_.CreateVector(std::vector{code});
    const auto networks = builder_.CreateVector(std::vector{network});
    const auto buffers = builder_.CreateVector(buffers_);
    builder_.Finish(tflite::CreateModel(builder_, 3, codes, networks, 0, buffers), "TFL3");
    return {reinterpret_cast<const char*>(builder_.GetBufferPointer()), builder_.GetSize()};
  }

 private:
  flatbuffers::Offset<flatbuffers::Vector<int32_t>> numbers(const std::vector<ValueId>& ids) {
    std::vector<int32_t> list;
    for (ValueId id : ids) list.push_back(static_cast<int32_t>(id));
    return builder_.CreateVector(list);
  }

  flatbuffers::Offset<tflite::Tensor> tensor(const Value& value) {
    const std::vector<int32_t> shape(value.shape.begin(), value.shape.end());
    uint32_t buffer = 0;
    const bool is_index = value.is_constant && value.dtype == DType::s64;  // 32 bits wide there
    if (value.is_constant) {
      std::string bytes;
      for (double element : value.constant) append(element, value.dtype, bytes);
      buffer = static_cast<uint32_t>(buffers_.size());
      const std::vector<uint8_t> data(bytes.begin(), bytes.end());
      buffers_.push_back(tflite::CreateBuffer(builder_, builder_.CreateVector(data)));
    }
    flatbuffers::Offset<tflite::QuantizationParameters> quant = 0;
    if (!value.quant.empty()) {
      const std::vector<int64_t> zeros(value.quant.zero_point.begin(),
                                       value.quant.zero_point.end());
      const auto scales = builder_.CreateVector(value.quant.scale);
      quant = tflite::CreateQuantizationParameters(builder_, scales, builder_.CreateVector(zeros));
    }
    return tflite::CreateTensor(builder_, builder_.CreateVector(shape),
                                is_index ? tflite::TensorType_INT32 : type_of(value.dtype), buffer,
                                builder_.CreateString(value.name), quant);
  }

  static void append(double element, DType dtype, std::string& bytes) {
    const int width = dtype == DType::s64 ? 4 : dtype_bytes(dtype);
    const auto real = static_cast<float>(element);
    auto bits = static_cast<uint64_t>(static_cast<int64_t>(std::clamp(element, -1e18, 1e18)));
    if (dtype == DType::f32) bits = std::bit_cast<uint32_t>(real);
    for (int i = 0; i < width; i++) bytes += static_cast<char>(bits >> (8 * i));
  }

  // "FULLY_CONNECTED" -> FullyConnectedOptions, or NONE when the tables are not called so.
  tflite::BuiltinOptions options_type() const {
    const auto plain = [](std::string text) {
      std::erase(text, '_');
      return lower_case(text);
    };
    const std::string wanted = plain(tflite::EnumNameBuiltinOperator(op_)) + "options";
    for (const auto candidate : tflite::EnumValuesBuiltinOptions()) {
      if (plain(tflite::EnumNameBuiltinOptions(candidate)) == wanted) return candidate;
    }
    const std::string name = tflite::EnumNameBuiltinOperator(op_);
    if (name.find("POOL_2D") != std::string::npos) return tflite::BuiltinOptions_Pool2DOptions;
    if (name.starts_with("REDUCE_") || name == "MEAN" || name == "SUM") {
      return tflite::BuiltinOptions_ReducerOptions;
    }
    return tflite::BuiltinOptions_NONE;
  }

  flatbuffers::Offset<void> options() {
    const auto* schema = reflection::GetSchema(tflite::ModelBinarySchema::data());
    const auto* unions = schema->enums()->LookupByKey("mote.tflite.BuiltinOptions");
    const auto* entry = unions->values()->LookupByKey(options_type());
    if (options_type() == tflite::BuiltinOptions_NONE || entry == nullptr) return 0;
    const auto start = builder_.StartTable();
    for (const auto* field :
         *schema->objects()->Get(static_cast<uint32_t>(entry->union_type()->index()))->fields()) {
      add_one(*field);
    }
    return builder_.EndTable(start);
  }

  void add_one(const reflection::Field& field) {
    const reflection::BaseType type = field.type()->base_type();
    if (type == reflection::Int || type == reflection::UInt) {
      builder_.AddElement<int32_t>(field.offset(), 1, 0);
    } else if (type == reflection::Float) {
      builder_.AddElement<float>(field.offset(), 1, 0);
    } else if (type == reflection::Byte || type == reflection::Bool) {
      builder_.AddElement<int8_t>(field.offset(), 0, 1);
    }
  }

  const Graph& sample_;
  tflite::BuiltinOperator op_;
  flatbuffers::FlatBufferBuilder builder_;
  std::vector<flatbuffers::Offset<tflite::Buffer>> buffers_;
};

void write_seeds(const OpDef& op, const fs::path& folder, std::string& dictionary) {
  if (!op.onnx_name.empty()) dictionary += fmt::format("\"{}\"\n", op.onnx_name);
  if (op.samples == nullptr) return;
  const std::vector<Graph> samples = op.samples();
  const size_t step = std::max<size_t>(1, samples.size() / kSamples);
  for (size_t i = 0; i < samples.size(); i += step) {
    const std::string name = fmt::format("{}_{}", op.name, i);
    try {
      write_seed(folder / "onnx", name, format_onnx(samples[i]));
    } catch (const Error&) {  // an operator that ONNX does not have
    }
    std::istringstream words{std::string(op.tflite_names)};
    for (std::string word; words >> word;) {
      const auto& known = tflite::EnumValuesBuiltinOperator();
      const auto* found = std::find_if(std::begin(known), std::end(known), [&](auto candidate) {
        return tflite::EnumNameBuiltinOperator(candidate) == word;
      });
      if (found == std::end(known) || samples[i].nodes.size() != 1) continue;
      write_seed(folder / "tflite", name + "_" + word, TfliteSeed(samples[i], *found).write());
    }
  }
}

}  // namespace
}  // namespace mote

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const mote::fs::path folder = argv[1];
  std::string dictionary;
  for (const mote::OpDef* op : mote::all_ops()) {
    try {
      mote::write_seeds(*op, folder, dictionary);
    } catch (const mote::Error&) {  // samples are judged by other tests
    }
  }
  mote::write_file(folder / "onnx" / "float_net", mote::format_onnx(mote::float_net()));
  mote::write_file(folder / "onnx" / "integer_net", mote::format_onnx(mote::integer_net()));
  mote::write_file(folder / "dictionary.txt", dictionary);
  return 0;
}
