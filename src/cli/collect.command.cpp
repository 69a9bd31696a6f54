// SPDX-License-Identifier: Apache-2.0
// mote collect: samples of a sensor become a recording of a data set.
#include <fmt/ranges.h>

#include <chrono>
#include <cmath>
#include <memory>
#include <span>
#include <sstream>

#include "base/files.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/phone.h"
#include "data/recording_file.h"
#include "data/sample_lines.h"
#include "data/sound_stream.h"
#include "serve/sample_server.h"

namespace mote {
namespace {

constexpr double kPhoneHz = 50;
constexpr const char* kPhoneChannels = "acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z";

struct Choices {
  std::string source, label, person, channels, rate, folder;
  int64_t seconds = 0, skip = 0;
};

void check_name(const std::string& name, const std::string& option) {
  if (!name.empty() && name.find_first_of("./\\ ") == std::string::npos) return;
  throw Error(ErrorCode::bad_option, option,
              fmt::format("'{}' is part of a file name: no dots, slashes or spaces", name));
}

std::vector<std::string> channel_names(const std::string& text, size_t count) {
  std::vector<std::string> names;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) names.push_back(word);
  if (names.empty()) {
    for (size_t i = 0; i < count; i++) names.push_back(fmt::format("channel{}", i));
  }
  if (names.size() == count) return names;
  throw Error(ErrorCode::bad_option, "--channels",
              fmt::format("names {}, but a sample has {} numbers", names.size(), count));
}

struct Collected {
  std::vector<float> samples;
  std::vector<int64_t> moments;  // of each sample, in intervals from the first one
  size_t channels = 0;
  double elapsed_s = 0;  // from the first sample to the last, by the clock
  int64_t damaged = 0;   // lines that were left out
  std::string ended_by;  // what went wrong; empty: nothing did

  int64_t count() const { return std::ssize(moments); }
};

// Puts lines together. What is left out keeps its time, so that no window reaches over it unseen.
class Collector {
 public:
  explicit Collector(int64_t gap) : gap_(gap) {}

  Collected& all() { return all_; }

  // Numbers of a line, without those in front; false when the stream is another one by now.
  bool take(std::span<const double> numbers) {
    if (numbers.empty()) {
      if (all_.count() > 0 && !is_gap_) moment_ += gap_;
      is_gap_ = true;
      return true;
    }
    is_gap_ = false;
    // A port's first line may be cut.
    if (all_.count() == 1 && numbers.size() > all_.channels) all_ = {}, moment_ = 0;
    if (all_.count() == 0) all_.channels = numbers.size();
    if (numbers.size() != all_.channels) return damaged();
    for (const double number : numbers) all_.samples.push_back(static_cast<float>(number));
    all_.moments.push_back(moment_++);
    in_a_row_ = 0;
    return true;
  }

  bool damaged() {
    constexpr int64_t most = 100;
    all_.damaged++;
    moment_++;
    return ++in_a_row_ < most;
  }

