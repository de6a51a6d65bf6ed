#include "managers/validation/lookahead_validation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/data/table.h"
#include "engine/indicators/computing_indicator_source.h"
#include "engine/validation/lookahead.h"
#include "managers/backtest/resolve_strategy.h"

namespace admf {
namespace {

constexpr char kCompared[] = "compared";
constexpr char kDifference[] = "difference";

/// What one cut came to.
struct CutResult {
  /// Decisions that were compared.
  int64_t compared = 0;
  /// The first one that differs, for people; empty if none does.
  std::string difference;
};

absl::StatusOr<CutResult> ReadCut(const std::string& bytes) {
  ASSIGN_OR_RETURN(Table table, DecodeTable(bytes));
  if (table.columns.size() == 2 && table.row_count() == 1) {
    const auto* const compared =
        std::get_if<std::vector<int64_t>>(&table.columns[0].values);
    auto* const difference =
        std::get_if<std::vector<std::string>>(&table.columns[1].values);
    if (compared != nullptr && difference != nullptr) {
      return CutResult{compared->front(), std::move(difference->front())};
    }
  }
  return absl::DataLossError("the stored result of a cut is damaged");
}

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
  std::string text;
  if (report.difference) {
    const LookaheadDifference& difference = *report.difference;
    text = absl::StrCat(
        "at ", TimeOf(*subject_.bars, difference.bar), " it decides ",
        SideName(difference.with_all_bars), " with all bars, and ",
        SideName(difference.with_bars_before_cut), " if the bars from ",
        TimeOf(*subject_.bars, difference.cut), " on are not there yet");
  }
  return EncodeTable(
      {{{kCompared, std::vector<int64_t>{report.decisions_compared}},
        {kDifference, std::vector<std::string>{std::move(text)}}}});
}

absl::StatusOr<ValidationFindings> LookaheadValidation::Conclude(
    const std::vector<std::string>& results, std::stop_token) const {
  ValidationFindings findings;
  findings.trial_count = 1;
  int64_t compared = 0;
  int64_t differences = 0;
  for (const std::string& result : results) {
    ASSIGN_OR_RETURN(const CutResult cut, ReadCut(result));
    compared += cut.compared;
    if (cut.difference.empty()) continue;
    if (differences++ == 0) {
      findings.outputs["lookahead"] = cut.difference;
      findings.warnings.push_back(
          absl::StrCat("the strategy looks into the future: ", cut.difference));
    }
  }
  Metrics& metrics = findings.metrics;
  metrics.values["lookahead_cuts"] = static_cast<double>(results.size());
  if (compared == 0) {
    const std::string why =
        absl::StrCat("the strategy decided nothing before any of the ",
                     results.size(), " cuts, so there is nothing to compare");
    metrics.undefined["lookahead_differences"] = why;
    findings.warnings.push_back(why);
    return findings;
  }
  metrics.values["lookahead_differences"] = static_cast<double>(differences);
  return findings;
}

}  // namespace admf
