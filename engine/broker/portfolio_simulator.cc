#include "engine/broker/portfolio_simulator.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/broker/account_monitor.h"
#include "engine/broker/ledger.h"
#include "engine/broker/session_calendar.h"
#include "engine/broker/symbol_desk.h"
#include "engine/broker/valuation.h"
#include "engine/data/local_clock.h"
#include "engine/execution/decision_check.h"

namespace admf {
namespace {

absl::Status CheckPlans(const AlignedBars& bars,
                        std::span<const SymbolPlan> plans,
                        const SimulationSettings& settings) {
  if (plans.size() != bars.symbols()) {
    return absl::InvalidArgumentError(
        absl::StrCat(plans.size(), " plans for ", bars.symbols(), " symbols"));
  }
  const bool needs_volume =
      settings.volume_limit ||
      settings.slippage.type == Slippage::Type::kVolumeImpact;
  for (size_t symbol = 0; symbol < plans.size(); ++symbol) {
    const BarSeries& series = bars.bars(symbol);
    RETURN_IF_ERROR(CheckDecisions(series, plans[symbol].decisions));
    if (needs_volume && series.volume().empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the bars of ", series.symbol(), " have no volume, which ",
          settings.volume_limit ? "volume_limit" : "volume_impact", " needs"));
    }
  }
  return absl::OkStatus();
}

/// Ticks that are watched between two looks at the stop token: few enough for
/// hundreds of symbols, and whole blocks of the monitor.
constexpr int64_t kQuietTicks = 16'384;

using Calendars = std::vector<SessionCalendar>;

/// One per symbol, or none if the settings know no sessions.
absl::StatusOr<Calendars> MakeCalendars(const AlignedBars& bars,
                                        const SimulationSettings& settings) {
  Calendars calendars;
  if (!settings.session && !settings.close_eod) return calendars;
  for (size_t symbol = 0; symbol < bars.symbols(); ++symbol) {
    ASSIGN_OR_RETURN(
        SessionCalendar calendar,
        SessionCalendar::Create(bars.bars(symbol),
                                settings.session.value_or(Session())));
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

std::vector<double> MultipliersOf(std::span<const SymbolPlan> plans) {
  std::vector<double> multipliers;
  for (const SymbolPlan& plan : plans) multipliers.push_back(plan.multiplier);
  return multipliers;
}

/// Runs the desks from one tick at which something may happen to the next.
class PortfolioSimulator {
 public:
  PortfolioSimulator(const AlignedBars& bars, std::span<const SymbolPlan> plans,
                     const SimulationSettings& settings,
                     const LocalClock& clock, const Calendars& calendars)
      : ticks_(static_cast<int64_t>(bars.ticks())),
        ledger_(bars, settings, MultipliersOf(plans), clock),
        valuation_(bars, ledger_),
        monitor_(bars, settings, clock, valuation_, &ledger_),
        floor_{bars, settings, valuation_, monitor_, ledger_} {
    desks_.reserve(plans.size());
    for (size_t symbol = 0; symbol < plans.size(); ++symbol) {
      desks_.emplace_back(
          floor_,
          SymbolDesk::Options{
              .symbol = symbol,
              .decisions = plans[symbol].decisions,
              .weight = plans[symbol].weight,
              .multiplier = plans[symbol].multiplier,
              .calendar = calendars.empty() ? nullptr : &calendars[symbol]});
      wake_ticks_.push_back(desks_.back().wake_tick());
    }
  }
  // The desks point to the rest.
  PortfolioSimulator(const PortfolioSimulator&) = delete;
  PortfolioSimulator& operator=(const PortfolioSimulator&) = delete;

  absl::Status Run(const std::stop_token& stop);
  PortfolioSimulation Finish() && { return std::move(ledger_).Finish(); }

 private:
  void Play(int64_t tick);
  void Flatten(int64_t tick, OrderReason reason);
  void Sleep(size_t symbol, int64_t tick) {
    desks_[symbol].Sleep(tick);
    wake_ticks_[symbol] = desks_[symbol].wake_tick();
  }

  const int64_t ticks_;
  Ledger ledger_;
  const Valuation valuation_;
  AccountMonitor monitor_;
  const TradingFloor floor_;
  std::vector<SymbolDesk> desks_;
  /// Of the desks; together, to be searched quickly.
  std::vector<int64_t> wake_ticks_;
  /// The symbols that are awake at the tick that is played.
  std::vector<size_t> awake_;
};

absl::Status PortfolioSimulator::Run(const std::stop_token& stop) {
  int64_t tick = -1;
  while (true) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
    const int64_t wake =
        *std::min_element(wake_ticks_.begin(), wake_ticks_.end());
    const int64_t end = std::min(wake, ticks_);
    const int64_t piece_end = std::min(end, tick + 1 + kQuietTicks);
    if (const auto breach = monitor_.PassQuiet(tick + 1, piece_end)) {
      tick = breach->tick;
      Flatten(tick, breach->reason);
      monitor_.End(tick);
      continue;
    }
    if (piece_end < end) {
      tick = piece_end - 1;
      continue;
    }
    if (wake >= ticks_) return absl::OkStatus();
    tick = wake;
    Play(tick);
  }
}

void PortfolioSimulator::Play(int64_t tick) {
  awake_.clear();
  for (size_t symbol = 0; symbol < wake_ticks_.size(); ++symbol) {
    if (wake_ticks_[symbol] == tick) awake_.push_back(symbol);
  }
  auto all = [&](void (SymbolDesk::*moment)(int64_t)) {
    for (const size_t symbol : awake_) (desks_[symbol].*moment)(tick);
  };
  monitor_.Begin(tick);
  all(&SymbolDesk::ExitAtOpen);
  all(&SymbolDesk::EnterAtOpen);
  all(&SymbolDesk::EnterInside);
  all(&SymbolDesk::ExitInside);
  all(&SymbolDesk::CloseSession);
  if (const auto reason = monitor_.Close(tick)) Flatten(tick, *reason);
  all(&SymbolDesk::Decide);
  all(&SymbolDesk::EnterAtClose);
  monitor_.End(tick);
  for (const size_t symbol : awake_) Sleep(symbol, tick);
}

void PortfolioSimulator::Flatten(int64_t tick, OrderReason reason) {
  for (size_t symbol = 0; symbol < desks_.size(); ++symbol) {
    desks_[symbol].Flatten(tick, reason);
    // Those that are awake go to sleep later.
    if (wake_ticks_[symbol] != tick) Sleep(symbol, tick);
  }
}

}  // namespace

absl::StatusOr<PortfolioSimulation> SimulatePortfolio(
    const AlignedBars& bars, std::span<const SymbolPlan> plans,
    const SimulationSettings& settings, std::stop_token stop) {
  RETURN_IF_ERROR(CheckPlans(bars, plans, settings));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   LoadTimezone(bars.bars(0).timezone()));
  ASSIGN_OR_RETURN(const Calendars calendars, MakeCalendars(bars, settings));
  PortfolioSimulator simulator(bars, plans, settings, LocalClock(zone),
                               calendars);
  RETURN_IF_ERROR(simulator.Run(stop));
  return std::move(simulator).Finish();
}

}  // namespace admf
