// SPDX-License-Identifier: Apache-2.0
// mote collect: samples of a sensor become a recording of a data set.
#include "cli/collect.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

#include "base/files.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/phone.h"
#include "data/recording_file.h"
#include "data/sound_stream.h"
#include "serve/sample_server.h"

namespace mote {
namespace {

constexpr double kPhoneHz = 50, kSoundHz = 16000;
constexpr const char* kPhoneChannels = "acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z";

void check_name(const std::string& name, const std::string& option) {
  if (!name.empty() && name.find_first_of("./\\ ") == std::string::npos) return;
  throw Error(ErrorCode::bad_option, option,
              fmt::format("'{}' is part of a file name: no dots, slashes or spaces", name));
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) names.push_back(word);
  return names;
}

std::vector<std::string> channel_names(const std::string& text, size_t count) {
  std::vector<std::string> names = words_of(text);
  if (names.empty()) {
    for (size_t i = 0; i < count; i++) names.push_back(fmt::format("channel{}", i));
  }
  if (names.size() == count) return names;
  throw Error(ErrorCode::bad_option, "--channels",
              fmt::format("names {}, but a sample has {} numbers", names.size(), count));
}

// A phone's page, or where to post; null: another source.
std::unique_ptr<SampleServer> served(const CollectRequest& options, double rate_hz,
                                     const Globals& globals) {
  std::unique_ptr<SampleServer> server;
  if (is_phone(options.source)) {
    const Json facts{{"channels", phone_channels(words_of(options.channels))},
                     {"rate", rate_hz},
                     {"label", options.label}};
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
fs::path free_path(const CollectRequest& options) {
  const std::string stem = options.label + (options.person.empty() ? "" : "." + options.person);
  for (int64_t number = 1;; number++) {
    const fs::path path = fs::path(options.folder) / (number == 1 && options.person.empty()
                                                          ? stem + ".csv"
                                                          : fmt::format("{}.{}.csv", stem, number));
    if (!fs::exists(path)) return path;
  }
}

Sound sound_of(const Collected& all, double rate_hz) {
  Sound sound{{}, std::llround(rate_hz)};
  for (const float count : all.samples) {
    sound.samples.push_back(
        static_cast<int16_t>(std::clamp(std::nearbyint(count), -32768.0f, 32767.0f)));
  }
  return sound;
}

CommandResult run(CollectRequest options, const Globals& globals) {
  check_name(options.label, "--label");
  if (!options.person.empty()) check_name(options.person, "--person");
  if (is_sound(options.source)) return collect_sound(options, globals);
  if (is_phone(options.source) && options.channels.empty()) options.channels = kPhoneChannels;
  const bool hears = is_phone(options.source) && options.channels == kSoundChannel;
  double rate_hz = options.rate.empty() ? 0 : parse_frequency(options.rate, "--rate");
  if (rate_hz <= 0 && is_phone(options.source)) rate_hz = hears ? kSoundHz : kPhoneHz;
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
  const Collected all = collect_lines(options, rate_hz, lines);
  if (all.count() < 2) {
    throw Error(ErrorCode::bad_data, options.source, "gave no samples",
                "one sample a line, as in -0.12,-6.20,7.90");
  }
  if (hears) return write_sound(options, sound_of(all, rate_hz), globals);
  if (rate_hz <= 0) rate_hz = static_cast<double>(all.moments.back()) / all.elapsed_s;
  const std::vector<std::string> names = channel_names(options.channels, all.channels);
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
  auto options = std::make_shared<CollectRequest>();
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
  app.text("--channels", options->channels,
           "Names of the channels, as in accX,accY,accZ; of a phone which ones, or sound: its "
           "microphone's");
  app.count("--skip", options->skip, "Columns in front that are no channels");
  app.required("-o,--output", options->folder, "Folder of the data set; a file is added to it");
  return [options, &globals] { return run(*options, globals); };
}

}  // namespace

extern const CommandDef command_collect = {"collect", "Record a sensor into a data set", define};

}  // namespace mote
