#include "client/cli/closest_word.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace admf {
namespace {

const std::vector<std::string> kCommands = {"run", "submit", "status", "list"};

TEST(ClosestWordTest, FindsWhatWasMeant) {
  EXPECT_EQ(ClosestWord("lst", kCommands), "list");
  EXPECT_EQ(ClosestWord("sttaus", kCommands), "status");
  EXPECT_EQ(ClosestWord("submmit", kCommands), "submit");
  EXPECT_EQ(ClosestWord("rum", kCommands), "run");
}

TEST(ClosestWordTest, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(ClosestWord("frobnicate", kCommands), "");
  EXPECT_EQ(ClosestWord("", {}), "");
  EXPECT_EQ(ClosestWord("xyz", kCommands), "");
}

TEST(ClosestWordTest, TheFirstOfEquallyNearOnes) {
  EXPECT_EQ(ClosestWord("aba", {"abc", "abd"}), "abc");
}

TEST(DidYouMeanTest, IsAPieceOfASentence) {
  EXPECT_EQ(DidYouMean("lst", kCommands), " (did you mean 'list'?)");
  EXPECT_EQ(DidYouMean("frobnicate", kCommands), "");
}

}  // namespace
}  // namespace admf
