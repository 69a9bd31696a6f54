// SPDX-License-Identifier: Apache-2.0
#include "emulate/build.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "base/embedded.h"
#include "base/error.h"
#include "base/files.h"
#include "base/parallel.h"
#include "base/process.h"
#include "base/text.h"
#include "emulate/elf.h"

namespace mote {
namespace {

constexpr int64_t kSmallestStack = 512;
constexpr int64_t kMarkerSlack = 64;  // markers may move alignment
constexpr size_t kMostPorts = 15;     // FIRMWARE_ARGUMENTS without the memory

using Words = std::vector<std::string>;

// Loops of the firmware must not become calls of memcpy, which would count as the library's.
const Words kFirmwareOptions{"-fno-builtin", "-fno-tree-loop-distribute-patterns"};

// One source file on its way to an object file.
struct Source {
  fs::path file, object;
  Words options;
};

int64_t padded(int64_t bytes) {
  return (bytes + 7) / 8 * 8;
}

// Files of a temporary folder need neither names beside them nor syncing.
void write_temporary(const fs::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) throw Error(ErrorCode::cannot_write, path.string(), "cannot be written");
}

std::string byte_list(const std::vector<Port>& ports) {
  std::vector<int64_t> bytes;
  for (const Port& port : ports) bytes.push_back(port.bytes());
  return fmt::format("{}", fmt::join(bytes, ","));
}

// Second and later inputs, and all outputs.
int64_t buffer_bytes(const LibraryInfo& info) {
  int64_t sum = 0;
  for (size_t i = 1; i < info.inputs.size(); i++) sum += padded(info.inputs[i].bytes());
  for (const Port& port : info.outputs) sum += padded(port.bytes());
  return sum;
}

// What device/firmware/firmware_main.c requires.
Words library_options(const LibraryInfo& info) {
  Words arguments;
  for (size_t i = 1; i <= info.inputs.size() + info.outputs.size(); i++) {
    arguments.push_back(fmt::format("argument[{}]", i));
  }
  const std::string nothing = "((void)(memory))";
  const std::string reset = info.stateful ? info.name + "_reset(memory)" : nothing;
  Words options{
      fmt::format("-DMOTE_HEADER=\"{}.h\"", info.name),
      fmt::format("-DMOTE_MEMORY={}_memory", info.name),
      fmt::format("-DMOTE_RUN={}", info.is_stream ? "mote_stream_step" : info.name + "_run"),
      fmt::format("-DMOTE_INPUT={}_input", info.name),
      fmt::format("-DMOTE_BEGIN(memory)={}", info.is_stream ? reset : nothing),
      fmt::format("-DMOTE_RESET(memory)={}", info.is_stream ? nothing : reset),
      fmt::format("-DMOTE_ARGUMENTS={}", fmt::join(arguments, ",")),
      fmt::format("-DMOTE_INPUT_BYTES={}", byte_list(info.inputs)),
      fmt::format("-DMOTE_OUTPUT_BYTES={}", byte_list(info.outputs)),
      fmt::format("-DMOTE_BUFFER_BYTES={}", buffer_bytes(info))};
  if (info.is_stream) {
    options.insert(options.end(), {"-DMOTE_STREAM=\"firmware_stream.h\"",
                                   fmt::format("-DMOTE_NETWORK={}_run", info.name),
                                   fmt::format("-DMOTE_CLASSIFY={}_classify", info.name),
                                   fmt::format("-DMOTE_LEARN={}_learn", info.name),
                                   fmt::format("-DMOTE_FORGET={}_forget", info.name),
                                   fmt::format("-DMOTE_STEADY={}_steady", info.name),
                                   fmt::format("-DMOTE_GAP={}_gap", info.name),
                                   fmt::format("-DMOTE_CLASSES={}", info.learn_classes)});
    if (info.scores_itself) {
      options.push_back(fmt::format("-DMOTE_SCORES={}_scores", info.name));
    }
    if (info.adapts) options.push_back(fmt::format("-DMOTE_ADAPT={}_adapt", info.name));
  }
  return options;
}

void run_compiler(const Words& words, const std::string& what) {
  const ProcessResult result = run_process(words);
  if (result.exit_status == 0) return;
  throw Error(ErrorCode::tool_failed, what,
              fmt::format("{} failed:\n{}", words[0], first_lines(result.output)));
}

void compile_file(const Target& target, const Source& source) {
  Words words{target.compiler};
  words.insert(words.end(), target.flags.begin(), target.flags.end());
  words.insert(words.end(), source.options.begin(), source.options.end());
  words.insert(words.end(), {"-c", source.file.string(), "-o", source.object.string()});
  run_compiler(words, source.file.string());
}

void compile_all(const Target& target, const std::vector<Source>& sources) {
  parallel_ranges(static_cast<int64_t>(sources.size()), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) compile_file(target, sources[static_cast<size_t>(i)]);
  });
}

