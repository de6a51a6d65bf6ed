#include "containers/event.h"

#include <memory>

#include "gtest/gtest.h"

namespace admf {
namespace {

struct Filled {
  int units = 0;
};
struct Rejected {
  int units = 0;
};

TEST(EventTest, GivesItsPayloadAsItsTypeOnly) {
  const Event event = {
      .payload_type = typeid(Filled),
      .payload = std::make_shared<const Filled>(Filled{.units = 7})};
  ASSERT_NE(event.As<Filled>(), nullptr);
  EXPECT_EQ(event.As<Filled>()->units, 7);
  EXPECT_EQ(event.As<Rejected>(), nullptr);
}

TEST(EventTest, AnEmptyEventHasNoPayload) {
  EXPECT_EQ(Event().As<Filled>(), nullptr);
}

TEST(EventTest, CopiesShareThePayload) {
  const Event event = {.payload_type = typeid(Filled),
                       .payload = std::make_shared<const Filled>()};
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): tested
  const Event copy = event;
  EXPECT_EQ(copy.As<Filled>(), event.As<Filled>());
}

}  // namespace
}  // namespace admf
