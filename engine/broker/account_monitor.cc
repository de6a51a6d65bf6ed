#include "engine/broker/account_monitor.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "absl/strings/str_format.h"
#include "engine/data/timestamp.h"

namespace admf {

AccountMonitor::AccountMonitor(const AlignedBars& bars,
                               const SimulationSettings& settings,
                               const LocalClock& clock,
                               const Valuation& valuation, Ledger* ledger)
    : bars_(bars),
      maintenance_margin_(settings.maintenance_margin),
      max_drawdown_(settings.max_drawdown),
      daily_loss_limit_(settings.daily_loss_limit),
      borrow_rate_(settings.borrow_rate),
      watches_(maintenance_margin_ || max_drawdown_ || daily_loss_limit_),
      clock_(clock),
      valuation_(valuation),
      ledger_(ledger),
      peak_(settings.initial_cash),
      equity_(settings.initial_cash),
      day_start_equity_(settings.initial_cash) {
  MoveToDayOf(0);
}

std::optional<AccountMonitor::Breach> AccountMonitor::PassQuiet(int64_t begin,
                                                                int64_t end) {
  if (begin >= end || (!watches_ && !Borrows())) return std::nullopt;
  if (ledger_->held().empty()) {
    // The cash is the equity at all of these closes. What the fills at the last
    // close cost shows at the first one.
    MoveToDayOf(begin);
    if (const auto reason = Check(ledger_->cash(), /*exposure=*/0)) {
      return Breach{begin, *reason};
    }
    MoveToDayOf(end - 1);
    return std::nullopt;
  }
  while (begin < end) {
    const size_t count =
        static_cast<size_t>(std::min<int64_t>(end - begin, kBlock));
    ComputeCharges(begin, count);
    if (watches_) ComputeEquity(begin, count);
    for (size_t i = 0; watches_ && i < count; ++i) {
      const int64_t tick = begin + static_cast<int64_t>(i);
      MoveToDayOf(tick);
      if (const auto reason = Check(equities_[i], exposures_[i])) {
        TakeCharges(begin, i + 1);
        return Breach{tick, *reason};
      }
    }
    TakeCharges(begin, count);
    begin += static_cast<int64_t>(count);
  }
  return std::nullopt;
}

void AccountMonitor::Begin(int64_t tick) {
  if (Borrows()) {
    ComputeCharges(tick, 1);
    TakeCharges(tick, 1);
  }
  MoveToDayOf(tick);
}

std::optional<OrderReason> AccountMonitor::Close(int64_t tick) {
  if (!watches_) return std::nullopt;
  return Check(valuation_.Equity(tick, Moment::kClose),
               valuation_.Exposure(tick, Moment::kClose));
}

void AccountMonitor::End(int64_t tick) {
  if (watches_) equity_ = valuation_.Equity(tick, Moment::kClose);
}

std::string AccountMonitor::WhyNoOrders() const {
  if (!stopped_) return {};
  return absl::StrFormat(
      "trading has stopped: the equity fell by max_drawdown, %.10g",
      *max_drawdown_);
}

std::string AccountMonitor::WhyNoEntries() const {
  if (!day_lost_) return {};
  return absl::StrFormat(
      "no positions until tomorrow: the day lost daily_loss_limit, %.10g",
      *daily_loss_limit_);
}

bool AccountMonitor::Borrows() const {
  if (borrow_rate_ == 0) return false;
  const std::span<const int32_t> held = ledger_->held();
  return std::any_of(held.begin(), held.end(), [this](int32_t symbol) {
    return ledger_->position(static_cast<size_t>(symbol)).units < 0;
  });
}

template <typename Visitor>
void AccountMonitor::VisitCloses(size_t symbol, int64_t begin, size_t count,
                                 Visitor visit) const {
  const double* const close = bars_.bars(symbol).close().data();
  // A position is older than the block, so there is a close before it.
  if (valuation_.Dense(symbol)) {
    for (size_t i = 0; i < count; ++i) {
      const double* const here = close + begin + i;
      visit(i, here[-1], here[0]);
    }
    return;
  }
  const std::span<const int32_t> rows =
      bars_.rows(symbol).subspan(static_cast<size_t>(begin), count);
  double last = valuation_.LastClose(symbol, begin - 1);
  for (size_t i = 0; i < count; ++i) {
    const double before = last;
    if (rows[i] != AlignedBars::kNoBar) last = close[rows[i]];
    visit(i, before, last);
  }
}

void AccountMonitor::ComputeCharges(int64_t begin, size_t count) {
  charged_ = Borrows();
  if (!charged_) return;
  constexpr double kYearUs = 365.0 * static_cast<double>(kMicrosPerDay);
  for (size_t i = 0; i < count; ++i) {
    const size_t tick = static_cast<size_t>(begin) + i;
    const int64_t elapsed_us =
        bars_.time_us()[tick] - bars_.time_us()[tick - 1];
    years_[i] = static_cast<double>(elapsed_us) / kYearUs;
    charges_[i] = 0;
  }
  for (const int32_t number : ledger_->held()) {
    const size_t symbol = static_cast<size_t>(number);
    const double units =
        ledger_->position(symbol).units * ledger_->multiplier(symbol);
    if (units >= 0) continue;
    VisitCloses(symbol, begin, count, [&](size_t i, double before, double) {
      charges_[i] += -units * before * borrow_rate_ * years_[i];
    });
  }
}

void AccountMonitor::TakeCharges(int64_t begin, size_t count) {
  if (!charged_) return;
  for (size_t i = 0; i < count; ++i) {
    ledger_->ChargeBorrowing(begin + static_cast<int64_t>(i), charges_[i]);
  }
  for (const int32_t number : ledger_->held()) {
    const size_t symbol = static_cast<size_t>(number);
    const double units =
        ledger_->position(symbol).units * ledger_->multiplier(symbol);
    if (units >= 0) continue;
    double sum = 0;
    VisitCloses(symbol, begin, count, [&](size_t i, double before, double) {
      sum += -units * before * borrow_rate_ * years_[i];
    });
    ledger_->AddBorrowCost(symbol, sum);
  }
}

void AccountMonitor::ComputeEquity(int64_t begin, size_t count) {
  double cash = ledger_->cash();
  for (size_t i = 0; i < count; ++i) {
    if (charged_) cash = cash - charges_[i];
    equities_[i] = cash;
    exposures_[i] = 0;
  }
  for (const int32_t number : ledger_->held()) {
    const size_t symbol = static_cast<size_t>(number);
    const double units =
        ledger_->position(symbol).units * ledger_->multiplier(symbol);
    const double size = std::abs(units);
    VisitCloses(symbol, begin, count, [&](size_t i, double, double close) {
      equities_[i] += units * close;
      exposures_[i] += size * close;
    });
  }
}

void AccountMonitor::MoveToDayOf(int64_t tick) {
  if (!daily_loss_limit_) return;
  const int64_t local_us =
      clock_.ToLocal(bars_.time_us()[static_cast<size_t>(tick)]);
  const int64_t day = FloorDivide(local_us, kMicrosPerDay);
  if (day == day_) return;
  day_ = day;
  day_start_equity_ = equity_;
  day_lost_ = false;
}

std::optional<OrderReason> AccountMonitor::Check(double equity,
                                                 double exposure) {
  equity_ = equity;
  peak_ = std::max(peak_, equity);
  // Each of them is noted, also where another one is the reason that counts.
  std::optional<OrderReason> reason;
  if (daily_loss_limit_ && !day_lost_ &&
      equity <= day_start_equity_ * (1 - *daily_loss_limit_)) {
    day_lost_ = true;
    reason = OrderReason::kDailyLoss;
  }
  if (max_drawdown_ && !stopped_ && equity <= peak_ * (1 - *max_drawdown_)) {
    stopped_ = true;
    reason = OrderReason::kMaxDrawdown;
  }
  if (maintenance_margin_ && exposure > 0 &&
      equity < *maintenance_margin_ * exposure) {
    reason = OrderReason::kMarginCall;
  }
  return reason;
}

}  // namespace admf
