// SPDX-License-Identifier: Apache-2.0
// Discrete Fourier transform along one axis: y[k] = sum_n x[n] e^(-2 pi i k n / L), or, with
// inverse = 1, 1/L times the same with e^(+...).
//
// The last axis holds real numbers (extent 1) or real and imaginary parts (extent 2). L is the
// second operand, else the axis's extent: x is cut or goes on with zeros. onesided = 1: k up to L/2
// only. The kernel sums products with a table of L cosines and sines, which for the lengths of
// sensor windows is smaller than a fast transform's code.
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "ops/operands.h"

namespace mote {
namespace {

enum Operand : size_t { kX, kLength, kAxis };

struct Geometry {
  size_t axis;
  int64_t outer, given, inner, parts;  // x: outer x given x inner x parts
  int64_t length, kept;                // L, and how many results of it are kept
  bool inverse;
};

int64_t known_integer(const Graph& graph, const Node& node, size_t i, int64_t otherwise) {
  if (!node.has_input(i)) return otherwise;
  check_constant(graph, node, i);
  const Tensor& elements = input(graph, node, i).constant;
  if (elements.size() != 1 || !(std::abs(elements[0]) < 0x1p31)) {
    fail_operand(graph, node, i, "one integer");
  }
  return static_cast<int64_t>(elements[0]);
}

Geometry geometry(const Graph& graph, const Node& node) {
  const Shape& x = input(graph, node, kX).shape;
  if (x.size() < 2 || x.back() < 1 || x.back() > 2) {
    fail_operand(graph, node, kX, "two axes or more, the last one of extent 1 or 2");
  }
  const int64_t named = known_integer(graph, node, kAxis, node.integer("axis", -2));
  Geometry g{normal_axis(node, named, x.size()), 1, 0, 1, x.back(), 0, 0,
             node.integer("inverse", 0) != 0};
  if (g.axis + 1 == x.size()) fail_operand(graph, node, kAxis, "an axis before the last one");
  for (size_t i = 0; i + 1 < x.size(); i++) {
    if (i < g.axis) g.outer *= x[i];
    if (i > g.axis) g.inner *= x[i];
  }
  g.given = x[g.axis];
  g.length = known_integer(graph, node, kLength, g.given);
  if (g.length < 1 || g.length > int64_t{1} << 16) {
    throw Error(ErrorCode::unsupported_type, "",
                "a transform of " + std::to_string(g.length) + " elements, expected 1 to 65536");
  }
  const bool onesided = node.integer("onesided", 0) != 0;
  if (onesided && (g.inverse || g.parts == 2)) {
    throw Error(ErrorCode::unsupported_type, "",
                "onesided is for forward transforms of real numbers");
  }
  g.kept = onesided ? g.length / 2 + 1 : g.length;
  return g;
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 3);
  check_dtype(graph, node, kX, {DType::f32});
  const Geometry g = geometry(graph, node);
  Shape shape = input(graph, node, kX).shape;
  shape[g.axis] = g.kept;
  shape.back() = 2;
  set_output(graph, node, DType::f32, shape);
}

// The cosine of every step around the circle, then the sine, negative when forward.
Tensor circle(const Geometry& g) {
  Tensor table;
  for (int part = 0; part < 2; part++) {
    for (int64_t n = 0; n < g.length; n++) {
      const double angle =
          2 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(g.length);
      table.push_back(part == 0 ? std::cos(angle)
                                : (g.inverse ? std::sin(angle) : -std::sin(angle)));
    }
  }
  return table;
}

std::vector<Tensor> reference(const Graph& graph, const Node& node,
                              std::span<const Tensor* const> in) {
  const Geometry g = geometry(graph, node);
  const Tensor table = circle(g);
  const double scale = g.inverse ? 1.0 / static_cast<double>(g.length) : 1;
  Tensor y;
  for (int64_t line = 0; line < g.outer * g.kept * g.inner; line++) {
    const int64_t o = line / g.inner / g.kept, k = line / g.inner % g.kept, i = line % g.inner;
    double real = 0, imaginary = 0;
    for (int64_t n = 0; n < std::min(g.given, g.length); n++) {
      const auto from = static_cast<size_t>(((o * g.given + n) * g.inner + i) * g.parts);
      const double a = (*in[kX])[from], b = g.parts == 2 ? (*in[kX])[from + 1] : 0;
      const auto at = static_cast<size_t>(k * n % g.length);
      const double c = table[at], s = table[at + static_cast<size_t>(g.length)];
      real += a * c - b * s;
      imaginary += a * s + b * c;
    }
    y.push_back(real * scale);
    y.push_back(imaginary * scale);
  }
  return {y};
}

KernelCall call(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  const float scale = g.inverse ? 1.0f / static_cast<float>(g.length) : 1.0f;
  return {"dft_f32",
          {node.inputs[kX], g.outer, g.given, g.inner, g.parts, g.length, g.kept,
           KernelData{"circle", DType::f32, circle(g)}, scale, node.outputs[0]}};
}

int64_t macs(const Graph& graph, const Node& node) {
  const Geometry g = geometry(graph, node);
  return g.outer * g.inner * g.kept * std::min(g.given, g.length) * 2 * g.parts;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (int64_t n : {1, 2, 5, 16, 33}) {
    graphs.push_back(Sample("dft").input(DType::f32, {1, n, 1}).output());
    graphs.push_back(
        Sample("dft").input(DType::f32, {2, n, 1}).attr("onesided", int64_t{1}).output());
    graphs.push_back(
        Sample("dft").input(DType::f32, {1, n, 2}).attr("inverse", int64_t{1}).output());
  }
  for (double length : {3, 8}) {
    graphs.push_back(Sample("dft")
                         .input(DType::f32, {2, 5, 3, 2})
                         .constant(DType::s64, {}, Tensor{length})
                         .constant(DType::s64, {}, Tensor{1})
                         .output());
  }
  return graphs;
}

}  // namespace

extern const OpDef op_dft = {
    .name = "dft",
    .onnx_name = "DFT",
    .onnx_since = 20,
    .infer = infer,
    .reference = reference,
    .call = call,
    .macs = macs,
    .tolerance = 1e-5,
    .constant_operands = 0b110,
    .samples = samples,
};

}  // namespace mote
