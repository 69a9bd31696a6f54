// SPDX-License-Identifier: Apache-2.0
// The command line: parses, runs one verb, turns errors into text and exit codes.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/files.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/project.h"

namespace mote {
namespace {

// CLI11 says only that a verb is missing; people want to know which one they mistyped.
void check_verb(int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  std::vector<std::string> names;
  for (const CommandDef* command : all_commands()) {
    names.emplace_back(command->name);
    if (command->name == argv[1]) return;
  }
  const std::string near = did_you_mean(argv[1], names);
  throw Error(ErrorCode::bad_option, "mote", fmt::format("there is no verb '{}'", argv[1]),
              near.empty() ? "'mote --help' lists all verbs" : near);
}

// What CLI11 says; or, when a word of the line is no option of the verb, the one that is near.
Error wrong_usage(const CLI::App& app, const CLI::ParseError& error, std::span<char*> words) {
  std::vector<std::string> names;
  for (const CLI::App* verb = &app; verb != nullptr;) {
    for (const CLI::Option* option : verb->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    const auto parsed = verb->get_subcommands();
    verb = parsed.empty() ? nullptr : parsed.front();
  }
  for (const std::string word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end()) {
      continue;
    }
    const std::string near = did_you_mean(name, names);
    if (near.empty()) continue;
    return {ErrorCode::bad_option, "", fmt::format("there is no option '{}'", name), near};
  }
  return {ErrorCode::bad_option, "", error.what(), "'mote VERB --help' lists the options"};
}

struct Parsed {
  const CLI::App* app;
  std::function<CommandResult()> run;
};

CommandResult parse_and_run(CLI::App& app, Globals& globals, int argc, char** argv) {
  check_verb(argc, argv);
  std::vector<Parsed> parsed;
  for (const CommandDef* command : all_commands()) {
    CLI::App* verb = app.add_subcommand(std::string(command->name), std::string(command->summary));
    verb->add_flag("--json", globals.json, "Print one JSON object on stdout");
    verb->add_flag("-q,--quiet", globals.quiet, "Print nothing but errors");
    verb->add_flag("--no-progress", globals.no_progress, "No progress on stderr");
    Options options(*verb);
    parsed.push_back({verb, command->define(options, globals)});
  }
  for (const Parsed& one : parsed) {
    const std::string name = one.app->get_name();
    if (argc > 1 && name == argv[1]) apply_presets(name, Options(*app.get_subcommand(name)));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success&) {  // help, or the version
    throw;
  } catch (const CLI::ParseError& error) {
    throw wrong_usage(app, error, std::span(argv + 1, argv + argc));
  }
  set_progress_shown(!globals.quiet && !globals.no_progress);
  for (const Parsed& one : parsed) {
    if (one.app->parsed()) return one.run();
  }
  return {};
}

int report_error(const Error& error, const Globals& globals) {
  if (globals.json) fmt::print("{}\n", error_json(error).dump());
  fmt::print(stderr, "{}\n", error_text(error));
  return exit_code(error.code);
}

// --json may not have been parsed yet when parsing fails.
bool wants_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* a) { return std::string_view(a) == "--json"; });
}

// As one word of a shell.
std::string quoted(const char* word) {
  std::string text = "'";
  for (; *word != 0; word++) text += *word == '\'' ? "'\\''" : std::string(1, *word);
  return text + "'";
}

std::string line_of(int argc, char** argv) {
  std::string line = "mote";
  for (const char* word : std::span(argv + 1, argv + argc)) {
    const bool is_plain =
        std::string_view(word).find_first_of(" \t\n\"'$&;()<>|*?`\\") == std::string_view::npos;
    line += is_plain ? fmt::format(" {}", word) : " " + quoted(word);
  }
  return line;
}

// -C DIR, before anything is looked for in the current folder; what is left is the rest of the
// line.
void enter_folder(int& argc, char**& argv) {
  if (argc < 3 || std::string_view(argv[1]) != "-C") return;
  std::error_code problem;
  fs::current_path(argv[2], problem);
  if (problem) throw Error(ErrorCode::missing_file, argv[2], "-C: " + problem.message());
  argv[2] = argv[0];
  argv += 2;
  argc -= 2;
}

int run_main(int argc, char** argv) {
  CLI::App app("mote puts deep networks on devices with kilobytes of memory", "mote");
  app.require_subcommand(1);
  app.set_version_flag("--version", fmt::format("mote {}", MOTE_VERSION), "Print the version");
  std::string folder;
  app.add_option("-C", folder, "Work in that folder; before the verb");
  app.footer(
      "Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 bad file, 4 unsupported operator,\n"
      "5 budget impossible, 6 missing tool, 7 device or port, 70 internal bug, 130 interrupted.");
  Globals globals;
  globals.json = wants_json(argc, argv);
  globals.line = line_of(argc, argv);
  try {
    enter_folder(argc, argv);
    CommandResult result = parse_and_run(app, globals, argc, argv);
    if (globals.json) {
      Json json{{"schema", 1}};
      json.update(result.json);
      fmt::print("{}\n", json.dump());
    }
    return result.exit_code;
  } catch (const CLI::Success& text) {
    return app.exit(text);
  } catch (const Error& error) {
    return report_error(error, globals);
  }
}

}  // namespace
}  // namespace mote

int main(int argc, char** argv) {
  mote::catch_interrupts();
  try {
    return mote::run_main(argc, argv);
  } catch (const std::exception& bug) {
    fmt::print(stderr, "internal error: {}\nThis is a bug in mote; please report the command.\n",
               bug.what());
    return 70;
  }
}
