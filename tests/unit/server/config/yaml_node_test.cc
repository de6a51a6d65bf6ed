#include "server/config/yaml_node.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace admf {
namespace {

YamlNode Scalar(YamlPosition position) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.position = position;
  return node;
}

YamlNode Collection(YamlNode::Kind kind, YamlPosition position) {
  YamlNode node;
  node.kind = kind;
  node.position = position;
  return node;
}

void AddEntry(const std::string& key, YamlPosition key_position, YamlNode value,
              YamlNode* mapping) {
  value.key = key;
  value.key_position = key_position;
  mapping->children.push_back(std::move(value));
}

/// workflow:
///   sources:
///     BRK: 1
///     BRK.B: {path: x}
///   list: [a, {b: c}]
YamlPositions Example() {
  auto path = Collection(YamlNode::Kind::kMapping, {4, 12});
  AddEntry("path", {4, 13}, Scalar({4, 19}), &path);
  auto sources = Collection(YamlNode::Kind::kMapping, {3, 5});
  AddEntry("BRK", {3, 5}, Scalar({3, 10}), &sources);
  AddEntry("BRK.B", {4, 5}, std::move(path), &sources);
  auto element = Collection(YamlNode::Kind::kMapping, {5, 13});
  AddEntry("b", {5, 14}, Scalar({5, 17}), &element);
  auto list = Collection(YamlNode::Kind::kSequence, {5, 9});
  list.children.push_back(Scalar({5, 10}));
  list.children.push_back(std::move(element));
  auto workflow = Collection(YamlNode::Kind::kMapping, {2, 3});
  AddEntry("sources", {2, 3}, std::move(sources), &workflow);
  AddEntry("list", {5, 3}, std::move(list), &workflow);
  auto root = Collection(YamlNode::Kind::kMapping, {1, 1});
  AddEntry("workflow", {1, 1}, std::move(workflow), &root);
  return YamlPositions(std::move(root));
}

TEST(YamlPositionsTest, FindsScalarsThemselvesAndKeysOfEverythingElse) {
  const YamlPositions positions = Example();
  EXPECT_EQ(positions.Find(""), (YamlPosition{1, 1}));
  EXPECT_EQ(positions.Find("workflow"), (YamlPosition{1, 1}));
  EXPECT_EQ(positions.Find("workflow.sources"), (YamlPosition{2, 3}));
  EXPECT_EQ(positions.Find("workflow.sources.BRK"), (YamlPosition{3, 10}));
  EXPECT_EQ(positions.Find("workflow.list"), (YamlPosition{5, 3}));
}

TEST(YamlPositionsTest, FindsKeysWithDots) {
  const YamlPositions positions = Example();
  EXPECT_EQ(positions.Find("workflow.sources.BRK.B"), (YamlPosition{4, 5}));
  EXPECT_EQ(positions.Find("workflow.sources.BRK.B.path"),
            (YamlPosition{4, 19}));
}

TEST(YamlPositionsTest, FindsElements) {
  const YamlPositions positions = Example();
  EXPECT_EQ(positions.Find("workflow.list[0]"), (YamlPosition{5, 10}));
  EXPECT_EQ(positions.Find("workflow.list[1]"), (YamlPosition{5, 13}));
  EXPECT_EQ(positions.Find("workflow.list[1].b"), (YamlPosition{5, 17}));
}

TEST(YamlPositionsTest, FallsBackToWhatIsAbove) {
  const YamlPositions positions = Example();
  const struct {
    std::string path;
    YamlPosition nearest;
  } cases[] = {
      {"workflow.list[2]", {5, 3}},
      {"workflow.list[1].missing", {5, 13}},
      {"workflow.list[1", {5, 3}},
      {"workflow.list[]", {5, 3}},
      {"workflow.list[-1]", {5, 3}},
      {"workflow.list[99999999999999999999]", {5, 3}},
      {"workflow.list.b", {5, 3}},
      {"workflow.sources.BRK.B.path.x", {4, 19}},
      {"workflow.sources.BRK.C", {3, 10}},
      {"workflow.sources.MSFT.path", {2, 3}},
      {"workflow.name", {1, 1}},
      {"workflowx", {1, 1}},
      {".workflow", {1, 1}},
      {"workflow..sources", {1, 1}},
      {"workflowsources", {1, 1}},
  };
  for (const auto& [path, nearest] : cases) {
    EXPECT_EQ(positions.Find(path), std::nullopt) << path;
    EXPECT_EQ(positions.FindNearest(path), nearest) << path;
  }
  EXPECT_EQ(positions.FindNearest("workflow.sources"), (YamlPosition{2, 3}));
}

TEST(YamlPositionsTest, KnowsNothingWithoutAText) {
  const YamlPositions positions;
  EXPECT_EQ(positions.Find("workflow"), std::nullopt);
  EXPECT_EQ(positions.FindNearest("workflow"), (YamlPosition{0, 0}));
}

TEST(YamlPathTest, PrintsKeysAndIndices) {
  const YamlPath root;
  EXPECT_EQ(root.ToString(), "");
  const YamlPath workflow = {.parent = &root, .key = "workflow"};
  EXPECT_EQ(workflow.ToString(), "workflow");
  const YamlPath list = {.parent = &workflow, .key = "list"};
  const YamlPath element = {.parent = &list, .index = 2};
  const YamlPath metric = {.parent = &element, .key = "metric"};
  EXPECT_EQ(metric.ToString(), "workflow.list[2].metric");
}

TEST(YamlPathTest, CutsLongKeysBetweenCharacters) {
  const YamlPath root;
  const std::string exact(100, 'k');
  EXPECT_EQ((YamlPath{.parent = &root, .key = exact}.ToString()), exact);
  std::string key(99, 'k');
  key += "\u20AC\u20AC";
  EXPECT_EQ((YamlPath{.parent = &root, .key = key}.ToString()),
            std::string(99, 'k') + "\u20AC...");
}

}  // namespace
}  // namespace admf
