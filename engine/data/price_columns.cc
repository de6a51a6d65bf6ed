#include "engine/data/price_columns.h"

#include <algorithm>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/base/status_macros.h"
#include "engine/catalog/nearest_name.h"

namespace admf {
namespace {

// The usual names, in lower case, words joined by underscores.
constexpr std::string_view kTimeNames[] = {
    "date", "time", "datetime", "date_time", "timestamp", "ts", "open_time"};
constexpr std::string_view kOpenNames[] = {"open", "o"};
constexpr std::string_view kHighNames[] = {"high", "h"};
constexpr std::string_view kLowNames[] = {"low", "l"};
constexpr std::string_view kCloseNames[] = {"close", "c"};
constexpr std::string_view kVolumeNames[] = {"volume", "vol", "v"};

struct Meaning {
  std::string_view name;
  std::span<const std::string_view> usual_names;
};

// In the order of PriceColumn.
constexpr Meaning kMeanings[kPriceColumns] = {
    {"time", kTimeNames}, {"open", kOpenNames},   {"high", kHighNames},
    {"low", kLowNames},   {"close", kCloseNames}, {"volume", kVolumeNames},
};

// What pandas and DuckDB call a first column without a name, and what pandas
// calls such an index in Parquet.
constexpr std::string_view kUnnamedFirst[] = {"", "column0", "unnamed:_0"};
constexpr std::string_view kUnnamedIndex = "__index_level_0__";

// A message lists no more, and no longer, names: anything may be a header.
constexpr size_t kMaxListed = 20;
constexpr size_t kMaxListedSize = 40;

absl::string_view AbslView(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

std::string Normalized(const std::string& name) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(name)),
      {{" ", "_"}, {"-", "_"}});
}

std::string ListNames(const std::vector<std::string>& names) {
  std::string list = "the file's columns are ";
  for (size_t i = 0; i < std::min(names.size(), kMaxListed); ++i) {
    absl::StrAppend(&list, i > 0 ? ", " : "", "\"",
                    names[i].substr(0, kMaxListedSize), "\"");
  }
  if (names.size() > kMaxListed) {
    absl::StrAppend(&list, " and ", names.size() - kMaxListed, " more");
  }
  return list;
}

absl::StatusOr<size_t> FindWanted(const Meaning& meaning,
                                  const std::vector<std::string>& names,
                                  const std::string& wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end()) {
    const std::string nearest = NearestName(wanted, names);
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no column \"", wanted, "\", which columns: {",
        AbslView(meaning.name), "} names",
        nearest.empty() ? ""
                        : absl::StrCat("; did you mean \"", nearest, "\"?"),
        "; ", ListNames(names)));
  }
  if (std::find(found + 1, names.end(), wanted) != names.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("more than one column is called \"", wanted, "\""));
  }
  return found - names.begin();
}

/// The column without a name that stands for the time.
std::optional<size_t> FindUnnamed(const std::vector<std::string>& names) {
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string name = Normalized(names[i]);
    const bool unnamed_first =
        i == 0 && std::find(std::begin(kUnnamedFirst), std::end(kUnnamedFirst),
                            name) != std::end(kUnnamedFirst);
    if (unnamed_first || name == kUnnamedIndex) return i;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<size_t>> FindUsual(
    const Meaning& meaning, const std::vector<std::string>& names) {
  std::optional<size_t> found;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string name = Normalized(names[i]);
    if (std::find(meaning.usual_names.begin(), meaning.usual_names.end(),
                  name) == meaning.usual_names.end()) {
      continue;
    }
    if (found.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the columns \"", names[*found], "\" and \"", names[i],
          "\" can both be the ", AbslView(meaning.name), "; say which one is: ",
          "columns: {", AbslView(meaning.name), ": \"", names[*found], "\"}"));
    }
    found = i;
  }
  return found;
}

}  // namespace

std::string_view PriceColumnName(PriceColumn column) {
  return kMeanings[static_cast<size_t>(column)].name;
}

absl::StatusOr<PriceColumnPositions> FindPriceColumns(
    const std::vector<std::string>& names,
    const ByPriceColumn<std::string>& wanted) {
  PriceColumnPositions positions;
  for (size_t i = 0; i < kPriceColumns; ++i) {
    const auto column = static_cast<PriceColumn>(i);
    const Meaning& meaning = kMeanings[i];
    if (!wanted[column].empty()) {
      ASSIGN_OR_RETURN(positions[column],
                       FindWanted(meaning, names, wanted[column]));
      continue;
    }
    ASSIGN_OR_RETURN(positions[column], FindUsual(meaning, names));
    if (!positions[column].has_value() && column == PriceColumn::kTime) {
      positions[column] = FindUnnamed(names);
    }
    if (!positions[column].has_value() && column != PriceColumn::kVolume) {
      return absl::InvalidArgumentError(absl::StrCat(
          "no column is recognised as the ", AbslView(meaning.name), "; ",
          ListNames(names), "; name it: columns: {", AbslView(meaning.name),
          ": ...}"));
    }
  }
  return positions;
}

}  // namespace admf
