// SPDX-License-Identifier: Apache-2.0
#include "cli/transitions.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/progress.h"
#include "base/random.h"
#include "data/streams.h"

namespace mote {
namespace {

using Labels = std::vector<int32_t>;

// Those with half of an equal share of the windows or more; then the others.
Labels frequent_first(const Dataset& dataset, size_t& known) {
  Labels frequent, rare;
  const auto classes = static_cast<int64_t>(dataset.classes.size());
  for (int32_t c = 0; c < classes; c++) {
    const int64_t count = std::count(dataset.train.y.begin(), dataset.train.y.end(), c);
    (2 * count * classes >= dataset.train.size() ? frequent : rare).push_back(c);
  }
  known = frequent.size();
  frequent.insert(frequent.end(), rare.begin(), rare.end());
  return frequent;
}

void check(const Material& material, size_t known) {
  const Dataset& dataset = material.dataset();
  if (dataset.train.person.empty() || dataset.train.recording.empty() ||
      teachers_of(dataset).empty() || dataset.test.size() == 0) {
    throw Error(ErrorCode::bad_data, dataset.name,
                "says of no window who was recorded and when, or has too few people",
                "the protocol needs recordings of people who train, teach and test");
  }
  if (known < 2 || known == dataset.classes.size()) {
    throw Error(ErrorCode::bad_data, dataset.name,
                fmt::format("has {} frequent classes of {}, expected two at least, and a rare one",
                            known, dataset.classes.size()));
  }
}

class Protocol {
 public:
  Protocol(const Material& material, const Target& target, const TransitionsRequest& request)
      : all_(material.dataset()),
        target_(target),
        request_(request),
        teachers_(teachers_of(all_)),
        random_(static_cast<uint64_t>(request.seed)) {
    classes_ = frequent_first(all_, known_);
    check(material, known_);
    for (size_t i = 0; i < classes_.size(); i++) {
      const std::string& name = all_.classes[static_cast<size_t>(classes_[i])];
      (i < known_ ? result_.known : result_.fresh).push_back(name);
    }
    const Labels known(classes_.begin(), classes_.begin() + static_cast<std::ptrdiff_t>(known_));
    Dataset base = all_;
    base.classes = result_.known;
    base.train = part_of(all_, all_.train, teachers_, false, known);
    base.test = {};
    const Graph real = trained_for_replay(*material.network(), base, &all_, "frequent", request_);
    model_ = learnable(quantize_on(real, base).graph, all_, base.train, all_.train,
                       {request_.features, static_cast<int64_t>(classes_.size() - known_)});
    taught_ = part_of(all_, all_.train, teachers_, true, classes_);
    order_recordings();
  }

  Transitions run() {
    const ReplayLibrary library(model_, find_target("host"));
    Progress progress("draws", request_.draws);
    for (int64_t draw = 0; draw < request_.draws; draw++) {
      const Split labelled =
          select(all_, taught_,
                 drawn_windows(taught_, static_cast<int32_t>(known_),
                               static_cast<int32_t>(classes_.size()), request_.windows, random_));
      const Samples steps = steps_of(labelled);
      const StreamOutputs outputs = library.run(steps).outputs;
      const auto first = static_cast<size_t>(labelled.size());
      const int64_t delay = model_.learning.persistence.delay;
      add(decided_classes(outputs, first, is_gap_, 0), result_.at_once);
      const Confusion confusion =
          add(decided_classes(outputs, first, is_gap_, delay), result_.late);
      if (draw == 0) {
        result_.confusion = confusion;
        result_.repetition =
            repeated(model_, target_, steps, labelled.size() + request_.steps, labelled.size());
      }
      progress.update(draw + 1);
    }
    result_.hours = hours();
    result_.wanted_changes_per_hour = changes(test_.y) / result_.hours;
    return result_;
  }

 private:
  void order_recordings() {
    const Split own = part_of(all_, all_.test, {}, false, classes_);
    std::vector<int64_t> order;
    for (const int32_t person : people_of(own)) {
      for (const StreamPlace& place : stream_of(all_, own, person)) {
        order.push_back(place.index);
        is_gap_.push_back(place.is_gap);
      }
    }
    test_ = select(all_, own, order);
  }

  Samples steps_of(const Split& labelled) const {
    Samples steps;
    const auto with_label = [&](int64_t i) {
      return StepWords{.label = labelled.y[static_cast<size_t>(i)]};
    };
    add_steps(all_, labelled, model_.graph, with_label, steps);
    const auto in_stream = [&](int64_t i) {
      return StepWords{.is_gap = is_gap_[static_cast<size_t>(i)]};
    };
    add_steps(all_, test_, model_.graph, in_stream, steps);
    return steps;
  }

  double changes(const Labels& classes) const {
    double count = 0;
    for (size_t i = 1; i < classes.size(); i++) {
      count += !is_gap_[i] && classes[i] != classes[i - 1] ? 1 : 0;
    }
    return count;
  }

  // From each window to the next.
  double hours() const {
    double moments = 0;
    for (size_t i = 1; i < is_gap_.size(); i++) {
      if (!is_gap_[i]) moments += test_.start[i] - test_.start[i - 1];
    }
    return moments / all_.rate_hz / 3600;
  }

  Confusion add(const Labels& decided, Decided& sum) const {
    const auto classes = static_cast<int64_t>(classes_.size());
    const Confusion confusion = confusion_matrix(test_.y, decided, classes);
    const double weight = 1.0 / static_cast<double>(request_.draws);
    sum.accuracy += weight * accuracy(confusion);
    sum.macro_f1 += weight * macro_f1(confusion);
    sum.rare_f1 += weight * macro_f1(confusion, known_);
    sum.changes_per_hour += weight * changes(decided) / hours();
    return confusion;
  }

  const Dataset& all_;
  const Target& target_;
  const TransitionsRequest& request_;
  const std::set<int32_t> teachers_;
  Random random_;
  Labels classes_;  // known ones first
  size_t known_ = 0;
  Learnable model_;
  Split taught_, test_;  // labels are places in classes_
  std::vector<bool> is_gap_;
  Transitions result_;
};

}  // namespace

Transitions transitions(const Material& material, const Target& target,
                        const TransitionsRequest& request) {
  return Protocol(material, target, request).run();
}

}  // namespace mote
