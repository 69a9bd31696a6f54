// SPDX-License-Identifier: Apache-2.0
// mote live: classes of a stream of samples as they come, by the generated C.
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <sstream>

#include "base/interrupt.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/model.h"
#include "cli/model_report.h"
#include "cli/phone.h"
#include "data/resampler.h"
#include "data/sample_lines.h"
#include "data/sound_stream.h"
#include "emulate/live_library.h"
#include "passes/front_end.h"
#include "serve/sample_server.h"

namespace mote {
namespace {

constexpr int32_t kNobody = -1;  // label of a sample that has none

struct Choices {
  std::string model, source, scale = "1", rate;
  int64_t step = 0, least = -1, skip = 0;
};

// One factor for each channel, or one for all.
std::vector<double> parse_scale(const std::string& text, int64_t channels) {
  std::vector<double> factors;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    char* end = nullptr;
    factors.push_back(std::strtod(word.c_str(), &end));
    if (end == word.c_str() || *end != 0 || !std::isfinite(factors.back())) {
      throw Error(ErrorCode::bad_option, "--scale", fmt::format("'{}' is no number", word));
    }
  }
  if (factors.size() == 1) factors.resize(static_cast<size_t>(channels), factors[0]);
  if (static_cast<int64_t>(factors.size()) == channels) return factors;
  throw Error(ErrorCode::bad_option, "--scale",
              fmt::format("has {} factors for {} channels", factors.size(), channels),
              "give one for all, or one for each, as in 0.102,0.102,0.102,1,1,1");
}

double rate_of(const Graph& graph) {
  const auto found = graph.meta.find("rate_hz");
  return found == graph.meta.end() ? 0 : std::stod(found->second);
}

// What the labels of a window say, where more than half of them say the same.
int32_t label_of(const std::deque<int32_t>& labels, size_t window) {
  std::map<int32_t, size_t> votes;
  for (size_t i = 0; i < window; i++) votes[labels[i]]++;
  for (const auto& [label, count] : votes) {
    if (2 * count > window) return label;
  }
  return kNobody;
}

// Follows the stream, and counts.
class Listener {
 public:
  Listener(const Graph& graph, LiveLibrary& library, const Globals& globals)
      : library_(library),
        globals_(globals),
        names_(classes_of(graph)),
        rate_(rate_of(graph)),
        kept_(static_cast<size_t>(library.window() + library.delay() * library.step())) {}

  void gap() {
    library_.pause();
    labels_.clear();
  }

  void take(std::span<const double> sample, int32_t label) {
    samples_++;
    labels_.push_back(label);
    if (labels_.size() > kept_) labels_.pop_front();
    const auto answer = library_.push(sample);
    if (!answer) return;
    answers_++;
    const bool is_unknown = answer->class_index < 0;
    unknown_ += is_unknown ? 1 : 0;
    const int32_t truth = label_of(labels_, static_cast<size_t>(library_.window()));
    if (truth != kNobody) {
      counted_++;
      right_ += truth == answer->class_index ? 1 : 0;
      unknown_counted_ += is_unknown ? 1 : 0;
    }
    show(*answer, truth);
  }

  CommandResult summary() {
    if (std::exchange(is_drawn_, false)) say(globals_, "");
    const double delay_s =
        rate_ > 0 ? static_cast<double>(library_.delay() * library_.step()) / rate_ : 0;
    const int64_t told = counted_ - unknown_counted_;
    CommandResult done;
    done.json = {{"samples", samples_},     {"answers", answers_},
                 {"unknown", unknown_},     {"window", library_.window()},
                 {"step", library_.step()}, {"delay_samples", library_.delay() * library_.step()}};
    say(globals_,
        fmt::format(
            "{} samples, {} windows, {} of them unknown; a class comes {} samples{} behind its "
            "window of {}",
            grouped(samples_), grouped(answers_), grouped(unknown_),
            library_.delay() * library_.step(),
            rate_ > 0 ? fmt::format(" ({:.2f} s)", delay_s) : "", library_.window()));
    if (counted_ == 0) return done;
    done.json["labelled"] = counted_;
    done.json["accuracy"] = static_cast<double>(right_) / static_cast<double>(counted_);
    if (told > 0) {
      done.json["accuracy_known"] = static_cast<double>(right_) / static_cast<double>(told);
    }
    say(globals_, fmt::format("accuracy {} of {} labelled windows, {} of those it named",
                              percent(done.json["accuracy"]), grouped(counted_),
                              told > 0 ? percent(done.json["accuracy_known"]) : "none"));
    return done;
  }

 private:
  std::string name_of(int32_t index) const {
    if (index < 0) return "unknown";
    const auto at = static_cast<size_t>(index);
    return at < names_.size() ? names_[at] : std::to_string(index);
  }

  // A line for each class that is new, a bar that moves on a terminal.
  void show(const LiveLibrary::Answer& answer, int32_t truth) {
    if (globals_.json || globals_.quiet) return;
    const bool is_terminal = isatty(1) != 0;
    const std::string time = rate_ > 0
                                 ? fmt::format("{:9.2f} s", static_cast<double>(samples_) / rate_)
                                 : fmt::format("{:>9}", samples_);
    std::string bar;
    for (int32_t i = 0; i < 20; i++) bar += 5 * i < answer.percent ? "#" : ".";
    const std::string line = fmt::format(
        "{}  {:<20} {} {:3} %{}", time, name_of(answer.class_index), bar, answer.percent,
        truth == kNobody ? "" : fmt::format("   labelled {}", name_of(truth)));
    fmt::print("{}{}{}", is_terminal ? "\r\033[K" : "", line, is_terminal ? "" : "\n");
    std::fflush(stdout);
    is_drawn_ = is_terminal;
  }

