#include "server/config/yaml_problem.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace admf {

std::string ToString(const YamlProblem& problem) {
  std::string text = problem.file_name;
  if (problem.position.line > 0) {
    absl::StrAppend(&text, text.empty() ? "line " : ":", problem.position.line,
                    ":", problem.position.column);
  }
  if (!text.empty()) absl::StrAppend(&text, ": ");
  if (!problem.field.empty()) absl::StrAppend(&text, problem.field, ": ");
  absl::StrAppend(&text, problem.description);
  return text;
}

void YamlProblemList::Add(YamlPosition position, std::string field,
                          std::string description, YamlProblem::Kind kind) {
  if (!HasRoom()) {
    if (not_kept_++ == 0) first_not_kept_ = position;
    return;
  }
  problems_.push_back({.kind = kind,
                       .field = std::move(field),
                       .file_name = file_name_,
                       .position = position,
                       .description = std::move(description)});
}

std::vector<YamlProblem> YamlProblemList::Take() {
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const YamlProblem& a, const YamlProblem& b) {
                     return a.position < b.position;
                   });
  if (not_kept_ > 0) {
    problems_.push_back({.field = "",
                         .file_name = file_name_,
                         .position = first_not_kept_,
                         .description = absl::StrCat(
                             "and ", not_kept_, " more problem",
                             not_kept_ == 1 ? "" : "s", " from here on")});
    not_kept_ = 0;
  }
  return std::exchange(problems_, {});
}

}  // namespace admf