 private:
  const int64_t gap_;
  int64_t moment_ = 0, in_a_row_ = 0;
  bool is_gap_ = false;
  Collected all_;
};

// Until the time is over, the stream ends or fails, or Ctrl-C. What there is by then is kept.
Collected collect(const Choices& options, double rate_hz, SampleLines& lines) {
  using Clock = std::chrono::steady_clock;
  Collector collector(std::max<int64_t>(3, std::llround(rate_hz)));
  Collected& all = collector.all();
  Clock::time_point begin;
  Progress progress("collect " + options.label, std::max<int64_t>(1, options.seconds));
  for (;;) {
    try {
      const auto numbers = lines.next();
      if (!numbers) break;
      const size_t skip = std::min(static_cast<size_t>(options.skip), numbers->size());
      if (all.count() < 2) begin = Clock::now();
      if (!collector.take(std::span(*numbers).subspan(skip))) {
        all.ended_by = fmt::format("{}: {} numbers, but the lines before have {}", lines.place(),
                                   numbers->size() - skip, all.channels);
        break;
      }
    } catch (const Error& error) {
      if (error.code == ErrorCode::interrupted) {
        take_interrupt();
        break;
      }
      if (error.code == ErrorCode::bad_value && collector.damaged()) continue;
      if (all.count() < 2) throw;
      all.ended_by = error.what();
      break;
    }
    all.elapsed_s = std::chrono::duration<double>(Clock::now() - begin).count();
    const double time = rate_hz > 0 ? static_cast<double>(all.count()) / rate_hz : all.elapsed_s;
    progress.update(static_cast<int64_t>(time), fmt::format("{} samples", all.count()));
    if (options.seconds > 0 && time >= static_cast<double>(options.seconds)) break;
  }
  return all;
}

// A phone's page, or where to post; null: another source.
std::unique_ptr<SampleServer> served(const Choices& options, double rate_hz,
                                     const Globals& globals) {
  std::unique_ptr<SampleServer> server;
  if (is_phone(options.source)) {
    std::vector<std::string> channels;
    std::istringstream words(kPhoneChannels);
    for (std::string word; std::getline(words, word, ',');) channels.push_back(word);
    const Json facts{
        {"channels", phone_channels(channels)}, {"rate", rate_hz}, {"label", options.label}};
    server = std::make_unique<SampleServer>(port_of(options.source, 8443), true,
                                            phone_page(options.label, facts.dump()));
    say_address(server->url(), globals);
  } else if (is_http(options.source)) {
    server = std::make_unique<SampleServer>(port_of(options.source, 8080), false, "");
    say(globals,
        "POST lines of samples to " + server->url() + "samples, then to " + server->url() + "end");
  }
  return server;
}

// The first name that is free: walk.csv, or with a person walk.anna.1.csv.
fs::path free_path(const Choices& options) {
  const std::string stem = options.label + (options.person.empty() ? "" : "." + options.person);
  for (int64_t number = 1;; number++) {
    const fs::path path = fs::path(options.folder) / (number == 1 && options.person.empty()
                                                          ? stem + ".csv"
                                                          : fmt::format("{}.{}.csv", stem, number));
    if (!fs::exists(path)) return path;
  }
}

// The first name that is free in the folder of the class: anna_1.wav.
fs::path free_sound(const Choices& options) {
  for (int64_t number = 1;; number++) {
    const fs::path path =
        fs::path(options.folder) / options.label /
        fmt::format("{}{}.wav", options.person.empty() ? "" : options.person + "_", number);
    if (!fs::exists(path)) return path;
  }
}

CommandResult collect_sound(const Choices& options, const Globals& globals) {
  constexpr int64_t usual_hz = 16000;
  const int64_t rate_hz =
      options.rate.empty() ? usual_hz : std::llround(parse_frequency(options.rate, "--rate"));
  const fs::path path = free_sound(options);
  check_writable(path);
  SoundStream stream(options.source, rate_hz);
  Sound sound{{}, stream.rate_hz()};
  const int64_t most = options.seconds * sound.rate_hz;
  Progress progress("collect " + options.label, std::max<int64_t>(1, options.seconds));
  try {
    for (auto some = stream.next(); !some.empty(); some = stream.next()) {
      sound.samples.insert(sound.samples.end(), some.begin(), some.end());
      progress.update(std::ssize(sound.samples) / sound.rate_hz, "");
      if (most > 0 && std::ssize(sound.samples) >= most) break;
    }
  } catch (const Error& error) {
    if (error.code != ErrorCode::interrupted) throw;
    take_interrupt();
  }
  if (most > 0 && std::ssize(sound.samples) > most) sound.samples.resize(static_cast<size_t>(most));
  if (sound.samples.empty()) throw Error(ErrorCode::bad_data, options.source, "gave no sound");
  write_file(path, wav_text(sound));
  const double seconds =
      static_cast<double>(sound.samples.size()) / static_cast<double>(sound.rate_hz);
  say(globals, fmt::format("wrote {}: {:.1f} s of sound at {} Hz\nnext: mote data info {}",
                           path.string(), seconds, sound.rate_hz, options.folder));
  return {0,
          {{"file", path.string()},
           {"samples", sound.samples.size()},
           {"rate_hz", sound.rate_hz},
           {"seconds", seconds}}};
}

CommandResult run(const Choices& options, const Globals& globals) {
  check_name(options.label, "--label");
  if (!options.person.empty()) check_name(options.person, "--person");
  if (is_sound(options.source)) return collect_sound(options, globals);
  double rate_hz = options.rate.empty() ? 0 : parse_frequency(options.rate, "--rate");
  if (rate_hz <= 0 && is_phone(options.source)) rate_hz = kPhoneHz;
  if (rate_hz <= 0 && !options.source.starts_with("serial:")) {
    throw Error(ErrorCode::bad_option, "--rate",
                "is needed: nothing but a port's own time says how fast a sensor samples",
                "as in --rate 50Hz");
  }
  const fs::path path = free_path(options);
  check_writable(path);
  const std::unique_ptr<SampleServer> server = served(options, rate_hz, globals);
  SampleLines lines =
      server ? SampleLines(server->samples(), options.source) : SampleLines(options.source);
  const Collected all = collect(options, rate_hz, lines);
  if (all.count() < 2) {
    throw Error(ErrorCode::bad_data, options.source, "gave no samples",
                "one sample a line, as in -0.12,-6.20,7.90");
  }
  if (rate_hz <= 0) rate_hz = static_cast<double>(all.moments.back()) / all.elapsed_s;
  const bool is_known = options.channels.empty() && is_phone(options.source);
  const std::vector<std::string> names =
      channel_names(is_known ? kPhoneChannels : options.channels, all.channels);
  write_file(path, recording_text(names, rate_hz, all.samples, all.moments));
  CommandResult done;
  done.json = {{"file", path.string()},  {"samples", all.count()},
               {"damaged", all.damaged}, {"channels", names},
               {"rate_hz", rate_hz},     {"seconds", static_cast<double>(all.count()) / rate_hz}};
  if (!all.ended_by.empty()) done.json["ended_by"] = all.ended_by;
  if (!all.ended_by.empty()) say(globals, "the stream ended early: " + all.ended_by);
  if (all.damaged > 0) {
    say(globals, fmt::format("{} damaged lines were left out", grouped(all.damaged)));
  }
  say(globals, fmt::format("wrote {}: {} samples of {} channels at {:.1f} Hz, {:.1f} s\n"
                           "next: mote data info {}",
                           path.string(), grouped(all.count()), all.channels, rate_hz,
                           static_cast<double>(all.count()) / rate_hz, options.folder));
  return done;
}

std::function<CommandResult()> define(Options& app, const Globals& globals) {
  auto options = std::make_shared<Choices>();
  app.positional(
      "source", options->source,
      "microphone; phone or phone:PORT (a page that records a phone's motion), http or http:PORT "
      "(lines POSTed to /samples), serial:PORT, serial:PORT@BAUD, stdin or a file: one "
      "sample a line, numbers apart "
      "by commas, tabs or spaces");
  app.required("--label", options->label, "What was recorded: the class");
  app.text("--person", options->person,
           "Who was recorded: people that are tested on should not be trained on");
  app.count("--seconds", options->seconds, "How long; 0: until the stream ends or Ctrl-C");
  app.text("--rate", options->rate, "Of the sensor, as in 50Hz; a port's is measured");
  app.text("--channels", options->channels, "Names of the channels, as in accX,accY,accZ");
  app.count("--skip", options->skip, "Columns in front that are no channels");
  app.required("-o,--output", options->folder, "Folder of the data set; a file is added to it");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_collect = {"collect", "Record a sensor into a data set", define};

}  // namespace mote
