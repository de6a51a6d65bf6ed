#include "client/cli/completion.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/completion_model.h"

namespace admf {
namespace {

using Value = CompletionModel::Value;

// Arguments have no type name; their own name says what they are.
Value ValueOf(const std::string& hint) {
  if (absl::StrContains(hint, "|")) return Value::kChoice;
  return hint == "FILE" ? Value::kFile : Value::kAny;
}

std::vector<std::string> ChoicesOf(const std::string& hint) {
  if (ValueOf(hint) != Value::kChoice) return {};
  return absl::StrSplit(hint, '|');
}

std::vector<CompletionModel::Option> OptionsOf(const CLI::App& app) {
  std::vector<CompletionModel::Option> options;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) continue;
    CompletionModel::Option entry;
    for (const std::string& name : option->get_lnames()) {
      entry.names.push_back("--" + name);
    }
    for (const std::string& name : option->get_snames()) {
      entry.names.push_back("-" + name);
    }
    entry.description = option->get_description();
    if (option->get_expected_max() > 0) {
      entry.value = ValueOf(option->get_type_name());
      entry.choices = ChoicesOf(option->get_type_name());
    }
    options.push_back(entry);
  }
  return options;
}

}  // namespace

CompletionModel MakeCompletionModel(const CLI::App& app) {
  CompletionModel model;
  model.global_options = OptionsOf(app);
  for (const CLI::App* subcommand :
       app.get_subcommands([](const CLI::App*) { return true; })) {
    CompletionModel::Command command;
    command.name = subcommand->get_name();
    command.description = subcommand->get_description();
    command.options = OptionsOf(*subcommand);
    for (const CLI::Option* option : subcommand->get_options()) {
      if (!option->get_positional()) continue;
      command.argument = ValueOf(option->get_name(true));
      command.argument_choices = ChoicesOf(option->get_name(true));
    }
    model.commands.push_back(command);
  }
  return model;
}

absl::StatusOr<std::string> CompletionScript(const CLI::App& app,
                                             const std::string& shell) {
  const CompletionModel model = MakeCompletionModel(app);
  if (shell == "bash") return BashCompletion(model);
  if (shell == "zsh") return ZshCompletion(model);
  if (shell == "fish") return FishCompletion(model);
  return absl::InvalidArgumentError(absl::StrCat(
      "there are no completions for '", shell, "'; choose bash, zsh or fish"));
}

}  // namespace admf
