// SPDX-License-Identifier: Apache-2.0
#include "train/learner.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "ops/sparse.h"
#include "train/adamw.h"
#include "train/executor.h"
#include "train/pretext_loss.h"
#include "train/train.h"

namespace mote {
namespace {

std::span<float> elements_of(const at::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

// Samples side by side as a tensor shaped like the graph's input; shares their memory.
at::Tensor as_batch(const Graph& graph, std::span<const float> samples, int64_t count) {
  Shape shape = graph[graph.inputs[0]].shape;
  shape[0] *= count;
  return at::from_blob(const_cast<float*>(samples.data()), shape, at::kFloat);
}

// The input after those sub and mul nodes with constants that stand right behind it.
ValueId normalized_input(const Graph& graph) {
  ValueId value = graph.inputs[0];
  for (const Node& node : graph.nodes) {
    const bool normalizes = (node.op == "sub" || node.op == "mul") && node.inputs[0] == value &&
                            graph[node.inputs[1]].is_constant;
    if (!normalizes) break;
    value = node.outputs[0];
  }
  return value;
}

void copy_in(std::vector<Learnt>& learnt, std::span<const float> elements) {
  size_t at = 0;
  for (Learnt& entry : learnt) {
    const std::span<float> target = elements_of(entry.tensor);
    std::copy_n(elements.begin() + static_cast<std::ptrdiff_t>(at), target.size(), target.begin());
    at += target.size();
  }
  assert(at == elements.size() && "a state belongs to its graph");
}

std::vector<float> copy_out(std::vector<Learnt>& learnt) {
  std::vector<float> elements;
  for (const Learnt& entry : learnt) {
    const std::span<float> source = elements_of(entry.tensor);
    elements.insert(elements.end(), source.begin(), source.end());
  }
  return elements;
}

// Weights of which a device stores only those that are not zero.
bool is_sparse(const at::Tensor& kept) {
  return is_stored_sparse(kept.sum().item<int64_t>(), kept.numel());
}

// Of a tensor, beside `rate`: Adam's steps are as long whatever its elements are, and of layers
// that compression has made the one may be hundreds of times as large as the other (N. Shazeer, M.
// Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", 2018, section 8).
double relative_rate(double rate, std::span<const float> w) {
  constexpr double least = 1e-3;
  double squares = 0;
  int64_t count = 0;
  for (const float element : w) {
    squares += double{element} * double{element};
    count += element != 0 ? 1 : 0;
  }
  return rate *
         std::max(least, std::sqrt(squares / static_cast<double>(std::max<int64_t>(1, count))));
}

}  // namespace

struct Learner::Inside {
  Inside(const Graph& graph, const Recipe& recipe_, const Graph* teacher_)
      : training(graph), averaged(graph), recipe(recipe_), target(normalized_input(graph)) {
    if (teacher_ != nullptr) teacher.emplace(*teacher_);
  }

  Executor training;  // holds the current elements
  Executor averaged;  // holds their average, for validation
  std::optional<Executor> teacher;
  Recipe recipe;
  ValueId target;  // what an autoencoder reconstructs
  at::Tensor class_weights;
  LearnerState state;  // `current` lives in `training` meanwhile

