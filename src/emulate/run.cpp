// SPDX-License-Identifier: Apache-2.0
#include "emulate/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>
#include <sstream>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/process.h"
#include "base/progress.h"
#include "emulate/build.h"
#include "emulate/elf.h"

namespace mote {
namespace {

constexpr double kLongestRun_s = 24 * 3600;
constexpr int kFaultExit = 100;           // FAULT_EXIT of the firmware
constexpr uint32_t kStackMargin = 0x200;  // an overflowing push may begin this far above the end

// The samples [begin, end) of one process.
struct Part {
  int64_t begin = 0, end = 0;
  fs::path folder;
};

struct PartResult {
  Counts counts;
  std::string out;
  bool stack_overflowed = false;
};

int64_t sample_bytes(const std::vector<Port>& ports) {
  int64_t sum = 0;
  for (const Port& port : ports) sum += port.bytes();
  return sum;
}

// Sample after sample, in each port after port: as the firmware reads them.
void write_input(const Run& run, const Part& part) {
  std::ofstream out(part.folder / "in", std::ios::binary);
  for (int64_t sample = part.begin; sample < part.end; sample++) {
    for (size_t port = 0; port < run.inputs->size(); port++) {
      const int64_t bytes = run.info->inputs[port].bytes();
      out.write((*run.inputs)[port].data() + sample * bytes, bytes);
    }
  }
  out.close();
  if (!out) throw Error(ErrorCode::cannot_write, (part.folder / "in").string(), "disk full?");
}

// QEMU takes a comma inside a value when it is written twice.
std::string option_value(const fs::path& path) {
  std::string text;
  for (const char letter : path.string()) text += letter == ',' ? ",," : std::string(1, letter);
  return text;
}

std::vector<std::string> command(const Run& run, const Part& part, const fs::path& counter) {
  if (run.board == nullptr) return {run.program.string(), part.folder.string()};
  const std::string plugin = fmt::format(
      "file={},out={},model={},stack={:#x}", option_value(counter),
      option_value(part.folder / "counts"), run.target->cycle_model, run.board->ram_origin);
  return {"qemu-system-arm",
          "-M",
          run.board->machine,
          "-display",
          "none",
          "-monitor",
          "none",
          "-serial",
          "none",
          "-semihosting-config",
          "enable=on,target=native,arg=" + option_value(part.folder),
          "-plugin",
          plugin,
          "-kernel",
          run.program.string()};
}

// "fault" and six hexadecimal words, as the firmware prints them.
struct Fault {
  uint32_t exception = 0, code = 0, return_to = 0, stack = 0, cause = 0, address = 0;
};

Fault parse_fault(const std::string& output) {
  Fault fault;
  const size_t begin = output.find("fault ");
  if (begin == std::string::npos) return fault;
  std::istringstream words(output.substr(begin + 6));
  words >> std::hex >> fault.exception >> fault.code >> fault.return_to >> fault.stack >>
      fault.cause >> fault.address;
  return fault;
}

// The words of the Armv8-M manual for CFSR bits.
std::string cause_text(const Fault& fault) {
  static const std::pair<uint32_t, const char*> causes[] = {
      {1u << 24, "unaligned access"},      {1u << 25, "division by zero"},
      {1u << 16, "undefined instruction"}, {1u << 19, "floating point is switched off"},
      {1u << 20, "stack limit"},           {1u << 8, "code fetch from nowhere"},
      {1u << 9, "access to nowhere"},      {1u << 0, "code fetch not allowed"},
      {1u << 1, "access not allowed"},
  };
  for (const auto& [bit, text] : causes) {
    if ((fault.cause & bit) != 0) return text;
  }
  return "unaligned access, access to nowhere or an unknown instruction";
}

bool is_stack_overflow(const Run& run, const ProcessResult& result) {
  if (run.board == nullptr) return false;
  if (result.exit_status != kFaultExit) return result.output.find("Lockup") != std::string::npos;
  return parse_fault(result.output).stack < run.board->ram_origin + kStackMargin;
}

[[noreturn]] void throw_failure(const Run& run, const Part& part, const ProcessResult& result) {
  const std::string place =
      fmt::format("{} on {}", run.info->name, run.board ? run.board->name : "this machine");
  if (run.board == nullptr && result.exit_status > 128) {
    throw Error(ErrorCode::device_fault, place,
                fmt::format("stopped by signal {}", result.exit_status - 128));
  }
  if (run.board == nullptr || result.exit_status != kFaultExit) {
    throw Error(ErrorCode::tool_failed, place,
                fmt::format("{} ended with status {}: {}", run.board ? "QEMU" : "the program",
                            result.exit_status, first_lines(result.output)));
  }
  std::error_code missing;
  const auto written = fs::file_size(part.folder / "out", missing);
  const int64_t bytes = sample_bytes(run.info->outputs);
  const int64_t sample = part.begin + (missing ? 0 : static_cast<int64_t>(written) / bytes);
  const Fault fault = parse_fault(result.output);
  const std::string function = read_elf(run.program).function_at(fault.code);
  throw Error(ErrorCode::device_fault, place,
              fmt::format("fault in {} (address {:#x}) at sample {}: {}",
                          function.empty() ? "unknown code" : function, fault.code, sample,
                          cause_text(fault)),
              "compare with --target host; a fault on the device is a mistake in mote or in "
              "changes to the library");
}

Counts read_counts(const fs::path& file) {
  const Json json = Json::parse(read_file(file));
  Counts counts;
  json.at("inferences").get_to(counts.inferences);
  json.at("instructions").get_to(counts.instructions);
  json.at("cycles").get_to(counts.cycles);
  json.at("instructions_max").get_to(counts.instructions_max);
  json.at("stack_bytes").get_to(counts.stack_bytes);
  json.at("layers").get_to(counts.layers);
  return counts;
}

PartResult run_part(const Run& run, const Part& part, const fs::path& counter) {
  write_input(run, part);
  const ProcessResult result = run_process(command(run, part, counter), kLongestRun_s);
  PartResult done;
  done.stack_overflowed = result.exit_status != 0 && is_stack_overflow(run, result);
  if (done.stack_overflowed) return done;
  if (result.exit_status != 0) throw_failure(run, part, result);
  done.out = read_file(part.folder / "out");
  if (run.board != nullptr) done.counts = read_counts(part.folder / "counts");
  const int64_t wanted = (part.end - part.begin) * sample_bytes(run.info->outputs);
  if (static_cast<int64_t>(done.out.size()) == wanted) return done;
  throw Error(ErrorCode::tool_failed, run.info->name,
              fmt::format("wrote {} bytes, expected {}", done.out.size(), wanted));
}

void add(Counts& sum, const Counts& more) {
  sum.inferences += more.inferences;
  sum.instructions += more.instructions;
  sum.cycles += more.cycles;
  sum.instructions_max = std::max(sum.instructions_max, more.instructions_max);
  sum.stack_bytes = std::max(sum.stack_bytes, more.stack_bytes);
  sum.layers.resize(std::max(sum.layers.size(), more.layers.size()));
  for (size_t i = 0; i < more.layers.size(); i++) {
    sum.layers[i].first += more.layers[i].first;
    sum.layers[i].second += more.layers[i].second;
  }
}

// From sample after sample to port after port.
void append_outputs(const std::vector<Port>& ports, const std::string& out,
                    std::vector<std::vector<char>>& outputs) {
  outputs.resize(ports.size());
  for (auto at = out.begin(); at != out.end();) {
    for (size_t port = 0; port < ports.size(); port++) {
      const auto end = at + ports[port].bytes();
      outputs[port].insert(outputs[port].end(), at, end);
      at = end;
    }
  }
}

std::vector<Part> make_parts(const Run& run) {
  const int64_t count = std::clamp<int64_t>(run.processes, 1, run.samples);
  std::vector<Part> parts;
  for (int64_t i = 0; i < count; i++) {
    const fs::path folder = run.folder / fmt::format("{}_{}", run.program.stem().string(), i);
    fs::create_directories(folder);
    parts.push_back({run.samples * i / count, run.samples * (i + 1) / count, folder});
  }
  return parts;
}

// The firmware writes results as it goes: their size tells how far it is.
int64_t samples_done(const Run& run, const std::vector<Part>& parts) {
  int64_t bytes = 0;
  for (const Part& part : parts) {
    std::error_code missing;
    const auto size = fs::file_size(part.folder / "out", missing);
    if (!missing) bytes += static_cast<int64_t>(size);
  }
  return bytes / sample_bytes(run.info->outputs);
}

std::vector<PartResult> run_parts(const Run& run, const std::vector<Part>& parts) {
  const fs::path counter = run.board == nullptr ? fs::path() : find_counter();
  std::vector<std::future<PartResult>> futures;
  for (const Part& part : parts) {
    futures.push_back(std::async(std::launch::async, [&] { return run_part(run, part, counter); }));
  }
  Progress progress(run.board == nullptr ? "host" : run.board->name, run.samples);
  for (std::future<PartResult>& future : futures) {
    while (future.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
      progress.update(samples_done(run, parts));
    }
  }
  std::vector<PartResult> results;
  for (std::future<PartResult>& future : futures) results.push_back(future.get());
  return results;
}

}  // namespace

fs::path find_counter() {
  const char* named = std::getenv("MOTE_COUNTER");
  const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  const fs::path file = named ? fs::path(named) : beside / "lib" / "mote" / "libmote_counter.so";
  if (fs::exists(file)) return file;
  throw Error(ErrorCode::missing_tool, file.string(), "mote's counter for QEMU is not there",
              "keep lib/mote beside bin, or name the file in MOTE_COUNTER");
}

RunResult run_samples(const Run& run) {
  RunResult result;
  for (const PartResult& part : run_parts(run, make_parts(run))) {
    if (part.stack_overflowed) {
      RunResult overflowed;
      overflowed.stack_overflowed = true;
      return overflowed;
    }
    add(result.counts, part.counts);
    append_outputs(run.info->outputs, part.out, result.outputs);
  }
  return result;
}

}  // namespace mote
