#pragma once

#include <cstddef>
#include <string>

#include "admf/v1/workflow.pb.h"
#include "client/cli/style.h"

// Verdicts as people read them. Bounds and values are in the unit of the
// configuration: fractions, not percent.

namespace admf {

/// Bounds are inclusive.
bool Fulfils(double value, const v1::AcceptanceCriterion& criterion);

/// What was required: `sharpe_ratio >= 0.5`, `turnover <= 3`,
/// `0.1 <= exposure_time <= 0.9`.
std::string CriterionText(const v1::AcceptanceCriterion& criterion);

/// What the metric is, in six digits: `0.580623`; in all of them where a
/// rounded value would stand on the other side of a bound. `undefined` if the
/// outcome doesn't define it.
std::string OutcomeValueText(const v1::Verdict::Outcome& outcome);

/// `PASSED` or `FAILED`; `UNKNOWN` for a state that this program doesn't know.
std::string VerdictName(const v1::Verdict& verdict);

/// One line:
///
///   verdict PASSED: 3 of 3 criteria are fulfilled
///   verdict FAILED: 1 of 3 criteria are fulfilled; missed: sharpe_ratio >= 0.5
///   (is 0.41), trade_count >= 30 (is undefined)
std::string VerdictLine(const v1::Verdict& verdict);

/// A row for each criterion: what is required, what the metric is, and whether
/// that will do.
std::string VerdictTable(const v1::Verdict& verdict, const Style& style,
                         size_t width);

}  // namespace admf