std::vector<fs::path> add_library(Build& build, const std::string& tag, const Words& options,
                                  std::vector<Source>& sources) {
  std::vector<fs::path> objects;
  Words with_headers = options;
  with_headers.push_back("-I" + (build.library / "src").string());
  for (const fs::path& file : library_files(build.library)) {
    objects.push_back(build.folder / fmt::format("{}_{}.o", tag, objects.size()));
    sources.push_back({file, objects.back(), with_headers});
  }
  return objects;
}

// Firmware that no library changes is compiled once for each target in a run of mote.
std::string machine_object(const Target& target, const std::string& name, const fs::path& folder) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::string> objects;
  const std::lock_guard lock(mutex);
  std::string& object = objects[{target.name, name}];
  if (object.empty()) {
    const fs::path file = folder / (name + ".c");
    write_temporary(file, embedded_file("firmware/" + name + ".c"));
    compile_file(target, {file, folder / (name + ".o"), kFirmwareOptions});
    object = read_file(folder / (name + ".o"));
  }
  return object;
}

void add_firmware(Build& build, std::vector<Source>& sources) {
  const std::string machine = build.target->boards.empty() ? "host" : "cortex_m";
  const std::string call = "firmware_call_" + machine + ".h";
  for (const std::string& name : {std::string("firmware.h"), std::string("firmware_main.c"),
                                  std::string("firmware_stream.h"), call}) {
    write_temporary(build.folder / name, embedded_file("firmware/" + name));
  }
  Words options = library_options(*build.info);
  options.insert(options.end(), kFirmwareOptions.begin(), kFirmwareOptions.end());
  options.push_back("-DMOTE_CALL=\"" + call + "\"");
  options.push_back("-I" + (build.library / "src").string());
  const fs::path main = build.folder / "firmware_main.o";
  sources.push_back({build.folder / "firmware_main.c", main, options});
  build.firmware = {main};
  Words machine_files{"firmware_" + machine};
  if (machine != "host") machine_files.push_back("memory");
  for (const std::string& name : machine_files) {
    build.firmware.push_back(build.folder / (name + ".o"));
    write_temporary(build.firmware.back(), machine_object(*build.target, name, build.folder));
  }
}

void link(const Build& build, const std::vector<fs::path>& library, const Words& options,
          const fs::path& program) {
  Words words{build.target->compiler};
  words.insert(words.end(), build.target->flags.begin(), build.target->flags.end());
  for (const fs::path& object : build.firmware) words.push_back(object.string());
  for (const fs::path& object : library) words.push_back(object.string());
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"-o", program.string()});
  run_compiler(words, build.library.string());
}

std::string linker_script(const Board& board, int64_t stack_bytes) {
  std::string text(embedded_file("firmware/board.ld.in"));
  const std::pair<std::string, int64_t> values[] = {
      {"@FLASH_ORIGIN@", board.flash_origin}, {"@FLASH_BYTES@", board.flash_bytes},
      {"@RAM_ORIGIN@", board.ram_origin},     {"@RAM_BYTES@", board.ram_bytes},
      {"@STACK_BYTES@", stack_bytes},
  };
  for (const auto& [word, value] : values) {
    text.replace(text.find(word), word.size(), fmt::format("{:#x}", value));
  }
  return text;
}

void link_on_board(const Build& build, const std::vector<fs::path>& library, const Board& board,
                   int64_t stack_bytes, const fs::path& program) {
  const fs::path script = program.string() + ".ld";
  write_temporary(script, linker_script(board, stack_bytes));
  link(build, library,
       {"-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-T", script.string(), "-lgcc"},
       program);
}

// Nothing is linked away on this machine: the sum of the library's own objects.
Sizes measure_objects(const Build& build) {
  Sizes sizes;
  for (const fs::path& object : build.plain) {
    for (const ElfSection& section : read_elf(object).sections) {
      if (!section.is_allocated || section.name == ".eh_frame") continue;
      if (section.name.starts_with(".note")) continue;
      const int64_t bytes = static_cast<int64_t>(section.size);
      if (section.has_content) sizes.flash_bytes += bytes;
      if (section.is_writable) sizes.static_bytes += bytes;
    }
  }
  const Elf program = read_elf(build.firmware.front());
  sizes.arena_bytes = static_cast<int64_t>(program.symbol_size("mote_memory"));
  sizes.static_bytes += static_cast<int64_t>(program.symbol_size("mote_buffers"));
  return sizes;
}

}  // namespace

