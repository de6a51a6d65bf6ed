#include "engine/validation/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/base/status_macros.h"
#include "engine/metrics/return_moments.h"
#include "engine/metrics/return_statistics.h"
#include "engine/validation/block_length.h"

namespace admf {
namespace {

/// Compounds returns as they come.
class PathAccount {
 public:
  /// `value` > -1 or everything is lost.
  void Add(double value) {
    block_[filled_++] = value;
    if (filled_ == block_.size()) Flush();
    equity_ = lost() || value <= -1 ? 0 : equity_ * (1 + value);
    peak_ = std::max(peak_, equity_);
    drawdown_ = std::min(drawdown_, equity_ / peak_ - 1);
  }

  /// Call once, after the last return.
  PathFigures Finish(double periods_per_year, double risk_free_rate) {
    Flush();
    PathFigures figures = {.total_return = equity_ - 1,
                           .max_drawdown = drawdown_,
                           .sharpe_ratio = std::nullopt};
    if (!lost() && !moments_.constant() && moments_.sample_deviation() > 0) {
      figures.sharpe_ratio =
          SharpeRatio(moments_, periods_per_year, risk_free_rate);
    }
    return figures;
  }

 private:
  bool lost() const { return equity_ == 0; }

  void Flush() {
    if (filled_ > 0) moments_.AddBlock(std::span(block_).first(filled_));
    filled_ = 0;
  }

