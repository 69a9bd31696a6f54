// SPDX-License-Identifier: Apache-2.0
// y = x with groups of blocksize^2 channels laid out as blocks of the image.
// Mode DCR: the position in the block is the outer part of the channel number;
// CRD: the inner part.
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
  if (block > 0 && block < (1 << 15) && shape[1] % (block * block) == 0) return block;
  throw Error(ErrorCode::bad_model, "",
              fmt::format("blocks of {} do not fit shape {}", block, to_string(shape)));
}

void infer(Graph& graph, const Node& node) {
  check_input_count(node, 1, 1);
  const Value& x = input(graph, node, 0);
  const int64_t block = block_size(graph, node);
  const std::string mode = node.text("mode", "DCR");
  if (mode != "DCR" && mode != "CRD") {
    throw Error(ErrorCode::bad_model, "", "unknown mode \x27" + mode + "\x27");
  }
  set_output(graph, node, x.dtype,
             {x.shape[0], x.shape[1] / block / block, x.shape[2] * block, x.shape[3] * block});
}

// batch, channels, rows, rows of a block, columns, columns of a block.
View view_of(const Graph& graph, const Node& node) {
  const Shape& shape = input(graph, node, 0).shape;
  const int64_t block = block_size(graph, node);
  const int64_t channels = shape[1] / block / block;
  const int64_t image = shape[2] * shape[3];
  const bool is_outer = node.text("mode", "DCR") == "DCR";
  const int64_t channel_step = is_outer ? image : image * block * block;
  const int64_t column_step = is_outer ? image * channels : image;
  return {{shape[0], channels, shape[2], block, shape[3], block},
          {shape[1] * image, channel_step, shape[3], column_step * block, 1, column_step}};
}

std::vector<Graph> samples() {
  std::vector<Graph> graphs;
  for (const Shape& shape : {Shape{1, 4, 3, 5}, Shape{2, 12, 2, 3}}) {
    for (DType dtype : {DType::f32, DType::s8}) {
      for (const char* mode : {"DCR", "CRD"}) {
        graphs.push_back(Sample("depth_to_space")
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
  Node turned{node.name, "depth_to_space", {node.inputs[0]}, node.outputs};
  turned.attrs["blocksize"] = node.integer("block_size", 0);
  spatial_from_tflite(graph, turned, nodes);
}

}  // namespace

extern const OpDef op_depth_to_space = {
    .name = "depth_to_space",
    .onnx_name = "DepthToSpace",
    .tflite_names = "DEPTH_TO_SPACE",
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
