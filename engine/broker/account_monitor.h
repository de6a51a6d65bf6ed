#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/broker/ledger.h"
#include "engine/broker/valuation.h"
#include "engine/data/aligned_bars.h"
#include "engine/data/local_clock.h"
#include "engine/execution/settings.h"

namespace admf {

/// Watches the account at every close: the maintenance margin, the drawdown and
/// the loss of the day; and charges for borrowed units from tick to tick.
///
/// Ticks come in order, each one in one of two ways: those without fills many
/// at a time, in PassQuiet; one with fills in Begin, before the fills, Close,
/// before those at its close, and End. Does nothing for settings without any of
/// this. Not thread-safe.
class AccountMonitor {
 public:
  struct Breach {
    int64_t tick;
    OrderReason reason;
  };

  /// All outlive it.
  AccountMonitor(const AlignedBars& bars, const SimulationSettings& settings,
                 const LocalClock& clock, const Valuation& valuation,
                 Ledger* ledger);

  /// Goes through ticks [begin, end) until the first breach, if there is one.
  /// The next tick is the one after it.
  std::optional<Breach> PassQuiet(int64_t begin, int64_t end);
  void Begin(int64_t tick);
  std::optional<OrderReason> Close(int64_t tick);
  /// After the fills at its close.
  void End(int64_t tick);

  /// Why no order to enter is taken any more; empty if orders are.
  std::string WhyNoOrders() const;
  /// Why no position is entered on the day of the last tick; empty if positions
  /// are. An order of that day may be filled on the next one.
  std::string WhyNoEntries() const;

 private:
  static constexpr size_t kBlock = 256;
  using Column = std::array<double, kBlock>;

  /// Whether shorts that cost something are held.
  bool Borrows() const;
  /// Computes what borrowing costs in `count` ticks from `begin` on.
  void ComputeCharges(int64_t begin, size_t count);
  /// Takes the charges of the first `count` of them.
  void TakeCharges(int64_t begin, size_t count);
  /// Equity and exposure at their closes.
  void ComputeEquity(int64_t begin, size_t count);
  /// Calls visit(i, close before tick begin + i, close at it) for the block.
  template <typename Visitor>
  void VisitCloses(size_t symbol, int64_t begin, size_t count,
                   Visitor visit) const;
  void MoveToDayOf(int64_t tick);
  std::optional<OrderReason> Check(double equity, double exposure);

  const AlignedBars& bars_;
  const std::optional<double> maintenance_margin_;
  const std::optional<double> max_drawdown_;
  const std::optional<double> daily_loss_limit_;
  const double borrow_rate_;
  const bool watches_;
  LocalClock clock_;
  const Valuation& valuation_;
  Ledger* const ledger_;

  double peak_;
  /// At the last close.
  double equity_;
  int64_t day_ = 0;
  double day_start_equity_;
  bool day_lost_ = false;
  bool stopped_ = false;

  /// Of the block: the part of a year before each tick, what all shorts cost,
  /// equity and exposure.
  bool charged_ = false;
  Column years_ = {};
  Column charges_ = {};
  Column equities_ = {};
  Column exposures_ = {};
};

}  // namespace admf
