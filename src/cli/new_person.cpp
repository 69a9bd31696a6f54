// SPDX-License-Identifier: Apache-2.0
#include "cli/new_person.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "base/progress.h"
#include "base/random.h"
#include "cli/alignment.h"
#include "data/rotation.h"
#include "data/streams.h"
#include "passes/use_counts.h"

namespace mote {
namespace {

void check(const Material& material, int64_t folds) {
  const Dataset& dataset = material.dataset();
  if (!alignment_of(dataset, dataset.train)) {
    throw Error(ErrorCode::bad_data, dataset.name, "has no sensor that feels gravity and moves",
                "the protocol needs counts of a three-axis accelerometer with gravity");
  }
  const bool is_known = !dataset.train.person.empty() && !dataset.train.recording.empty();
  if (is_known && std::ssize(people_of(dataset.train)) >= 2 * folds) return;
  throw Error(ErrorCode::bad_data, dataset.name,
              fmt::format("needs {} people at least, and to say of each window which recording it "
                          "was cut from",
                          2 * folds),
              "source_train.npy and source_test.npy say so beside NumPy arrays");
}

// About a random axis.
Rotation random_turn(double angle, Random& random) {
  Vector3 axis{};
  double length = 0;
  for (double& number : axis) number = random.normal();
  for (const double number : axis) length += number * number;
  for (double& number : axis) number /= std::sqrt(length);
  // Rodrigues' formula.
  const double c = std::cos(angle), s = std::sin(angle);
  const auto [x, y, z] = axis;
  const double d = 1 - c;
  return {{{{c + x * x * d, x * y * d - z * s, x * z * d + y * s},
            {y * x * d + z * s, c + y * y * d, y * z * d - x * s},
            {z * x * d - y * s, z * y * d + x * s, c + z * z * d}}}};
}

void turn_windows(const Dataset& dataset, const Rotation& rotation, Split& split) {
  const auto channels = static_cast<size_t>(dataset.shape.back());
  for (const int64_t sensor : three_axis_sensors(dataset)) {
    for (auto at = static_cast<size_t>(sensor); at < split.x.size(); at += channels) {
      float* const axes = split.x.data() + at;
      const Vector3 turned = rotation.apply({double{axes[0]}, double{axes[1]}, double{axes[2]}});
      for (size_t i = 0; i < 3; i++) axes[i] = static_cast<float>(turned[i]);
    }
  }
}

// One left-out person's windows in order.
struct Wearer {
  int32_t person;
  Split windows;
  std::vector<StreamPlace> places;
};

class Protocol {
 public:
  Protocol(const Material& material, const Target& target, const NewPersonRequest& request)
      : material_(material),
        all_(material.dataset()),
        everybody_(joined({&all_.train, &all_.test})),
        target_(target),
        request_(request),
        random_(static_cast<uint64_t>(request.seed)) {}

  NewPerson run() {
    const std::vector<int32_t> people = people_of(everybody_);
    Progress progress("folds", request_.folds);
    for (int64_t fold = 0; fold < request_.folds; fold++) {
      run_fold(people, fold);
      progress.update(fold + 1);
    }
    if (result_.people.empty()) {
      throw Error(ErrorCode::bad_data, all_.name, "has nobody with two recordings",
                  "the first one is for the stream to adapt in, the others are judged");
    }
    return result_;
  }

 private:
  Split part(const std::vector<int32_t>& people, int64_t fold, bool inside) const {
    std::vector<int64_t> indices;
    for (int64_t i = 0; i < everybody_.size(); i++) {
      const int32_t person = everybody_.person[static_cast<size_t>(i)];
      const auto rank = std::find(people.begin(), people.end(), person) - people.begin();
      if ((rank % request_.folds == fold) == inside) indices.push_back(i);
    }
    return select(all_, everybody_, indices);
  }

