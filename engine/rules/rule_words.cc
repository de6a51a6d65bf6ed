#include "engine/rules/rule_words.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/catalog/nearest_name.h"
#include "engine/catalog/parameter.h"
#include "engine/indicators/catalogue.h"

namespace admf {
namespace {

using Operation = Expression::Operation;

constexpr RulePrice kPrices[] = {{"open", Operation::kOpen},
                                 {"high", Operation::kHigh},
                                 {"low", Operation::kLow},
                                 {"close", Operation::kClose},
                                 {"volume", Operation::kVolume}};

constexpr RuleFunction kFunctions[] = {
    {"abs", Operation::kAbsolute, 1, 1, "abs(close - open)"},
    {"min", Operation::kMinimum, 2, RuleFunction::kAnyNumber,
     "min(open, close)"},
    {"max", Operation::kMaximum, 2, RuleFunction::kAnyNumber,
     "max(open, close)"},
    {"crosses_above", Operation::kCrossesAbove, 2, 2,
     "crosses_above(close, sma(20))"},
    {"crosses_below", Operation::kCrossesBelow, 2, 2,
     "crosses_below(close, sma(20))"}};

template <typename Entry, size_t kSize>
const Entry* Find(const Entry (&entries)[kSize], std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(entries), std::end(entries),
                   [name](const Entry& entry) { return entry.name == name; });
  return found == std::end(entries) ? nullptr : found;
}

template <typename Entries>
void AddNames(const Entries& entries, std::vector<std::string>* names) {
  for (const auto& entry : entries) names->emplace_back(entry.name);
}

}  // namespace

const RulePrice* FindRulePrice(std::string_view name) {
  return Find(kPrices, name);
}

const RuleFunction* FindRuleFunction(std::string_view name) {
  return Find(kFunctions, name);
}

std::string SignatureOf(const IndicatorDefinition& indicator) {
  return absl::StrCat(
      indicator.name, "(",
      absl::StrJoin(indicator.parameters, ", ",
                    [](std::string* out, const ParameterDefinition& one) {
                      absl::StrAppend(out, one.name, "=",
                                      ToString(one.default_value));
                    }),
      ")");
}

std::string ExplainUnknownName(std::string_view name,
                               const std::vector<std::string>& parameters) {
  const std::string text(name);
  if (const RuleFunction* function = FindRuleFunction(name)) {
    return absl::StrCat(text, " is a function; write ",
                        std::string(function->example));
  }
  if (const IndicatorDefinition* indicator = FindIndicator(name)) {
    return absl::StrCat(text, " is an indicator; write ", text,
                        "() or give its parameters: ", SignatureOf(*indicator));
  }
  std::vector<std::string> names;
  AddNames(kPrices, &names);
  names.insert(names.end(), parameters.begin(), parameters.end());
  const std::string list = absl::StrJoin(names, ", ");
  AddNames(IndicatorCatalogue(), &names);
  AddNames(kFunctions, &names);
  for (const char* word : {"and", "or", "not"}) names.emplace_back(word);
  const std::string near = NearestName(text, names);
  return absl::StrCat("there is no price or parameter ", text,
                      near.empty()
                          ? absl::StrCat("; there are ", list,
                                         "; parameters are declared beside the "
                                         "expressions, with their values")
                          : absl::StrCat("; did you mean ", near, "?"));
}

std::string ExplainUnknownCall(std::string_view name) {
  const std::string text(name);
  if (FindRulePrice(name) != nullptr) {
    return absl::StrCat(text, " is a price and takes nothing; ", text,
                        "[1] is that of the bar before");
  }
  std::vector<std::string> names;
  AddNames(kFunctions, &names);
  AddNames(IndicatorCatalogue(), &names);
  const std::string near = NearestName(text, names);
  return absl::StrCat("there is no indicator or function ", text,
                      near.empty()
                          ? " (`admf catalog` lists the indicators)"
                          : absl::StrCat("; did you mean ", near, "?"));
}

}  // namespace admf
