#include "containers/shared_services.h"

#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

class Prices {
 public:
  virtual ~Prices() = default;
  virtual double Last() const = 0;
};
class ConstantPrices : public Prices {
 public:
  double Last() const override { return 54.1; }
};

TEST(SharedServicesTest, GivesAServiceByItsInterface) {
  const auto prices = std::make_shared<ConstantPrices>();
  SharedServices services;
  services.Add<Prices>(prices);
  const auto found = services.Get<Prices>();
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, prices);
  EXPECT_EQ((*found)->Last(), 54.1);
}

TEST(SharedServicesTest, KnowsAServiceByThatTypeOnly) {
  SharedServices services;
  services.Add<Prices>(std::make_shared<ConstantPrices>());
  const auto found = services.Get<ConstantPrices>();
  EXPECT_EQ(found.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(found.status().message()),
              HasSubstr("there is no shared service of type "));
}

TEST(SharedServicesTest, ConstIsNotCastAway) {
  SharedServices services;
  services.Add<const Prices>(std::make_shared<const ConstantPrices>());
  EXPECT_TRUE(services.Get<const Prices>().ok());
  EXPECT_FALSE(services.Get<Prices>().ok());
}

TEST(SharedServicesTest, TheLastOneAddedCounts) {
  const auto prices = std::make_shared<ConstantPrices>();
  SharedServices services;
  services.Add<Prices>(std::make_shared<ConstantPrices>());
  services.Add<Prices>(prices);
  EXPECT_EQ(*services.Get<Prices>(), prices);
}

TEST(SharedServicesTest, OwnsWhatWasAdded) {
  auto prices = std::make_shared<ConstantPrices>();
  const std::weak_ptr<Prices> watched = prices;
  {
    SharedServices services;
    services.Add<Prices>(std::move(prices));
    EXPECT_FALSE(watched.expired());
  }
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace admf
