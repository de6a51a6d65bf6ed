#include "containers/component_scope.h"

#include <string>

#include "containers/shared_services.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/containers/probe_component.h"

namespace admf {
namespace {

using ::testing::HasSubstr;

class Other : public ProbeComponent {
 public:
  using ProbeComponent::ProbeComponent;
};

class ComponentScopeTest : public ::testing::Test {
 protected:
  ProbeJournal journal_;
  ProbeComponent data_{"data", &journal_};
  ProbeComponent clock_{"clock", &journal_};
  const ComponentSpec spec_ = ProbeSpec("broker", {"data"}, &journal_);
  const ComponentsByName created_ = {{"data", &data_}, {"clock", &clock_}};
  SharedServices services_;
  const ComponentScope scope_{spec_, created_, services_};
};

TEST_F(ComponentScopeTest, GivesWhatTheComponentDependsOn) {
  EXPECT_EQ(scope_.name(), "broker");
  EXPECT_EQ(&scope_.services(), &services_);
  const auto data = scope_.Get<ProbeComponent>("data");
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(*data, &data_);
  // By an interface as well.
  EXPECT_EQ(*scope_.Get<Component>("data"), &data_);
}

TEST_F(ComponentScopeTest, RefusesWhatIsNotListed) {
  EXPECT_EQ(scope_.Get<ProbeComponent>("clock").status(),
            absl::InvalidArgumentError("component 'broker' asks for 'clock', "
                                       "which its depends_on does not list"));
}

TEST_F(ComponentScopeTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(
      scope_.Get<ProbeComponent>("market").status(),
      absl::NotFoundError("component 'broker' asks for 'market', which has not "
                          "been made; its depends_on must list it"));
}

TEST_F(ComponentScopeTest, RefusesAnotherType) {
  const auto other = scope_.Get<Other>("data");
  EXPECT_EQ(other.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(other.status().message()),
              HasSubstr("component 'data' is not a "));
}

}  // namespace
}  // namespace admf
