#include "managers/validation/lookahead_validation.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/validation/lookahead.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {
namespace {

std::string SideName(const std::optional<Side>& side) {
  if (!side) return "nothing";
  if (*side == Side::kFlat) return "to be flat";
  return *side == Side::kLong ? "to be long" : "to be short";
}

std::string TimeOf(const BarSeries& bars, int64_t bar) {
  return absl::FormatTime(
      "%Y-%m-%dT%H:%M:%E*SZ",
      absl::FromUnixMicros(bars.time_us()[static_cast<size_t>(bar)]),
      absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<std::unique_ptr<ValidationMethod>> LookaheadValidation::Create(
    const ValidationSubject& subject) {
  std::vector<int64_t> cuts = LookaheadCuts(
      static_cast<int64_t>(subject.bars->size()), subject.config.cuts());
  if (cuts.empty()) {
    return absl::InvalidArgumentError(
        "there is only one bar; a future can be cut off from two bars on");
  }
  return std::unique_ptr<ValidationMethod>(
      new LookaheadValidation(subject, std::move(cuts)));
}

absl::StatusOr<std::string> LookaheadValidation::RunTask(
    size_t task, std::stop_token stop) const {
  // Those of a part of the bars are of no use to anybody else.
  ComputingIndicatorSource indicators;
  ASSIGN_OR_RETURN(
      const LookaheadReport report,
      CheckLookahead([this] { return CreateStrategy(subject_.run.strategy()); },
                     subject_.bars, indicators, {&cuts_[task], 1},
                     std::move(stop)));
  if (!report.difference) return std::string();
  const LookaheadDifference& difference = *report.difference;
  return absl::StrCat(
      "at ", TimeOf(*subject_.bars, difference.bar), " it decides ",
      SideName(difference.with_all_bars), " with all bars, and ",
      SideName(difference.with_bars_before_cut), " if the bars from ",
      TimeOf(*subject_.bars, difference.cut), " on are not there yet");
}

absl::StatusOr<ValidationFindings> LookaheadValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token) const {
  ValidationFindings findings;
  findings.trial_count = 1;
  int64_t differences = 0;
  for (const std::string& result : results) {
    if (result.empty()) continue;
    if (differences++ == 0) {
      findings.outputs["lookahead"] = result;
      findings.warnings.push_back(
          absl::StrCat("the strategy looks into the future: ", result));
    }
  }
  findings.metrics.values["lookahead_cuts"] =
      static_cast<double>(results.size());
  findings.metrics.values["lookahead_differences"] =
      static_cast<double>(differences);
  return findings;
}

}  // namespace admf
