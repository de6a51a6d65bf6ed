#pragma once

#include <span>
#include <vector>

#include "engine/execution/simulation.h"
#include "engine/metrics/close_index.h"
#include "engine/metrics/equity_summary.h"

namespace admf {

/// The summary of an account that is sampled daily (SampledDaily), without
/// going through all bars: the same, to the bit, as SummariseEquity makes.
///
/// While the account doesn't change, cash + units x close rises or falls with
/// the close, rounding included, so its range in a block is that of the closes
/// at their ends. The equity of single bars is computed only where it may be
/// higher than ever, or lower than ever since then; and where it is sampled.
AccountSummary SummariseSparsely(const CloseIndex& closes,
                                 std::span<const AccountState> states,
                                 double initial_cash,
                                 std::vector<double>* returns = nullptr);

}  // namespace admf
