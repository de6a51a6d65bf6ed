#include "engine/execution/account_digest.h"

#include <cstdint>
#include <vector>

#include "engine/base/sha256.h"

namespace admf {

std::string AccountDigest(std::span<const AccountState> states) {
  std::vector<int64_t> bars;
  std::vector<double> money;
  bars.reserve(states.size());
  money.reserve(2 * states.size());
  for (const AccountState& state : states) {
    bars.push_back(state.bar);
    money.push_back(state.cash);
    money.push_back(state.units);
  }
  Sha256 digest;
  digest.AddText("admf-account-1");
  digest.AddColumn(bars);
  digest.AddColumn(money);
  return digest.Finish();
}

}  // namespace admf
