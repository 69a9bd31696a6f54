// SPDX-License-Identifier: Apache-2.0
// y = x with the elements of each blocksize x blocksize block as channels: the
// position in the block is the outer part of the channel number (mode DCR) or
// the inner one (CRD).
#include <fmt/format.h>

#include "base/error.h"
#include "ops/operands.h"
#include "ops/tflite_layout.h"
#include "ops/view.h"

namespace mote {
namespace {

// The side of a block. Throws bad_model unless x has four axes and fits whole
// blocks.
int64_t block_size(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const int64_t block = node.integer("blocksize", 0);
  if (shape.size() != 4) fail_operand(graph, node, 0, "four axes");
  if (block > 0 && shape[2] % block == 0 && shape[3] % block == 0) return block;
  throw Error(ErrorCode::bad_model, "",
              fmt::format("blocks of {} do not fit shape {}", block, to_string(shape)));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  const int64_t block = block_size(graph, node);
  if (x.shape[1] > (1 << 30) / block / block) fail_operand(graph, node, 0, "fewer channels");
  set_output(graph, node, x.dtype,
             {x.shape[0], x.shape[1] * block * block, x.shape[2] / block, x.shape[3] / block});
}

// batch, rows and columns of a block before or behind the channels, rows,
// columns.
View view_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const int64_t block = block_size(graph, node);
  const int64_t image = shape[2] * shape[3];
  View view{{shape[0], block, block, shape[1], shape[2] / block, shape[3] / block},
            {shape[1] * image, shape[3], 1, image, shape[3] * block, block}};
  if (node.text("mode", "DCR") == "CRD") {
    view.shape = {shape[0], shape[1], block, block, shape[2] / block, shape[3] / block};
    view.steps = {shape[1] * image, image, shape[3], 1, shape[3] * block, block};
  }
  return view;
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (const Shape& shape : {Shape{1, 1, 4, 6}, Shape{2, 3, 2, 4}}) {
    for (DType dtype : {DType::f32, DType::s8}) {
      for (const char* mode : {"DCR", "CRD"}) {
        graphs.push_back(Sample("space_to_depth")
                             .input(dtype, shape, sample_quant(dtype))
                             .attr("blocksize", int64_t{2})
                             .attr("mode", std::string(mode))
                             .output(sample_quant(dtype)));
      }
    }
  }
  return graphs;
}

void from_tflite(Graph& graph, const Node& node, std::vector<Node>& nodes) {
  Node turned{node.name, "space_to_depth", {node.inputs[0]}, node.outputs};
  turned.attrs["blocksize"] = node.integer("block_size", 0);
  spatial_from_tflite(graph, turned, nodes);
}

}  // namespace

extern const OpDef op_space_to_depth = {
    .name = "space_to_depth",
    .onnx_name = "SpaceToDepth",
    .tflite_names = "SPACE_TO_DEPTH",
    .from_tflite = from_tflite,
    .infer = infer,
    .reference =
        [](const Graph& graph, const Node& node, std::span<const Tensor* const> in) {
          return std::vector<Tensor>{view_reference(view_of(graph, node), *in[0])};
        },
    .call = [](const Graph& graph,
               const Node& node) { return view_call(graph, node, view_of(graph, node)); },
    .tolerance = 0,
    .quantizable = moves_any_type,
    .keeps_quant = true,
    .samples = samples,
};

}  // namespace mote
