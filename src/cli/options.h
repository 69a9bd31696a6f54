// SPDX-License-Identifier: Apache-2.0
// Declares a verb's options. Keeps the parser's library, which takes long to compile, in one file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace mote {

// Every option's value must live until parsing is over. Names are "-t,--target".
class Options {
 public:
  explicit Options(CLI::App& app) : app_(app) {}

  void positional(const std::string& name, std::string& value, const std::string& help);
  void maybe(const std::string& name, std::string& value, const std::string& help);
  void positional_choice(const std::string& name, std::string& value, const std::string& help,
                         const std::vector<std::string>& choices);
  void text(const std::string& names, std::string& value, const std::string& help);
  void required(const std::string& names, std::string& value, const std::string& help);
  void choice(const std::string& names, std::string& value, const std::string& help,
              const std::vector<std::string>& choices);
  void list(const std::string& names, std::vector<std::string>& values, const std::string& help);
  void count(const std::string& names, int64_t& value, const std::string& help);  // >= 0
  void flag(const std::string& names, bool& value, const std::string& help);

  // What a verb takes, for completions and the manual.
  struct Option {
    std::string names, help;  // "-t,--target"; positionals have no dash
    std::vector<std::string> choices;
    bool takes_value = false;
  };
  struct Verb {
    std::string name, summary;
    std::vector<Option> options;
    std::vector<Verb> verbs;
  };
  // Of the whole program. REQUIRES: all verbs are declared.
  Verb program() const;

  // What an option, by its long name or the name of what stands by itself, is where the command
  // line does not say. Throws bad_option when it takes no such value.
  void preset(const std::string& name, const std::vector<std::string>& values);

  // A verb behind the verb ("data info"), one of which must be given.
  Options subcommand(const std::string& name, const std::string& help);

 private:
  CLI::App& app_;
};

}  // namespace mote