std::vector<fs::path> library_files(const fs::path& library) {
  std::vector<fs::path> files;
  const fs::path folder = library / "src";
  if (!fs::is_directory(folder)) {
    throw Error(ErrorCode::missing_file, folder.string(), "is missing in the library");
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string suffix = entry.path().extension().string();
    if (suffix == ".c" || suffix == ".S") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    throw Error(ErrorCode::missing_file, folder.string(), "holds no C file");
  }
  return files;
}

std::string first_lines(const std::string& output, int count) {
  std::istringstream lines(output);
  std::string text;
  std::string line;
  for (int i = 0; i < count && std::getline(lines, line); i++) text += line + "\n";
  if (!text.empty()) text.pop_back();
  return text;
}

Build compile(const fs::path& library, const LibraryInfo& info, const Target& target,
              const fs::path& folder, bool with_marks) {
  require_program(target.compiler, target.compiler_package);
  const size_t ports = info.inputs.size() + info.outputs.size();
  if (ports > kMostPorts) {
    throw Error(ErrorCode::bad_model, info.name,
                fmt::format("has {} inputs and outputs, the firmware passes at most {}", ports,
                            kMostPorts));
  }
  Build build{&info, &target, fs::absolute(library), folder, {}, {}, {}};
  std::vector<Source> sources;
  build.plain = add_library(build, "plain", {}, sources);
  if (with_marks && !target.boards.empty()) build.marked = build.plain;
  if (!build.marked.empty() && !info.layers.empty()) {
    const std::string mark =
        fmt::format("-D{}_LAYER(index)=__asm__ volatile(\"mov r10, r10\" ::: \"memory\")",
                    upper_case(info.name));
    build.marked = add_library(build, "marked", {mark}, sources);
  }
  add_firmware(build, sources);
  compile_all(target, sources);
  return build;
}

Sizes measure(const Build& build) {
  if (build.target->boards.empty()) return measure_objects(build);
  const Board boundless{"", "", 0, 0x10000000, 0x20000000, 0x10000000};
  const fs::path program = build.folder / "size.elf";
  link_on_board(build, build.plain, boundless, 0, program);
  const Elf elf = read_elf(program);
  Sizes sizes;
  const auto bytes = [&](const char* name) { return static_cast<int64_t>(elf.section_size(name)); };
  sizes.flash_bytes = bytes(".text") + bytes(".data");
  sizes.arena_bytes = static_cast<int64_t>(elf.symbol_size("mote_memory"));
  sizes.static_bytes =
      bytes(".data") + bytes(".bss") + static_cast<int64_t>(elf.symbol_size("mote_buffers"));
  sizes.all_flash_bytes = bytes(".firmware") + sizes.flash_bytes;
  sizes.all_ram_bytes = bytes(".data") + bytes(".bss") + bytes(".firmware_bss");
  return sizes;
}

size_t choose_board(const Build& build, const Sizes& sizes, size_t first) {
  const std::vector<Board>& boards = build.target->boards;
  const int64_t markers = 2 * static_cast<int64_t>(build.info->layers.size()) + kMarkerSlack;
  const int64_t flash = sizes.all_flash_bytes + markers;
  const int64_t ram = padded(sizes.all_ram_bytes) + kSmallestStack;
  for (size_t i = first; i < boards.size(); i++) {
    if (flash <= boards[i].flash_bytes && ram <= boards[i].ram_bytes) return i;
  }
  const Board& last = boards.back();
  std::string missing;
  if (flash > last.flash_bytes) missing = human_size(flash - last.flash_bytes) + " of flash";
  if (ram > last.ram_bytes) {
    missing += (missing.empty() ? "" : " and ") + human_size(ram - last.ram_bytes) + " of RAM";
  }
  if (missing.empty()) missing = "room for the stack";
  throw Error(ErrorCode::bad_model, build.info->name,
              fmt::format("no emulated {} board holds the program: {} lacks {}", build.target->name,
                          last.name, missing),
              "make the model smaller, or choose another target with --target");
}

fs::path link_for(const Build& build, const Sizes& sizes, const Board& board) {
  const fs::path program = build.folder / fmt::format("{}.elf", identifier(board.name));
  const int64_t free_bytes = board.ram_bytes - padded(sizes.all_ram_bytes);
  link_on_board(build, build.marked, board, (free_bytes - 64) / 8 * 8, program);
  return program;
}

fs::path link_for_host(const Build& build) {
  const fs::path program = build.folder / "host";
  link(build, build.plain, {"-lm"}, program);
  return program;
}

}  // namespace mote
