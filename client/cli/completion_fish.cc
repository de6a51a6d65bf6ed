#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/completion_model.h"

namespace admf {
namespace {

using Value = CompletionModel::Value;

constexpr char kHeader[] =
    "# Completions of admf for fish. For every new shell:\n"
    "#   admf completion fish > ~/.config/fish/completions/admf.fish\n\n"
    "complete -c admf -f\n";

std::string FishQuoted(const std::string& text) {
  return absl::StrCat(
      "'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string ValueFlags(Value value, const std::vector<std::string>& choices) {
  switch (value) {
    case Value::kNone:
      return "";
    case Value::kFile:
      return " -r -F";
    case Value::kChoice:
      return absl::StrCat(" -x -a ", FishQuoted(absl::StrJoin(choices, " ")));
    case Value::kAny:
      return " -x";
  }
  return "";
}

std::string OptionLines(const std::vector<CompletionModel::Option>& options,
                        const std::string& condition) {
  std::string text;
  for (const auto& option : options) {
    absl::StrAppend(&text, "complete -c admf", condition);
    for (const std::string& name : option.names) {
      absl::StrAppend(&text, name.size() > 2 ? " -l " : " -s ",
                      name.substr(name.size() > 2 ? 2 : 1));
    }
    absl::StrAppend(&text, ValueFlags(option.value, option.choices), " -d ",
                    FishQuoted(option.description), "\n");
  }
  return text;
}

}  // namespace

std::string FishCompletion(const CompletionModel& model) {
  std::string text = kHeader + OptionLines(model.global_options, "");
  for (const auto& command : model.commands) {
    absl::StrAppend(&text, "complete -c admf -n __fish_use_subcommand -a ",
                    command.name, " -d ", FishQuoted(command.description),
                    "\n");
  }
  for (const auto& command : model.commands) {
    const std::string condition = absl::StrCat(
        " -n ", FishQuoted("__fish_seen_subcommand_from " + command.name));
    absl::StrAppend(&text, OptionLines(command.options, condition));
    if (command.argument == Value::kFile) {
      absl::StrAppend(&text, "complete -c admf", condition, " -F\n");
    } else if (command.argument == Value::kChoice) {
      absl::StrAppend(&text, "complete -c admf", condition, " -a ",
                      FishQuoted(absl::StrJoin(command.argument_choices, " ")),
                      "\n");
    }
  }
  return text;
}

}  // namespace admf
