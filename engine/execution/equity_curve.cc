#include "engine/execution/equity_curve.h"

// See engine/columns/columns.cc.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/execution/equity_curve.cc"
#include "hwy/foreach_target.h"  // Before highway.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace admf::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<double, internal::kEquityStep>;

/// Writes cash + units x close for `count` closes, and up to kEquityStep - 1
/// more while `readable` closes last.
HWY_INLINE void Mark(const AccountState& state, const double* close,
                     size_t count, size_t readable, double* equity) {
  const auto cash = hn::Set(Tag(), state.cash);
  const auto units = hn::Set(Tag(), state.units);
  size_t i = 0;
  for (; i < count && i + internal::kEquityStep <= readable;
       i += internal::kEquityStep) {
    for (size_t k = i; k < i + internal::kEquityStep;
         k += hn::MaxLanes(Tag())) {
      const auto value = hn::Mul(units, hn::LoadU(Tag(), close + k));
      hn::StoreU(hn::Add(cash, value), Tag(), equity + k);
    }
  }
  for (; i < count; ++i) equity[i] = state.cash + state.units * close[i];
}

size_t MarkAll(std::span<const AccountState> states, size_t state,
               std::span<const double> close, size_t first, size_t end,
               double* equity) {
  for (size_t bar = first; bar < end;) {
    while (state + 1 < states.size() &&
           static_cast<size_t>(states[state + 1].bar) <= bar) {
      ++state;
    }
    const size_t change = state + 1 < states.size()
                              ? static_cast<size_t>(states[state + 1].bar)
                              : end;
    const size_t until = change < end ? change : end;
    Mark(states[state], &close[bar], until - bar, close.size() - bar,
         equity + (bar - first));
    bar = until;
  }
  return state;
}

}  // namespace admf::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace admf {

HWY_EXPORT(MarkAll);

size_t internal::WriteEquity(std::span<const AccountState> states, size_t state,
                             std::span<const double> close, size_t first,
                             size_t end, EquityBlock* equity) {
  return HWY_DYNAMIC_DISPATCH(MarkAll)(states, state, close, first, end,
                                       equity->data());
}

std::vector<double> EquityColumn(const BarSeries& bars,
                                 std::span<const AccountState> states,
                                 size_t begin, size_t end) {
  std::vector<double> column;
  column.reserve(end - begin);
  VisitStates(
      states, begin, end,
      [&](const AccountState& state, size_t first, size_t until) {
        for (size_t bar = first; bar < until; ++bar) {
          column.push_back(state.cash + state.units * bars.close()[bar]);
        }
      });
  return column;
}

std::vector<double> EquityColumn(const BarSeries& bars,
                                 const Simulation& simulation) {
  return EquityColumn(bars, simulation.states, 0, bars.size());
}

}  // namespace admf
#endif  // HWY_ONCE
