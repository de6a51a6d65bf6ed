#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/completion_model.h"

namespace admf {
namespace {

using Value = CompletionModel::Value;

constexpr char kBashScript[] =
    R"bash(# Completions of admf for bash. For this shell: source <(admf completion bash)
# For every new one, put that line into ~/.bashrc.

_admf_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_admf_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_admf() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command='' index word
  COMPREPLY=()
  # bash splits --option=value at the equals sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    case "$word" in
      @GLOBALS_WITH_VALUE@) ((index++)) ;;
      -* | =) ;;
      *)
        command=$word
        break
        ;;
    esac
  done
  case "$command $previous" in
@VALUES@
  esac
  case "$command" in
    '')
      if [[ $current == -* ]]; then
        _admf_words '@GLOBALS@' "$current"
      else
        _admf_words '@COMMANDS@' "$current"
      fi
      ;;
@OPTIONS@
  esac
}

complete -F _admf admf
)bash";

std::vector<std::string> NamesOf(
    const std::vector<CompletionModel::Option>& options, bool with_value_only) {
  std::vector<std::string> names;
  for (const auto& option : options) {
    if (with_value_only && option.value == Value::kNone) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

std::string Completer(Value value, const std::vector<std::string>& choices) {
  switch (value) {
    case Value::kChoice:
      return absl::StrCat("_admf_words '", absl::StrJoin(choices, " "),
                          "' \"$current\"");
    case Value::kFile:
      return "_admf_files \"$current\"";
    default:
      return ":";
  }
}

// One branch for each option with a value: what it completes to.
std::string ValueBranches(const std::string& pattern,
                          const std::vector<CompletionModel::Option>& options) {
  std::string text;
  for (const auto& option : options) {
    if (option.value == Value::kNone) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names) {
      patterns.push_back(absl::StrCat(pattern, "' ", name, "'"));
    }
    absl::StrAppend(&text, "    ", absl::StrJoin(patterns, " | "), ")\n      ",
                    Completer(option.value, option.choices),
                    "\n      return\n      ;;\n");
  }
  return text;
}

}  // namespace

std::string BashCompletion(const CompletionModel& model) {
  const std::vector<std::string> globals = NamesOf(model.global_options, false);
  std::vector<std::string> commands;
  std::string values = ValueBranches("*", model.global_options);
  std::string options;
  for (const auto& command : model.commands) {
    commands.push_back(command.name);
    values += ValueBranches(command.name, command.options);
    std::vector<std::string> names = NamesOf(command.options, false);
    // -h and --help are in both.
    for (const std::string& name : globals) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
    absl::StrAppend(&options, "    ", command.name,
                    ")\n      if [[ $current == -* ]]; then\n        ",
                    Completer(Value::kChoice, names), "\n      else\n        ",
                    Completer(command.argument, command.argument_choices),
                    "\n      fi\n      ;;\n");
  }
  values.pop_back();
  options.pop_back();
  return absl::StrReplaceAll(
      kBashScript, {{"@GLOBALS_WITH_VALUE@",
                     absl::StrJoin(NamesOf(model.global_options, true), " | ")},
                    {"@VALUES@", values},
                    {"@GLOBALS@", absl::StrJoin(globals, " ")},
                    {"@COMMANDS@", absl::StrJoin(commands, " ")},
                    {"@OPTIONS@", options}});
}

}  // namespace admf
