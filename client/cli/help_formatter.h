#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace admf {

/// CLI11's help without what it adds on its own (which option excludes which,
/// how values are checked), and with lines that fit into 80 columns.
class HelpFormatter final : public CLI::Formatter {
 public:
  HelpFormatter();

  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* subcommand) const override;
};

}  // namespace admf
