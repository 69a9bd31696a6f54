// SPDX-License-Identifier: Apache-2.0
#include "cli/phone.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/interrupt.h"
#include "base/text.h"
#include "cli/console.h"
#include "cli/model_report.h"
#include "cli/trial.h"
#include "serve/sample_server.h"

namespace mote {
namespace {

bool is_named(const std::string& source, const std::string& name) {
  return source == name || source.starts_with(name + ":");
}

}  // namespace

bool is_phone(const std::string& source) {
  return is_named(source, "phone");
}

bool is_http(const std::string& source) {
  return is_named(source, "http");
}

std::vector<std::string> phone_channels(const std::vector<std::string>& names) {
  std::vector<std::string> channels;
  if (names == std::vector<std::string>{kSoundChannel}) return names;
  for (const std::string& name : names) {
    const std::string lower = lower_case(name);
    const auto has = [&](const char* part) { return lower.find(part) != lower.npos; };
    const bool turns = has("gyro") || has("rotation"), is_force = has("acc") && !turns;
    const char axis = lower.empty() ? ' ' : lower.back();
    if ((!turns && !is_force) || axis < 'x' || axis > 'z') {
      throw Error(
          ErrorCode::bad_option, "phone", fmt::format("'{}' is nothing that phones measure", name),
          "a phone has acc_x to acc_z, body_acc_x to _z (without gravity), gyro_x to gyro_z, or "
          "sound alone");
    }
    const bool is_free = has("body") || has("linear") || has("user");
    channels.push_back(fmt::format("{}.{}", turns ? "gyro" : is_free ? "body" : "acc", axis));
  }
  return channels;
}

void say_address(const std::string& url, const Globals& globals) {
  say(globals, qr_code(url) + url);
  if (url.starts_with("https")) {
    say(globals,
        "open it on a phone in the same network; the browser asks once whether to trust it");
  }
}

CommandResult serve_to_phones(const Graph& graph, const std::string& source,
                              const Globals& globals) {
  constexpr int usual = 8443;
  Json facts = network_for_browsers(graph);
  if (facts.is_null()) {
    throw Error(
        ErrorCode::missing_tool, "phone",
        "the network cannot be made a WebAssembly module of windows",
        "install clang and lld; it must take float windows, or sound, and give 8-bit scores");
  }
  if (facts["kind"] == "image") {
    throw Error(ErrorCode::bad_option, "phone",
                "the page gives motion or sound, but the network sees");
  }
  if (!facts.contains("rate")) {
    throw Error(ErrorCode::bad_option, "phone", "the model does not say at which rate it samples",
                "say it with mote import --rate 50Hz");
  }
  if (facts["kind"] == "sound") facts["channels"] = {kSoundChannel};
  facts["channels"] = phone_channels(facts["channels"].get<std::vector<std::string>>());
  const auto arch = graph.meta.find("arch");
  const SampleServer server(
      port_of(source, usual), true,
      phone_page(arch == graph.meta.end() ? "live" : arch->second, facts.dump()));
  close(server.samples());  // nobody reads what somebody may post
  say_address(server.url(), globals);
  say(globals, "the phone classifies by itself, nothing is sent; Ctrl-C ends it");
  CommandResult done;
  done.json["url"] = server.url();
  try {
    for (;;) {
      check_interrupted();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  } catch (const Error& error) {
    if (error.code != ErrorCode::interrupted) throw;
    take_interrupt();
  }
  return done;
}

}  // namespace mote
