#include "engine/broker/portfolio_digest.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

PortfolioSimulation Account() {
  PortfolioSimulation account;
  account.cash_states = {{0, 100}, {3, 40}};
  account.holding_states = {{3, 1, 6}, {5, 0, -2}};
  return account;
}

TEST(PortfolioDigestTest, EveryNumberOfTheAccountCounts) {
  std::set<std::string> digests = {AccountDigest(Account())};
  const auto expect_other = [&digests](auto change) {
    PortfolioSimulation other = Account();
    change(other);
    EXPECT_TRUE(digests.insert(AccountDigest(other)).second);
  };
  expect_other([](auto& a) { a.cash_states[1].tick = 4; });
  expect_other([](auto& a) { a.cash_states[1].cash = 41; });
  expect_other([](auto& a) { a.holding_states[0].tick = 4; });
  expect_other([](auto& a) { a.holding_states[0].symbol = 2; });
  expect_other([](auto& a) { a.holding_states[0].units = 7; });
  expect_other([](auto& a) { a.cash_states.pop_back(); });
  expect_other([](auto& a) { a.holding_states.pop_back(); });
  EXPECT_EQ(digests.size(), 8u);
}

TEST(PortfolioDigestTest, HowItCameToThatDoesNotCount) {
  PortfolioSimulation other = Account();
  other.fills.emplace_back();
  other.notes = {"why"};
  EXPECT_EQ(AccountDigest(other), AccountDigest(Account()));
}

}  // namespace
}  // namespace admf