  LiveLibrary& library_;
  const Globals& globals_;
  const std::vector<std::string> names_;
  const double rate_;
  const size_t kept_;
  std::deque<int32_t> labels_;  // from the window that is decided on to now
  int64_t samples_ = 0, answers_ = 0, unknown_ = 0, counted_ = 0, right_ = 0, unknown_counted_ = 0;

  bool is_drawn_ = false;  // a line on a terminal that is not at its end
};

void listen(SampleLines& lines, Listener& listener, const LiveLibrary& library,
            const std::vector<double>& scale, Resampler& resampler, int64_t skip) {
  const auto channels = static_cast<size_t>(library.channels());
  const auto first = static_cast<size_t>(skip);
  while (auto numbers = lines.next()) {
    if (numbers->empty()) {
      resampler.restart();
      listener.gap();
      continue;
    }
    if (numbers->size() < first + channels) {
      throw Error(ErrorCode::shape_mismatch, lines.place(),
                  fmt::format("{} numbers, expected {}", numbers->size(), first + channels),
                  "one sample a line: all channels, then perhaps the index of its class");
    }
    const int32_t label = numbers->size() > first + channels
                              ? static_cast<int32_t>(std::lround((*numbers)[first + channels]))
                              : kNobody;
    std::vector<double> sample(numbers->begin() + skip,
                               numbers->begin() + skip + static_cast<int64_t>(channels));
    for (size_t c = 0; c < channels; c++) sample[c] *= scale[c];
    resampler.take(sample, [&](std::span<const double> one) { listener.take(one, label); });
  }
}

// The same for sound; silence behind it, in which its last windows are decided.
void hear(SoundStream& sound, Listener& listener, const LiveLibrary& library, double scale,
          Resampler& resampler) {
  const auto take = [&](double sample) {
    resampler.take({&sample, 1}, [&](std::span<const double> one) { listener.take(one, kNobody); });
  };
  for (auto some = sound.next(); !some.empty(); some = sound.next()) {
    for (const int16_t count : some) take(scale * count);
  }
  for (int64_t i = 0; i < library.delay() * library.step(); i++) {
    listener.take(std::vector<double>{0}, kNobody);
  }
}

CommandResult run(const Choices& options, const Globals& globals) {
  Graph graph = load_model(options.model);
  add_front_end(graph);
  if (is_phone(options.source)) return serve_to_phones(graph, options.source, globals);
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "live").string();
  write_library(generate_library(graph, "live", find_target("host")), path);
  LiveLibrary library(path, options.step, options.least);
  const std::vector<double> scale = parse_scale(options.scale, library.channels());
  const double own_rate = rate_of(graph);
  if (!options.rate.empty() && own_rate <= 0) {
    throw Error(ErrorCode::bad_option, "--rate", "the model does not say at which rate it samples");
  }
  Listener listener(graph, library, globals);
  const auto until_interrupted = [&](const std::function<void()>& follow) {
    try {
      follow();
    } catch (const Error& error) {
      if (error.code != ErrorCode::interrupted) throw;
      take_interrupt();
    }
    return listener.summary();
  };
  if (is_sound(options.source)) {
    if (library.channels() != 1 || own_rate <= 0) {
      throw Error(ErrorCode::bad_option, options.source, "the model does not hear",
                  "mote train --front-end mfcc trains one that does, mote import --front-end mfcc "
                  "says that one does");
    }
    SoundStream sound(options.source, std::llround(own_rate));
    Resampler resampler(static_cast<double>(sound.rate_hz()), own_rate);
    return until_interrupted([&] { hear(sound, listener, library, scale[0], resampler); });
  }
  const double rate = options.rate.empty() ? own_rate : parse_frequency(options.rate, "--rate");
  Resampler resampler(rate, own_rate);
  std::optional<SampleServer> server;
  if (is_http(options.source)) {
    server.emplace(port_of(options.source, 8080), false, "");
    say(globals, "POST lines of samples to " + server->url() + "samples");
  }
  SampleLines lines =
      server ? SampleLines(server->samples(), options.source) : SampleLines(options.source);
  return until_interrupted(
      [&] { listen(lines, listener, library, scale, resampler, options.skip); });
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional("model", options->model, "ONNX file of a network over windows of samples");
  app.positional(
      "source", options->source,
      "stdin, serial:PORT, serial:PORT@BAUD, http or http:PORT (lines that are POSTed to "
      "/samples), or a file: one sample a line, numbers apart by "
      "commas, tabs or spaces; one number more is its class, to count by; a line without "
      "numbers is a gap. microphone or FILE.wav, for a network that hears. phone or phone:PORT: a "
      "page on which a phone classifies its own motion, or what it hears");
  app.text("--scale", options->scale,
           "What numbers are multiplied by to have the model's units: one factor, or one a channel "
           "(0.10197 makes g of m/s2)");
  app.text("--rate", options->rate, "Of the stream, as in 100Hz, where it is not the model's");
  app.count("--skip", options->skip, "Columns in front that are no channels, as a time");
  app.count("--step", options->step, "Samples from one window to the next; 0: half a window");
  app.count("--least", options->least,
            "Percentage below which a class is unknown; without, what the library says");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_live = {"live", "Classes of a stream as its samples come", define};

}  // namespace mote
