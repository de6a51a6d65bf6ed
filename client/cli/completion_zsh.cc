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

constexpr char kZshScript[] = R"zsh(#compdef admf
# Completions of admf for zsh. Write them to a folder of $fpath under the name
# _admf, for example: admf completion zsh > "${fpath[1]}/_admf"

_admf() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \
@GLOBALS@
    '1: :_admf_commands' \
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $line[1] in
@COMMANDS@
  esac
}

_admf_commands() {
  local -a commands=(
@DESCRIPTIONS@
  )
  _describe command commands
}

if [[ $funcstack[1] == _admf ]]; then
  _admf "$@"
else
  compdef _admf admf
fi
)zsh";

// For text inside single quotes inside a specification of _arguments.
std::string ZshQuoted(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"'", "'\\''"}, {"[", "\\["}, {"]", "\\]"}, {":", "\\:"}});
}

std::string Action(Value value, const std::vector<std::string>& choices) {
  switch (value) {
    case Value::kFile:
      return "_files";
    case Value::kChoice:
      return absl::StrCat("(", absl::StrJoin(choices, " "), ")");
    default:
      return "";
  }
}

// One line for each name of an option: '--name=[description]:value:action'.
std::vector<std::string> Specifications(
    const std::vector<CompletionModel::Option>& options) {
  std::vector<std::string> lines;
  for (const auto& option : options) {
    for (const std::string& name : option.names) {
      const bool takes_value = option.value != Value::kNone;
      const bool is_long = name.size() > 2;
      lines.push_back(absl::StrCat(
          "'*", name, takes_value ? (is_long ? "=" : "+") : "", "[",
          ZshQuoted(option.description), "]",
          takes_value
              ? absl::StrCat(":value:", Action(option.value, option.choices))
              : "",
          "'"));
    }
  }
  return lines;
}

std::string Indent(const std::vector<std::string>& lines, size_t width) {
  const std::string indent(width, ' ');
  return absl::StrCat(indent, absl::StrJoin(lines, " \\\n" + indent));
}

}  // namespace

std::string ZshCompletion(const CompletionModel& model) {
  std::vector<std::string> descriptions;
  std::string commands;
  for (const auto& command : model.commands) {
    descriptions.push_back(absl::StrCat("    '", command.name, ":",
                                        ZshQuoted(command.description), "'"));
    std::vector<std::string> lines = Specifications(command.options);
    const std::vector<std::string> globals =
        Specifications(model.global_options);
    for (const std::string& line : globals) {
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
        lines.push_back(line);
      }
    }
    lines.push_back(absl::StrCat(
        "'*:argument:", Action(command.argument, command.argument_choices),
        "'"));
    absl::StrAppend(&commands, "    ", command.name, ")\n      _arguments \\\n",
                    Indent(lines, 8), "\n      ;;\n");
  }
  commands.pop_back();
  return absl::StrReplaceAll(
      kZshScript,
      {{"@GLOBALS@", Indent(Specifications(model.global_options), 4) + " \\"},
       {"@COMMANDS@", commands},
       {"@DESCRIPTIONS@", absl::StrJoin(descriptions, "\n")}});
}

}  // namespace admf
