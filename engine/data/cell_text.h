#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/price_columns.h"

namespace admf {

/// A price or volume as text: a decimal number, also with an exponent or a plus
/// sign. Nothing for any other text; `nan` and `inf` are numbers, which no bar
/// may have.
std::optional<double> ParsePrice(std::string_view text);

/// What is wrong with a cell that is no price, such as
/// `close is not a number: "n/a"`, or with an empty one: `close is empty`.
std::string DescribeBadPrice(PriceColumn column, std::string_view text);

/// The same for a cell that ParseTimestamp does not read.
std::string DescribeBadTime(std::string_view text);

}  // namespace admf
