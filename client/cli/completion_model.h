#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace admf {

/// What shells need to know of a command line, whatever their language.
struct CompletionModel {
  enum class Value { kNone, kAny, kFile, kChoice };

  struct Option {
    /// With their dashes, long ones first.
    std::vector<std::string> names;
    std::string description;
    Value value = Value::kNone;
    std::vector<std::string> choices;
  };

  struct Command {
    std::string name;
    std::string description;
    std::vector<Option> options;
    /// What its arguments are.
    Value argument = Value::kNone;
    std::vector<std::string> argument_choices;
  };

  std::vector<Option> global_options;
  std::vector<Command> commands;
};

CompletionModel MakeCompletionModel(const CLI::App& app);

/// One script for each shell.
std::string BashCompletion(const CompletionModel& model);
std::string ZshCompletion(const CompletionModel& model);
std::string FishCompletion(const CompletionModel& model);

}  // namespace admf
