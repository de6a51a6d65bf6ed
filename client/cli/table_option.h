#pragma once

#include <array>
#include <string>
#include <string_view>

namespace admf {

/// The tables that have an option of their own: `--trades FILE` is
/// `--table trades FILE`.
inline constexpr std::array<std::string_view, 6> kNamedTables = {
    "trades", "equity", "fills", "orders", "symbols", "trials"};

/// What stands before the file to export a table: `--trades`, or
/// `--table windows`.
std::string TableOption(std::string_view table);

}  // namespace admf
