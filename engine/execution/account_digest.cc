#include "engine/execution/account_digest.h"

#include "engine/base/number_digest.h"

namespace admf {

std::string AccountDigest(std::span<const AccountState> states) {
  NumberDigest digest(3 * states.size());
  for (const AccountState& state : states) {
    digest.Add(state.bar);
    digest.Add(state.cash);
    digest.Add(state.units);
  }
  return digest.Finish();
}

}  // namespace admf
