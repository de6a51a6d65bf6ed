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

 private:
  std::vector<ConfigProblem>* const problems_;
};

}  // namespace admf
