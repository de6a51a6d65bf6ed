#include "client/cli/help_formatter.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/text_table.h"

namespace admf {
namespace {

constexpr size_t kNameWidth = 28;
constexpr size_t kTextWidth = 80 - kNameWidth;

std::string Wrap(const std::string& text) {
  return absl::StrJoin(WrapText(text, kTextWidth), "\n");
}

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(kNameWidth);
  label("SUBCOMMAND", "COMMAND");
  label("Positionals", "Arguments");
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  if (option->get_positional()) return "";
  const std::string hint = option->get_type_name();
  return hint.empty() ? "" : " " + hint;
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return Wrap(option->get_description());
}

std::string HelpFormatter::make_subcommand(const CLI::App* subcommand) const {
  std::ostringstream text;
  CLI::detail::format_help(text, subcommand->get_name(),
                           Wrap(subcommand->get_description()), kNameWidth);
  return text.str();
}

}  // namespace admf
