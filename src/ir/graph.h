// SPDX-License-Identifier: Apache-2.0
// The graph that every stage of mote reads and writes.
//
// A Graph is a list of nodes in execution order. Nodes name their operands by ValueId, an index
// into Graph::values; nothing in it is a pointer, so a Graph can be copied, compared and saved.
// Operators, attributes and layouts (N C H W) mean what ONNX says unless an operator's file says
// otherwise. Integer values carry a Quant: a node whose values are integers computes in integers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mote {

// name, bytes per element, C type, npy kind.
#define MOTE_DTYPES(X)       \
  X(f32, 4, "float", 'f')    \
  X(s8, 1, "int8_t", 'i')    \
  X(u8, 1, "uint8_t", 'u')   \
  X(s16, 2, "int16_t", 'i')  \
  X(u16, 2, "uint16_t", 'u') \
  X(s32, 4, "int32_t", 'i')  \
  X(u32, 4, "uint32_t", 'u') \
  X(s64, 8, "int64_t", 'i')  \
  X(u64, 8, "uint64_t", 'u') \
  X(b8, 1, "uint8_t", 'b')

enum class DType : uint8_t {
#define MOTE_DTYPE_ENUM(name, bytes, c_type, kind) name,
  MOTE_DTYPES(MOTE_DTYPE_ENUM)
#undef MOTE_DTYPE_ENUM
};

std::string_view dtype_name(DType dtype);    // "s8"
std::string_view dtype_c_type(DType dtype);  // "int8_t"
int dtype_bytes(DType dtype);
char dtype_npy_kind(DType dtype);
std::optional<DType> find_dtype(std::string_view name);

using Shape = std::vector<int64_t>;
int64_t element_count(const Shape& shape);
std::string to_string(const Shape& shape);  // "1x128x9"

// real = scale * (stored - zero_point). One scale, or one for each index along `axis`.
// Empty scale: the numbers mean themselves. zero_point has as many entries as scale.
struct Quant {
  std::vector<float> scale = {};
  std::vector<int32_t> zero_point = {};
  int axis = 0;

  bool empty() const { return scale.empty(); }
  bool operator==(const Quant&) const = default;
};

// The elements of a value in C order. f32 values hold floats exactly; integers up to 2^53 too.
using Tensor = std::vector<double>;

struct Value {
  std::string name;  // unique in its graph
  DType dtype = DType::f32;
  Shape shape = {};
  Quant quant = {};
  Tensor constant = {};      // the elements, when is_constant
  bool is_constant = false;  // weights and other data known before running

  bool operator==(const Value&) const = default;
};

enum class ValueId : int32_t {};
inline constexpr ValueId kNoValue{-1};  // an optional operand that is absent

using Attr = std::variant<int64_t, double, std::string, std::vector<int64_t>, std::vector<double>>;

struct Node {
  std::string name;  // shown to the user; unique in its graph
  std::string op;    // name of an OpDef
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;
  std::map<std::string, Attr> attrs = {};

  bool operator==(const Node&) const = default;

  // The attribute, or `otherwise` when it is absent. Throws bad_model when it has another type.
  int64_t integer(const std::string& key, int64_t otherwise) const;
  double number(const std::string& key, double otherwise) const;
  std::string text(const std::string& key, const std::string& otherwise) const;
  std::vector<int64_t> integers(const std::string& key,
                                const std::vector<int64_t>& otherwise) const;

  // Whether operand i is there (trailing and kNoValue operands are absent).
  bool has_input(size_t i) const { return i < inputs.size() && inputs[i] != kNoValue; }
};

// A value that lives from one run to the next: `before` is read as `after` was left by the last
// run. After a reset it is real 0 (the zero point of integers).
struct State {
  ValueId before, after;
  bool operator==(const State&) const = default;
};

struct Graph {
  std::vector<Value> values;
  std::vector<Node> nodes;  // in execution order
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;
  std::vector<State> states;
  // What is known of the model beside its arithmetic, saved as ONNX metadata: "classes" (names
  // joined by newlines), "rate_hz", "units", "count_scale", "task", "history".
  std::map<std::string, std::string> meta;

  ValueId add(Value value);
  ValueId add_constant(std::string name, DType dtype, Shape shape, Tensor elements,
                       Quant quant = {});
  // `stem`, or stem_2, stem_3 ... : a name no value has.
  std::string fresh_name(const std::string& stem) const;

  // Throws bad_model when there is no such value (kNoValue: files may leave any operand out).
  Value& operator[](ValueId id) { return values[index_of(id)]; }
  const Value& operator[](ValueId id) const { return values[index_of(id)]; }
  size_t index_of(ValueId id) const;
  bool operator==(const Graph&) const = default;
};

// How many nodes read this value, plus one for each graph output and state that it is.
int use_count(const Graph& graph, ValueId id);

// Index of the node that writes this value, or -1 (input, constant).
int producer(const Graph& graph, ValueId id);

// Everything that read `from` reads `to` instead, graph outputs and states included.
void replace_uses(Graph& graph, ValueId from, ValueId to);

// Drops values that no node, input or output mentions, and renumbers the rest in order of first
// mention, so that equal networks compare equal.
void compact(Graph& graph);

}  // namespace mote
