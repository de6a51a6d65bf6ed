#pragma once

#include "engine/strategies/strategy.h"

namespace admf {

/// Entries and exits as expressions over prices and indicators, see AnalyzeRule
/// for what can be written and RuleProgram for when a condition holds.
///
/// At the close of every bar, in this order:
/// 1. A side is wanted if its entry condition holds, that of the other side
///    doesn't, and none of the side's own exit conditions does. So
///    contradicting entries are none, and a position that would be closed at
///    once isn't entered.
/// 2. If a side is wanted that isn't held, it is taken, straight from the other
///    one, too.
/// 3. Otherwise, if an exit condition of the held side holds, it goes flat.
/// 4. Otherwise everything stays as it is.
///
/// The exit conditions of a side are exit_when and its own one. Every number
/// parameter is a name that the expressions can use, and one that none of them
/// uses is a problem.
StrategyDefinition Rules();

}  // namespace admf
