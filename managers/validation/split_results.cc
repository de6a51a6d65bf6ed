#include "managers/validation/split_results.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/validation/efficiency.h"
#include "managers/backtest/parameter_values.h"

namespace admf {
namespace {

/// Why nothing is averaged over the splits: in one of them the account of the
/// runs of this prefix lost everything, so that its figures are undefined. OK
/// if there is none.
absl::Status CheckSolvent(std::span<const v1::Trial> results,
                          const std::string& prefix) {
  for (const v1::Trial& result : results) {
    if (std::isnan(MetricOf(result, absl::StrCat(prefix, "annual_return"))) &&
        MetricOf(result, absl::StrCat(prefix, "max_drawdown")) <= -1) {
      return absl::FailedPreconditionError(
          absl::StrCat("split ", result.number(), " loses everything ",
                       prefix == kTrain ? "in sample" : "out of sample"));
    }
  }
  return absl::OkStatus();
}

/// The mean of those that are there: splits without parameters or with too few
/// returns to define it are left out, but none that is ruined.
absl::StatusOr<double> MeanOf(std::span<const v1::Trial> results,
                              const std::string& prefix,
                              const std::string& metric) {
  RETURN_IF_ERROR(CheckSolvent(results, prefix));
  const std::string name = absl::StrCat(prefix, metric);
  double sum = 0;
  int64_t count = 0;
  for (const v1::Trial& result : results) {
    const double value = MetricOf(result, name);
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  if (count == 0) return absl::FailedPreconditionError("no split defines it");
  return sum / static_cast<double>(count);
}

int64_t BarsOf(std::span<const BarRange> ranges) {
  int64_t bars = 0;
  for (const BarRange& range : ranges) bars += range.size();
  return bars;
}

/// Of the runs of a prefix, in those splits that define the return of a year
/// with all of `needed`.
absl::StatusOr<double> ReturnOf(std::span<const v1::Trial> results,
                                std::span<const Split> splits,
                                const std::string& prefix,
                                const std::vector<std::string>& needed) {
  RETURN_IF_ERROR(CheckSolvent(results, prefix));
  std::vector<StretchReturn> stretches;
  for (size_t i = 0; i < results.size(); ++i) {
    const auto of = [&](const std::string& which) {
      return MetricOf(results[i], absl::StrCat(which, "annual_return"));
    };
    if (std::any_of(needed.begin(), needed.end(),
                    [&](const auto& which) { return std::isnan(of(which)); })) {
      continue;
    }
    stretches.push_back(
        {of(prefix),
         BarsOf(prefix == kTrain ? splits[i].train : splits[i].test)});
  }
  return CompoundedReturn(stretches);
}

/// Of training and testing, where neither lost everything.
absl::StatusOr<double> EfficiencyOf(std::span<const v1::Trial> results,
                                    std::span<const Split> splits) {
  ASSIGN_OR_RETURN(const double in_sample,
                   ReturnOf(results, splits, kTrain, {kTrain, kTest}));
  ASSIGN_OR_RETURN(const double out_of_sample,
                   ReturnOf(results, splits, kTest, {kTrain, kTest}));
  return WalkForwardEfficiency(
      {.in_sample = in_sample, .out_of_sample = out_of_sample});
}

Table::Column RealColumn(std::string name, std::span<const v1::Trial> results,
                         const std::string& metric) {
  std::vector<double> values;
  for (const v1::Trial& result : results) {
    values.push_back(MetricOf(result, metric));
  }
  return {std::move(name), std::move(values)};
}

std::string ParametersText(const v1::Trial& result) {
  std::map<std::string, std::string> sorted;
  for (const auto& [name, value] : result.parameters()) {
    const auto parameter = ToParameterValue(value);
    sorted[name] = parameter ? ToString(*parameter) : "";
  }
  std::string text;
  for (const auto& [name, value] : sorted) {
    absl::StrAppend(&text, text.empty() ? "" : " ", name, "=", value);
  }
  return text;
}

/// `2020-01-01T00:00:00Z/2020-03-31T00:00:00Z 2020-07-01T00:00:00Z/...`: the
/// first and the last bar of each period. Ranges that touch are one period.
std::string PeriodsText(const BarSeries& bars,
                        std::span<const BarRange> ranges) {
  const auto time = [&](int64_t bar) {
    return absl::FormatTime(
        "%Y-%m-%dT%H:%M:%E*SZ",
        absl::FromUnixMicros(bars.time_us()[static_cast<size_t>(bar)]),
        absl::UTCTimeZone());
  };
  std::string text;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const int64_t begin = ranges[i].begin;
    while (i + 1 < ranges.size() && ranges[i + 1].begin == ranges[i].end) ++i;
    absl::StrAppend(&text, text.empty() ? "" : " ", time(begin), "/",
                    time(ranges[i].end - 1));
  }
  return text;
}

}  // namespace

double MetricOf(const v1::Trial& result, const std::string& name) {
  const auto found = result.metrics().find(name);
  return found == result.metrics().end()
             ? std::numeric_limits<double>::quiet_NaN()
             : found->second;
}

void Keep(const Metrics& metrics, const std::string& prefix,
          v1::Trial* result) {
  for (const char* name : kSplitMetrics) {
    const auto found = metrics.values.find(name);
    if (found == metrics.values.end()) continue;
    (*result->mutable_metrics())[prefix + name] = found->second;
  }
}

void SetOr(const std::string& name, std::optional<double> value,
           const std::string& reason, Metrics* metrics) {
  if (value) {
    metrics->values[name] = *value;
  } else {
    metrics->undefined[name] = reason;
  }
}

void SetOr(const std::string& name, const absl::StatusOr<double>& value,
           Metrics* metrics) {
  SetOr(name, value.ok() ? std::optional(*value) : std::nullopt,
        std::string(value.status().message()), metrics);
}

void AddMeans(std::span<const v1::Trial> results, std::span<const Split> splits,
              Metrics* metrics) {
  SetOr("walk_forward_efficiency", EfficiencyOf(results, splits), metrics);
  SetOr("mean_in_sample_sharpe_ratio", MeanOf(results, kTrain, "sharpe_ratio"),
        metrics);
  SetOr("mean_out_of_sample_sharpe_ratio",
        MeanOf(results, kTest, "sharpe_ratio"), metrics);
  SetOr("mean_in_sample_annual_return",
        ReturnOf(results, splits, kTrain, {kTrain}), metrics);
  SetOr("mean_out_of_sample_annual_return",
        ReturnOf(results, splits, kTest, {kTest}), metrics);
}

Table SplitsTable(const BarSeries& bars, std::span<const Split> splits,
                  std::span<const v1::Trial> results) {
  const auto times = bars.time_us();
  std::vector<int64_t> numbers, trials;
  Table::Times train_begin, train_end, test_begin, test_end;
  std::vector<std::string> parameters, train, test;
  for (size_t i = 0; i < results.size(); ++i) {
    numbers.push_back(static_cast<int64_t>(i));
    trials.push_back(static_cast<int64_t>(MetricOf(results[i], kTrials)));
    const auto time = [&](int64_t bar) {
      return times[static_cast<size_t>(bar)];
    };
    train_begin.values.push_back(time(splits[i].train.front().begin));
    train_end.values.push_back(time(splits[i].train.back().end - 1));
    test_begin.values.push_back(time(splits[i].test.front().begin));
    test_end.values.push_back(time(splits[i].test.back().end - 1));
    train.push_back(PeriodsText(bars, splits[i].train));
    test.push_back(PeriodsText(bars, splits[i].test));
    parameters.push_back(ParametersText(results[i]));
  }
  Table table;
  table.columns = {{"split", std::move(numbers)},
                   {"train_begin", std::move(train_begin)},
                   {"train_end", std::move(train_end)},
                   {"test_begin", std::move(test_begin)},
                   {"test_end", std::move(test_end)},
                   {"train_periods", std::move(train)},
                   {"test_periods", std::move(test)},
                   {"trial_count", std::move(trials)},
                   {"parameters", std::move(parameters)}};
  for (const char* prefix : {kTrain, kTest}) {
    for (const char* name : kSplitMetrics) {
      const std::string metric = absl::StrCat(prefix, name);
      table.columns.push_back(RealColumn(metric, results, metric));
    }
  }
  return table;
}

}  // namespace admf