  Learnable model_of(const Dataset& base, int64_t fold) const {
    const Graph real =
        trained_for_replay(*material_.network(), base, &base,
                           fmt::format("people-{}-of-{}", fold, request_.folds), request_);
    Learnable model = learnable(quantize_on(real, base).graph, base, base.train, base.train,
                                {request_.features, 0});
    use_counts(model.graph, all_.count_scale);
    return model;
  }

  void run_fold(const std::vector<int32_t>& people, int64_t fold) {
    Dataset base = all_;
    base.train = part(people, fold, false);
    base.test = {};
    const Learnable model = model_of(base, fold);
    Learnable unaligned = model;
    unaligned.learning.alignment.reset();
    const ReplayLibrary plain(unaligned, find_target("host"));
    const ReplayLibrary aligned(model, find_target("host"));
    const Split left_out = part(people, fold, true);
    for (const int32_t person : people_of(left_out)) {
      Wearer wearer{person, {}, stream_of(all_, left_out, person)};
      if (wearer.places.back().recording == 0) continue;
      std::vector<int64_t> order;
      for (const StreamPlace& place : wearer.places) order.push_back(place.index);
      wearer.windows = select(all_, left_out, order);
      follow(wearer, model, plain, aligned);
    }
  }

  void follow(Wearer& wearer, const Learnable& model, const ReplayLibrary& plain,
              const ReplayLibrary& aligned) {
    OnePerson one{wearer.person};
    judge(wearer, plain, model.graph, kNone, one.as_worn);
    judge(wearer, aligned, model.graph, kAligned, one.as_worn);
    Wearer put_right = wearer;
    turn_windows(all_, random_turn(request_.turn, random_), wearer.windows);
    judge(wearer, plain, model.graph, kNone, one.turned);
    const Samples steps = judge(wearer, aligned, model.graph, kAligned, one.turned);
    const int64_t elements = all_.sample_elements();
    for (size_t i = 0; i < wearer.places.size() && wearer.places[i].recording == 0; i++) {
      const auto from = wearer.windows.x.begin() + static_cast<std::ptrdiff_t>(i) * elements;
      std::copy_n(from, elements, put_right.windows.x.begin() + (from - wearer.windows.x.begin()));
    }
    judge(put_right, plain, model.graph, kNone, one.put_right);
    judge(put_right, aligned, model.graph, kAligned, one.put_right);
    if (result_.people.empty()) {
      result_.repetition = repeated(model, target_, steps, request_.steps, request_.steps);
    }
    result_.people.push_back(one);
  }

  // Fills in the shares of this treatment, without the filter and with it.
  Samples judge(const Wearer& wearer, const ReplayLibrary& library, const Graph& graph,
                Treatment treatment, Shares& shares) const {
    Samples steps;
    const auto words = [&](int64_t i) {
      return StepWords{.is_gap = wearer.places[static_cast<size_t>(i)].is_gap, .own_output = true};
    };
    add_steps(all_, wearer.windows, graph, words, steps);
    const StreamOutputs outputs = library.run(steps).outputs;
    std::vector<bool> is_gap;
    for (const StreamPlace& place : wearer.places) is_gap.push_back(place.is_gap);
    const std::vector<int32_t> own = decided_classes(outputs, 0, is_gap, 0);
    const std::vector<int32_t> late = decided_classes(outputs, 0, is_gap, Persistence().delay);
    double right = 0, steady = 0, judged = 0;
    for (size_t i = 0; i < own.size(); i++) {
      if (wearer.places[i].recording == 0) continue;
      judged++;
      right += own[i] == wearer.windows.y[i] ? 1 : 0;
      steady += late[i] == wearer.windows.y[i] ? 1 : 0;
    }
    shares[treatment] = right / judged;
    shares[treatment + 1] = steady / judged;
    return steps;
  }

  const Material& material_;
  const Dataset& all_;
  const Split everybody_;
  const Target& target_;
  const NewPersonRequest& request_;
  Random random_;
  NewPerson result_;
};

}  // namespace

NewPerson new_person(const Material& material, const Target& target,
                     const NewPersonRequest& request) {
  check(material, request.folds);
  return Protocol(material, target, request).run();
}

}  // namespace mote