  std::array<double, ReturnMoments::kBlock> block_;
  size_t filled_ = 0;
  ReturnMoments moments_;
  double equity_ = 1;
  double peak_ = 1;
  double drawdown_ = 0;
};

PathFigures FiguresOf(std::span<const double> returns, double periods_per_year,
                      double risk_free_rate) {
  PathAccount account;
  for (const double value : returns) account.Add(value);
  return account.Finish(periods_per_year, risk_free_rate);
}

absl::Status CheckReturns(std::span<const double> returns, size_t minimum) {
  if (returns.size() < minimum) {
    return absl::InvalidArgumentError(absl::StrCat("there are ", returns.size(),
                                                   " returns; at least ",
                                                   minimum, " are needed"));
  }
  for (size_t i = 0; i < returns.size(); ++i) {
    if (!std::isfinite(returns[i])) {
      return absl::InvalidArgumentError(
          absl::StrCat("return ", i, " is ", returns[i]));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckOptions(const BootstrapOptions& options) {
  if (options.periods_per_year > 0 && std::isfinite(options.periods_per_year)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("periods_per_year is ",
                                                 options.periods_per_year,
                                                 "; it must be above 0"));
}

double QuantileOf(std::span<const double> sorted, double fraction) {
  const double position = fraction * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(position);
  // Between it and a number there is nothing.
  if (sorted[below] == -std::numeric_limits<double>::infinity()) {
    return sorted[below];
  }
  if (below + 1 == sorted.size()) return sorted[below];
  return sorted[below] + (position - static_cast<double>(below)) *
                             (sorted[below + 1] - sorted[below]);
}

}  // namespace

absl::StatusOr<StationaryBootstrap> StationaryBootstrap::Create(
    std::vector<double> returns, const Options& options) {
  RETURN_IF_ERROR(CheckReturns(returns, kMinimumReturns));
  RETURN_IF_ERROR(CheckOptions(options));
  double length = 0;
  if (options.mean_block_length) {
    length = *options.mean_block_length;
    if (!(length >= 1 && std::isfinite(length))) {
      return absl::InvalidArgumentError(absl::StrCat(
          "mean_block_length is ", length, "; it must be at least 1"));
    }
  } else {
    ASSIGN_OR_RETURN(length, AutomaticBlockLength(returns));
  }
  return StationaryBootstrap(std::move(returns), options, length);
}

StationaryBootstrap::StationaryBootstrap(std::vector<double> returns,
                                         const Options& options,
                                         double mean_block_length)
    : returns_(std::move(returns)),
      seed_(options.seed),
      periods_per_year_(options.periods_per_year),
      risk_free_rate_(options.risk_free_rate),
      mean_block_length_(mean_block_length) {}

PathFigures StationaryBootstrap::Path(uint64_t path) const {
  Random random(seed_, path);
  const double new_block = 1 / mean_block_length_;
  const size_t count = returns_.size();
  PathAccount account;
  size_t at = random.NextBelow(count);
  account.Add(returns_[at]);
  for (size_t i = 1; i < count; ++i) {
    if (random.NextUniform() < new_block) {
      at = random.NextBelow(count);
    } else if (++at == count) {
      at = 0;
    }
    account.Add(returns_[at]);
  }
  return account.Finish(periods_per_year_, risk_free_rate_);
}

PathFigures StationaryBootstrap::Observed() const {
  return FiguresOf(returns_, periods_per_year_, risk_free_rate_);
}

std::vector<double> AccountReturnsOfTrades(const Simulation& simulation,
                                           double initial_cash) {
  std::vector<double> returns;
  double equity = initial_cash;
  for (const Trade& trade : simulation.trades) {
    if (trade.open || equity <= 0) break;
    returns.push_back(trade.profit / equity);
    equity += trade.profit;
  }
  return returns;
}

absl::StatusOr<TradeBootstrap> TradeBootstrap::Create(
    std::vector<double> returns, const Options& options) {
  RETURN_IF_ERROR(CheckReturns(returns, 2));
  RETURN_IF_ERROR(CheckOptions(options));
  return TradeBootstrap(std::move(returns), options);
}

TradeBootstrap::TradeBootstrap(std::vector<double> returns,
                               const Options& options)
    : returns_(std::move(returns)),
      seed_(options.seed),
      periods_per_year_(options.periods_per_year),
      risk_free_rate_(options.risk_free_rate),
      kind_(options.kind) {}

PathFigures TradeBootstrap::Path(uint64_t path) const {
  Random random(seed_, path);
  PathAccount account;
  if (kind_ == Kind::kWithReplacement) {
    for (size_t i = 0; i < returns_.size(); ++i) {
      account.Add(returns_[random.NextBelow(returns_.size())]);
    }
  } else {
    std::vector<double> order = returns_;
    for (size_t left = order.size(); left > 0; --left) {
      const size_t drawn = random.NextBelow(left);
      account.Add(order[drawn]);
      order[drawn] = order[left - 1];
    }
  }
  return account.Finish(periods_per_year_, risk_free_rate_);
}

PathFigures TradeBootstrap::Observed() const {
  return FiguresOf(returns_, periods_per_year_, risk_free_rate_);
}

Quantiles QuantilesOf(std::vector<double> values) {
  CHECK(!values.empty());
  std::ranges::sort(values);
  return {.p05 = QuantileOf(values, 0.05),
          .p25 = QuantileOf(values, 0.25),
          .p50 = QuantileOf(values, 0.5),
          .p75 = QuantileOf(values, 0.75),
          .p95 = QuantileOf(values, 0.95)};
}

BootstrapSummary SummarisePaths(std::span<const PathFigures> paths,
                                std::optional<double> observed_sharpe_ratio) {
  CHECK(!paths.empty());
  std::vector<double> total_returns, drawdowns, ratios;
  int64_t losses = 0;
  int64_t beyond = 0;
  int64_t undefined = 0;
  for (const PathFigures& path : paths) {
    total_returns.push_back(path.total_return);
    drawdowns.push_back(path.max_drawdown);
    losses += path.total_return < 0;
    ratios.push_back(
        path.sharpe_ratio.value_or(-std::numeric_limits<double>::infinity()));
    if (!path.sharpe_ratio) {
      ++undefined;
      continue;
    }
    // Moved by the observed ratio, so that the centre is zero.
    beyond +=
        observed_sharpe_ratio &&
        *path.sharpe_ratio - *observed_sharpe_ratio >= *observed_sharpe_ratio;
  }
  BootstrapSummary summary = {
      .paths = static_cast<int64_t>(paths.size()),
      .total_return = QuantilesOf(std::move(total_returns)),
      .max_drawdown = QuantilesOf(std::move(drawdowns)),
      .sharpe_ratio = std::nullopt,
      .probability_of_loss =
          static_cast<double>(losses) / static_cast<double>(paths.size()),
      .undefined_sharpe_ratios = undefined,
      .sharpe_p_value = std::nullopt};
  if (undefined == summary.paths) return summary;
  if (observed_sharpe_ratio) {
    summary.sharpe_p_value = static_cast<double>(1 + beyond + undefined) /
                             static_cast<double>(1 + summary.paths);
  }
  summary.sharpe_ratio = QuantilesOf(std::move(ratios));
  return summary;
}

}  // namespace admf
