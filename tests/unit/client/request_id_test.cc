#include "client/request_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace admf {
namespace {

TEST(RequestIdTest, IsUuidOfVersionFour) {
  const std::string id = NewRequestId();
  ASSERT_EQ(id.size(), 36u);
  for (size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const std::string allowed = dash      ? "-"
                                : i == 14 ? "4"
                                : i == 19 ? "89ab"
                                          : "0123456789abcdef";
    EXPECT_NE(allowed.find(id[i]), std::string::npos) << id << " at " << i;
  }
}

TEST(RequestIdTest, NeverRepeats) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(NewRequestId());
  EXPECT_EQ(ids.size(), 1000u);
}

}  // namespace
}  // namespace admf