  bool classifies() const { return training.graph().meta.at("task") == "classify"; }
  at::Tensor loss(const Batch& batch);
  at::Tensor taught_loss(const at::Tensor& x, const at::Tensor& y);
  at::Tensor pretext_loss(const Batch& views);
  HiddenSquares squares_of(Executor& executor, const at::Tensor& views, bool training);
  void descend(double rate);
  void learn(double rate);
  void average();
};

at::Tensor Learner::Inside::loss(const Batch& batch) {
  const Graph& graph = training.graph();
  const at::Tensor x = as_batch(graph, batch.x, batch.count);
  const std::vector<ValueId> wanted = {graph.outputs[0], target};
  const std::vector<at::Tensor> y = training.run({&x, 1}, wanted, /*training=*/true);
  if (teacher && recipe.taught == 1) return taught_loss(x, y[0]);
  at::Tensor own;
  if (classifies()) {
    const at::Tensor classes = at::tensor(batch.y, at::kInt).to(at::kLong);
    own = at::cross_entropy_loss(y[0], classes, class_weights, at::Reduction::Mean,
                                 /*ignore_index=*/-100, recipe.label_smoothing);
  } else {
    own = at::mse_loss(y[0], y[1].reshape(y[0].sizes()));
  }
  if (!teacher) return own;
  return (1 - recipe.taught) * own + recipe.taught * taught_loss(x, y[0]);
}

// Classes: cross entropy with the teacher's, both softened; else the squared distance.
at::Tensor Learner::Inside::taught_loss(const at::Tensor& x, const at::Tensor& y) {
  constexpr double temperature = 2;
  at::Tensor wanted;
  {
    const at::NoGradGuard no_gradients;
    wanted = teacher->run({&x, 1}, teacher->graph().outputs, /*training=*/false)[0];
  }
  if (!classifies()) return at::mse_loss(y, wanted);
  const at::Tensor soft = at::softmax(wanted / temperature, 1);
  const at::Tensor got = at::log_softmax(y / temperature, 1);
  return -(soft * got).sum(1).mean() * (temperature * temperature);
}

at::Tensor Learner::Inside::pretext_loss(const Batch& views) {
  const at::Tensor x = as_batch(training.graph(), views.x, views.count);
  if (recipe.pretext->pretext == Pretext::masked) {
    const HiddenSquares squares = squares_of(training, x, /*training=*/true);
    return squares.wrong / (squares.all + 1);
  }
  const ValueId projections = training.graph().outputs[1];
  const at::Tensor y = training.run({&x, 1}, {&projections, 1}, /*training=*/true)[0];
  return contrastive_loss(y, recipe.pretext->temperature);
}

// Of the normalized input, which is what a head restores.
HiddenSquares Learner::Inside::squares_of(Executor& executor, const at::Tensor& views,
                                          bool is_training) {
  const Graph& graph = executor.graph();
  const int64_t half = views.size(0) / 2;
  const at::Tensor masked = views.narrow(0, 0, half), whole = views.narrow(0, half, half);
  at::Tensor wanted;
  {
    const at::NoGradGuard no_gradients;
    wanted = averaged.run({&whole, 1}, {&target, 1}, /*training=*/false)[0];
  }
  const std::vector<ValueId> values = {graph.outputs[1], target};
  const std::vector<at::Tensor> y = executor.run({&masked, 1}, values, is_training);
  const Shape& shape = graph[graph.inputs[0]].shape;
  return hidden_squares(restored(y[0], Shape(shape.begin() + 1, shape.end())), y[1], wanted);
}

void Learner::Inside::descend(double rate) {
  state.steps++;
  learn(rate);
  average();
}

void Learner::Inside::learn(double rate) {
  size_t at = 0;
  for (Learnt& entry : training.learnt()) {
    const std::span<float> w = elements_of(entry.tensor);
    at::Tensor& gradient = entry.tensor.mutable_grad();
    if (entry.has_gradient() && gradient.defined()) {
      const bool decays = entry.kind == Learnt::Kind::weight && entry.tensor.dim() > 1;
      const double own_rate = recipe.has_relative_rate ? relative_rate(rate, w) : rate;
      const AdamwStep step{state.steps, own_rate, decays ? recipe.weight_decay : 0};
      const at::Tensor kept = entry.tensor.ne(0);
      adamw(step, elements_of(gradient.contiguous()), w,
            std::span(state.first_moment).subspan(at, w.size()),
            std::span(state.second_moment).subspan(at, w.size()));
      if (recipe.keeps_zeros && decays && is_sparse(kept)) {
        const at::NoGradGuard no_gradients;
        entry.tensor.mul_(kept);
      }
      gradient.reset();
    }
    at += w.size();
  }
}

// Early on the average reaches back less far, so that the random start is soon forgotten.
void Learner::Inside::average() {
  const auto steps = static_cast<double>(state.steps);
  const double kept = std::min(recipe.averaging, steps / (steps + 10));
  const auto keep = static_cast<float>(kept);
  size_t at = 0;
  for (const Learnt& entry : training.learnt()) {
    for (const float element : elements_of(entry.tensor)) {
      state.averaged[at] = keep * state.averaged[at] + (1 - keep) * element;
      at++;
    }
  }
}

Learner::Learner(const Graph& graph, const Recipe& recipe, std::span<const float> class_weights,
                 const Graph* teacher)
    : inside_(std::make_unique<Inside>(graph, recipe, teacher)) {
  if (!class_weights.empty()) {
    inside_->class_weights =
        at::tensor(at::ArrayRef<float>(class_weights.data(), class_weights.size()), at::kFloat);
  }
  LearnerState& state = inside_->state;
  state.averaged = copy_out(inside_->training.learnt());
  state.first_moment.resize(state.averaged.size());
  state.second_moment.resize(state.averaged.size());
}

Learner::~Learner() = default;

void Learner::begin_epoch(uint64_t seed) {
  at::manual_seed(seed);
}

double Learner::step(const Batch& batch, double rate) {
  const at::Tensor loss = inside_->loss(batch);
  loss.backward();
  inside_->descend(rate);
  return loss.item<double>();
}

double Learner::step(const Batch& batch, const Batch& views, double rate) {
  std::vector<Learnt>& learnt = inside_->training.learnt();
  const std::vector<float> before = copy_out(learnt);
  at::Tensor loss = inside_->pretext_loss(views);
  if (batch.count > 0) loss = loss * inside_->recipe.pretext->weight;
  loss.backward();
  if (batch.count == 0) {
    inside_->descend(rate);
    return loss.item<double>();
  }
  // The network will not meet views: its statistics follow the labelled samples.
  copy_in(learnt, before);
  return loss.item<double>() + step(batch, rate);
}

double Learner::quality(const Batch& batch) {
  const at::NoGradGuard no_gradients;
  Executor& executor = inside_->averaged;
  copy_in(executor.learnt(), inside_->state.averaged);
  const at::Tensor x = as_batch(executor.graph(), batch.x, batch.count);
  const std::vector<ValueId> wanted = {executor.graph().outputs[0], inside_->target};
  const std::vector<at::Tensor> y = executor.run({&x, 1}, wanted, /*training=*/false);
  if (!inside_->classifies()) {
    return -at::mse_loss(y[0], y[1].reshape(y[0].sizes())).item<double>();
  }
  const at::Tensor right = y[0].argmax(1).eq(at::tensor(batch.y, at::kInt).to(at::kLong));
  return static_cast<double>(right.sum().item<int64_t>()) / static_cast<double>(batch.count);
}

double Learner::pretext_quality(const Batch& views) {
  const at::NoGradGuard no_gradients;
  Executor& executor = inside_->averaged;
  copy_in(executor.learnt(), inside_->state.averaged);
  const at::Tensor x = as_batch(executor.graph(), views.x, views.count);
  if (inside_->recipe.pretext->pretext == Pretext::masked) {
    const HiddenSquares squares = inside_->squares_of(executor, x, /*training=*/false);
    return 1 - squares.wrong.item<double>() / std::max(squares.all.item<double>(), 1e-9);
  }
  const ValueId projections = executor.graph().outputs[1];
  return partners_found(executor.run({&x, 1}, {&projections, 1}, /*training=*/false)[0]);
}

LearnerState Learner::state() const {
  LearnerState state = inside_->state;
  state.current = copy_out(inside_->training.learnt());
  return state;
}

void Learner::set_state(const LearnerState& state) {
  const at::NoGradGuard no_gradients;
  copy_in(inside_->training.learnt(), state.current);
  inside_->state = state;
}

Graph Learner::graph_with(std::span<const float> elements) const {
  Executor executor(inside_->training.graph());
  const at::NoGradGuard no_gradients;
  copy_in(executor.learnt(), elements);
  return executor.learnt_graph();
}

int64_t Learner::weight_count() const {
  int64_t count = 0;
  for (const Learnt& entry : inside_->training.learnt()) {
    if (entry.has_gradient()) count += entry.tensor.numel();
  }
  return count;
}

std::vector<float> torch_evaluate(const Graph& graph, const std::vector<float>& samples,
                                  int64_t count) {
  const at::NoGradGuard no_gradients;
  Executor executor(graph);
  size_t at = 0;
  const auto take = [&](ValueId id) {
    Shape shape = graph[id].shape;
    const auto elements = static_cast<size_t>(element_count(shape) * count);
    if (!shape.empty()) shape[0] *= count;
    const std::span<const float> part = std::span(samples).subspan(at, elements);
    at += elements;
    return at::from_blob(const_cast<float*>(part.data()), shape, at::kFloat);
  };
  std::vector<at::Tensor> inputs;
  for (ValueId id : graph.inputs) inputs.push_back(take(id));
  const at::Tensor y = executor.run(inputs, graph.outputs, /*training=*/false)[0].contiguous();
  const std::span<const float> elements = elements_of(y);
  return {elements.begin(), elements.end()};
}

}  // namespace mote
