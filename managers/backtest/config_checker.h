#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "managers/workflow_manager.h"

namespace admf {

/// Collects the problems of a backtest's configuration; fields are named below
/// `workflow.backtest_config`.
class ConfigChecker {
 public:
  explicit ConfigChecker(std::vector<ConfigProblem>* problems)
      : problems_(problems) {}

  void Add(std::string_view field, std::string description) {
    problems_->push_back(
        {absl::StrCat("workflow.backtest_config.",
                      absl::string_view(field.data(), field.size())),
         std::move(description)});
  }

  /// A number that `type` needs, and that no other type may have.
  void Needs(bool needed, bool given, std::string_view field,
             std::string_view type, std::string_view example) {
    if (needed && !given) {
      Add(field,
          absl::StrCat("is missing; `type: ",
                       absl::string_view(type.data(), type.size()),
                       "` needs it, such as ",
                       absl::string_view(example.data(), example.size())));
    } else if (!needed && given) {
      Add(field, absl::StrCat("has no meaning with `type: ",
                              absl::string_view(type.data(), type.size()),
                              "`; leave it out or choose another type"));
    }
  }

  void Range(bool ok, double value, std::string_view field,
             std::string_view range) {
    if (ok && std::isfinite(value)) return;
    Add(field, absl::StrCat(value, " is out of range; it must be ",
                            absl::string_view(range.data(), range.size())));
  }

  /// A number above `low` and at most `high`, where it is given.
  void CheckBetween(bool given, double value, double low, double high,
                    std::string_view field) {
    if (!given) return;
    Range(value > low && value <= high, value, field,
          absl::StrCat("above ", low, " and at most ", high));
  }

  /// At most 1e10, which is a period of some milliseconds; where it is given.
  void CheckPeriodsPerYear(bool given, double value, std::string_view field) {
    if (!given) return;
    Range(value > 0 && value <= 1e10, value, field, "above 0 and at most 1e10");
  }

  /// A number above 0 and below 1, where it is given.
  void CheckFraction(bool given, double value, std::string_view field) {
    if (!given) return;
    Range(value > 0 && value < 1, value, field,
          "a fraction above 0 and below 1 (0.02 is 2 %)");
  }

  /// A number from 0 up to, but not including, 1.
  void CheckRate(double value, std::string_view field) {
    Range(value >= 0 && value < 1, value, field,
          "a fraction from 0 up to, but not including, 1");
  }

  /// Money, from 0 on.
  void CheckMoney(double value, std::string_view field) {
    Range(value >= 0 && value <= kMaxMoney, value, field, "from 0 to 1e15");
  }

  /// Far beyond any account, and far enough below the largest double for the
  /// products of several of them.
  static constexpr double kMaxMoney = 1e15;

 private:
  std::vector<ConfigProblem>* const problems_;
};

}  // namespace admf
