// SPDX-License-Identifier: Apache-2.0
// mote completion: verbs and options for bash, zsh and fish; mote completion man: the manual page.
#include <algorithm>
#include <memory>
#include <sstream>

#include "cli/console.h"

namespace mote {
namespace {

using Verb = Options::Verb;

std::vector<std::string> option_names(const Verb& verb) {
  std::vector<std::string> names;
  for (const Options::Option& option : verb.options) {
    std::istringstream words(option.names);
    for (std::string word; std::getline(words, word, ',');) {
      if (word.starts_with("-")) names.push_back(word);
    }
  }
  return names;
}

std::string without_quotes(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '`');
  return text;
}

// Files complete where no option is being typed.
std::string bash(const Verb& program) {
  std::string verbs, cases;
  for (const Verb& verb : program.verbs) {
    verbs += " " + verb.name;
    std::string words = fmt::format("{}", fmt::join(option_names(verb), " "));
    for (const Verb& sub : verb.verbs) words += " " + sub.name;
    std::string choices;
    for (const Options::Option& option : verb.options) {
      if (option.choices.empty()) continue;
      std::string names = option.names;
      std::replace(names.begin(), names.end(), ',', '|');
      choices += fmt::format("        {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                             names, fmt::join(option.choices, " "));
    }
    cases += fmt::format("    {})\n", verb.name);
    if (!choices.empty())
      cases += fmt::format("      case \"$before\" in\n{}      esac\n", choices);
    cases += fmt::format("      words='{}' ;;\n", words);
  }
  return fmt::format(R"(# bash completion of mote: source <(mote completion bash)
_mote() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" words=
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '{} --help' -- "$word"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{}  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}}
complete -o filenames -F _mote mote
)",
                     verbs.substr(1), cases);
}

std::string zsh(const Verb& program) {
  return "#compdef mote\n# zsh completion of mote: source <(mote completion zsh)\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash(program);
}

std::string fish(const Verb& program) {
  std::string text = "# fish completion of mote: mote completion fish | source\n";
  for (const Verb& verb : program.verbs) {
    text += fmt::format("complete -c mote -n __fish_use_subcommand -a {} -d '{}'\n", verb.name,
                        without_quotes(verb.summary));
    for (const Options::Option& option : verb.options) {
      if (!option.names.starts_with("-")) continue;
      std::istringstream words(option.names);
      std::string names;
      for (std::string word; std::getline(words, word, ',');) {
        names += word.starts_with("--") ? " -l " + word.substr(2) : " -s " + word.substr(1);
      }
      text += fmt::format(
          "complete -c mote -n '__fish_seen_subcommand_from {}'{}{} -d '{}'\n", verb.name, names,
          option.choices.empty() ? (option.takes_value ? " -r" : "")
                                 : fmt::format(" -x -a '{}'", fmt::join(option.choices, " ")),
          without_quotes(option.help));
    }
  }
  return text;
}

// Dashes and dots as the manual's language wants them.
std::string roff(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '-' || c == '\\') result += '\\';
    result += c;
  }
  return result.starts_with(".") || result.starts_with("'") ? "\\&" + result : result;
}

std::string man(const Verb& program) {
  std::string text = fmt::format(
      ".\\\" Made by mote completion man.\n.TH MOTE 1\n.SH NAME\nmote \\- {}\n.SH SYNOPSIS\n"
      ".B mote\n.I VERB\n[\\fIARGUMENTS\\fR]\n.SH VERBS\n",
      roff(program.summary.substr(program.summary.find(' ') + 1)));
  for (const Verb& verb : program.verbs) {
    text += fmt::format(".SS {}\n{}.\n", roff(verb.name), roff(verb.summary));
    for (const Options::Option& option : verb.options) {
      text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(option.names), roff(option.help));
    }
  }
  return text +
         ".SH EXIT STATUS\n0 done, 1 a check failed, 2 wrong usage, 3 bad file, 4 unsupported "
         "operator, 5 budget impossible, 6 missing tool, 7 device or port, 70 internal bug, 130 "
         "interrupted. mote explain says more of an error.\n";
}

}  // namespace

extern const CommandDef command_completion = {
    "completion", "Print completions for a shell, or the manual page",
    [](Options& app, const Globals& globals) -> std::function<CommandResult()> {
      auto kind = std::make_shared<std::string>();
      app.positional_choice("kind", *kind, "What to print", {"bash", "zsh", "fish", "man"});
      return [kind, app, &globals] {
        const Verb program = app.program();
        const std::string text = *kind == "bash"   ? bash(program)
                                 : *kind == "zsh"  ? zsh(program)
                                 : *kind == "fish" ? fish(program)
                                                   : man(program);
        say(globals, text.substr(0, text.size() - 1));
        return CommandResult{0, {{"text", text}}};
      };
    }};

}  // namespace mote
