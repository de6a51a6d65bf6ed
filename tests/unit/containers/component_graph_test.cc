#include "containers/component_graph.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/containers/probe_component.h"

namespace admf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ComponentGraphTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, std::vector<std::string> depends_on) {
    specs_.push_back(ProbeSpec(name, std::move(depends_on), &journal_));
  }
  std::vector<std::string> Order() {
    const auto order = PlanStartOrder(specs_);
    EXPECT_TRUE(order.ok()) << order.status();
    std::vector<std::string> names;
    for (const size_t index : order.value_or(std::vector<size_t>())) {
      names.push_back(specs_[index].name);
    }
    return names;
  }
  void ExpectError(const std::string& message) {
    const auto order = PlanStartOrder(specs_);
    EXPECT_EQ(order.status(), absl::InvalidArgumentError(message));
  }

  ProbeJournal journal_;
  std::vector<ComponentSpec> specs_;
};

TEST_F(ComponentGraphTest, NothingNeedsNoOrder) {
  EXPECT_THAT(Order(), IsEmpty());
}

TEST_F(ComponentGraphTest, WithoutDependenciesTheOrderIsThatOfTheSpecs) {
  Add("c", {});
  Add("a", {});
  Add("b", {});
  EXPECT_THAT(Order(), ElementsAre("c", "a", "b"));
}

TEST_F(ComponentGraphTest, EachComesAfterThoseItDependsOn) {
  Add("portfolio", {"broker", "data"});
  Add("broker", {"data"});
  Add("data", {});
  EXPECT_THAT(Order(), ElementsAre("data", "broker", "portfolio"));
}

TEST_F(ComponentGraphTest, TheOrderChangesNoMoreThanItMust) {
  Add("a", {});
  Add("b", {"d"});
  Add("c", {});
  Add("d", {"a"});
  Add("e", {});
  // b has to wait for d; as soon as d stands it is b's turn.
  EXPECT_THAT(Order(), ElementsAre("a", "c", "d", "b", "e"));
}

TEST_F(ComponentGraphTest, ADiamondIsNoCircle) {
  Add("top", {"left", "right"});
  Add("left", {"bottom"});
  Add("right", {"bottom"});
  Add("bottom", {});
  EXPECT_THAT(Order(), ElementsAre("bottom", "left", "right", "top"));
}

TEST_F(ComponentGraphTest, ADependencyNamedTwiceCountsOnce) {
  Add("b", {"a", "a"});
  Add("a", {});
  EXPECT_THAT(Order(), ElementsAre("a", "b"));
}

TEST_F(ComponentGraphTest, ACircleIsNamed) {
  Add("start", {});
  Add("a", {"start", "b"});
  Add("b", {"c"});
  Add("c", {"a"});
  ExpectError("components depend on each other in a circle: a -> b -> c -> a");
}

TEST_F(ComponentGraphTest, WhatOnlyLeadsToACircleIsNotNamed) {
  Add("entry", {"a"});
  Add("a", {"b"});
  Add("b", {"a"});
  ExpectError("components depend on each other in a circle: a -> b -> a");
}

TEST_F(ComponentGraphTest, OneThatDependsOnItselfIsACircle) {
  Add("a", {"a"});
  ExpectError("components depend on each other in a circle: a -> a");
}

TEST_F(ComponentGraphTest, AnUnknownDependencyIsAnError) {
  Add("broker", {"data"});
  ExpectError("component 'broker' depends on 'data', which does not exist");
}

TEST_F(ComponentGraphTest, NamesMustBeThereAndUnique) {
  Add("a", {});
  Add("a", {});
  ExpectError("two components are named 'a'");
  specs_.pop_back();
  Add("", {});
  ExpectError("component number 2 has no name");
}

TEST_F(ComponentGraphTest, AComponentMustBeMadeSomehow) {
  Add("a", {});
  specs_[0].create = nullptr;
  ExpectError("component 'a' has no function that makes it");
}

}  // namespace
}  // namespace admf
