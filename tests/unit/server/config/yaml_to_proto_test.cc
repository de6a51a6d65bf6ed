#include "server/config/yaml_to_proto.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "admf/v1/workflow_config.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/server/config/test_schema.h"

namespace admf {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ToStrings(const std::vector<YamlProblem>& problems) {
  std::vector<std::string> texts;
  texts.reserve(problems.size());
  for (const auto& problem : problems) texts.push_back(ToString(problem));
  return texts;
}

/// The problems of a workflow, or of an Everything.
std::vector<std::string> WorkflowProblems(std::string_view text) {
  v1::WorkflowDocument document;
  return ToStrings(ParseYaml(text, "w.yaml", &document).problems);
}

std::vector<std::string> Problems(std::string_view text) {
  const auto message = MakeEverything();
  return ToStrings(ParseYaml(text, "e", message.get()).problems);
}

/// What a text without problems becomes.
std::string Parse(std::string_view text) {
  const auto message = MakeEverything();
  EXPECT_THAT(ToStrings(ParseYaml(text, "e", message.get()).problems),
              IsEmpty());
  return message->ShortDebugString();
}

TEST(YamlToProtoTest, ReadsAWholeWorkflow) {
  v1::WorkflowDocument document;
  const ParsedYaml parsed = ParseYaml(R"(# A comment.
workflow:
  type: backtest
  name: goog-sma-cross
  labels: {team: research, commit: 3f2a1c, build: 12345}
  parameters: {fast_period: 12, trailing: true, mode: "12"}
  data_config:
    timeframe: 1d
    timezone: America/New_York
    start: 2004-08-19
    sources:
      GOOG:
        path: GOOG.csv
        format: csv
        columns: {time: Date, open: Open}
  infrastructure_config: {cpu_cores: 1, memory_limit_mb: 512, timeout: 1h30m}
  backtest_config:
    strategy: {type: sma_crossover, params: {fast_period: 10, slow: 1.5}}
    execution:
      fill: next_open
      commission: {type: percent, rate: 0.002}
      slippage: {type: none}
    portfolio:
      initial_cash: 1e4
      sizing: {type: percent_equity, percent: 100}
      direction: long_short
      close_at_end: true
    risk: {stop_loss: .02, max_holding_bars: 50}
    seed: 18446744073709551615
)",
                                      "run.yaml", &document);
  EXPECT_THAT(ToStrings(parsed.problems), IsEmpty());
  EXPECT_TRUE(parsed.ok());

  v1::WorkflowDocument expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    workflow {
      type: WORKFLOW_TYPE_BACKTEST
      name: "goog-sma-cross"
      labels { key: "team" value: "research" }
      labels { key: "commit" value: "3f2a1c" }
      labels { key: "build" value: "12345" }
      parameters { key: "fast_period" value { number_value: 12 } }
      parameters { key: "trailing" value { bool_value: true } }
      parameters { key: "mode" value { string_value: "12" } }
      data_config {
        timeframe: "1d" timezone: "America/New_York" start: "2004-08-19"
        sources {
          key: "GOOG"
          value {
            path: "GOOG.csv" format: DATA_FORMAT_CSV
            columns { time: "Date" open: "Open" }
          }
        }
      }
      infrastructure_config {
        cpu_cores: 1 memory_limit_mb: 512 timeout { seconds: 5400 }
      }
      backtest_config {
        strategy {
          type: "sma_crossover"
          params { key: "fast_period" value { number_value: 10 } }
          params { key: "slow" value { number_value: 1.5 } }
        }
        execution {
          fill: FILL_MODE_NEXT_OPEN
          commission { type: COMMISSION_TYPE_PERCENT rate: 0.002 }
          slippage { type: SLIPPAGE_TYPE_NONE }
        }
        portfolio {
          initial_cash: 10000
          sizing { type: SIZING_TYPE_PERCENT_EQUITY percent: 100 }
          direction: DIRECTION_LONG_SHORT
          close_at_end: true
        }
        risk { stop_loss: 0.02 max_holding_bars: 50 }
        seed: 18446744073709551615
      }
    })",
                                                            &expected));
  EXPECT_TRUE(MessageDifferencer::Equals(document, expected))
      << document.DebugString();

  EXPECT_EQ(parsed.positions.Find("workflow.type"), (YamlPosition{3, 9}));
  EXPECT_EQ(parsed.positions.Find("workflow.data_config"),
            (YamlPosition{7, 3}));
  EXPECT_EQ(parsed.positions.Find("workflow.data_config.sources.GOOG.path"),
            (YamlPosition{13, 15}));
  EXPECT_EQ(parsed.positions.Find(
                "workflow.backtest_config.strategy.params.fast_period"),
            (YamlPosition{18, 59}));
  EXPECT_EQ(parsed.positions.FindNearest(
                "workflow.backtest_config.strategy.params.slow_period"),
            (YamlPosition{18, 37}));
}

TEST(YamlToProtoTest, TakesTheZerosThatTheReferenceAllows) {
  EXPECT_THAT(WorkflowProblems(R"(
workflow:
  type: backtest
  backtest_config:
    execution:
      commission:
        type: tiered
        tiers: [{from_units: 0, amount: 0.05}, {from_units: 20, amount: 0}]
)"),
              IsEmpty());
}

TEST(YamlToProtoTest, FindsAllProblemsAtOnce) {
  EXPECT_THAT(
      WorkflowProblems(R"(workflow:
  typ: backtest
  name: [a]
  labels: {a: ~}
  data_config:
    timezone: UTC
    timezone: UTC
    sources:
      GOOG: {path: GOOG.csv, format: xls}
  infrastructure_config:
    cpu_cores: many
    timeout: 10
  backtest_config:
    portfolio: {close_at_end: yes}
    stop_loss: 1
  banana: 1
)"),
      ElementsAre(
          "w.yaml:2:3: workflow.typ: unknown key `typ`; did you mean `type`?",
          "w.yaml:3:3: workflow.name: expected a text, found a list",
          "w.yaml:4:12: workflow.labels.a: has no value; write one, or remove "
          "the key",
          "w.yaml:7:5: workflow.data_config.timezone: the key `timezone` "
          "stands "
          "here a second time; the first one is in line 6",
          "w.yaml:9:38: workflow.data_config.sources.GOOG.format: `xls` is not "
          "a valid value; valid are `csv`, `parquet`",
          "w.yaml:11:16: workflow.infrastructure_config.cpu_cores: `many` is "
          "not a whole number; write one such as `10`",
          "w.yaml:12:14: workflow.infrastructure_config.timeout: `10` is not a "
          "duration; write one such as `90s`, `10m`, `1h30m` or `500ms`",
          "w.yaml:14:31: workflow.backtest_config.portfolio.close_at_end: "
          "`yes` is not accepted; write `true`",
          "w.yaml:15:5: workflow.backtest_config.stop_loss: unknown key "
          "`stop_loss`; it belongs under `risk`",
          "w.yaml:16:3: workflow.banana: unknown key `banana`; the keys here "
          "are `type`, `name`, `labels`, `parameters`, `data_config`, "
          "`infrastructure_config`, `backtest_config`, "
          "`optimization_config`, `validation_config`"));
}

TEST(YamlToProtoTest, KeepsWhatCouldBeRead) {
  v1::WorkflowDocument document;
  document.mutable_workflow()->set_name("from before");
  const ParsedYaml parsed = ParseYaml(
      "workflow: {name: [], labels: {a: 1, b: {}, c: 3}, type: backtest}", "",
      &document);
  EXPECT_FALSE(parsed.ok());
  EXPECT_EQ(document.workflow().name(), "");
  EXPECT_EQ(document.workflow().type(), v1::WORKFLOW_TYPE_BACKTEST);
  EXPECT_EQ(document.workflow().labels_size(), 2);
  EXPECT_EQ(document.workflow().labels().at("c"), "3");
}

TEST(YamlToProtoTest, ReadsEveryScalar) {
  EXPECT_EQ(
      Parse("int32: -1\nint64: 1e3\nuint32: 7\nuint64: 8\nfloat: .5\n"
            "double: 1.25\nbool: false\nstring: no\ncolor: red\n"
            "duration: 90s\nmaybe: 0\n"),
      "int32: -1 int64: 1000 uint32: 7 uint64: 8 float: 0.5 double: 1.25 "
      "string: \"no\" color: COLOR_RED duration { seconds: 90 } maybe: 0");
}

TEST(YamlToProtoTest, TakesAnyPlainScalarForAText) {
  for (const std::string text : {"12345", "3f2a1c", "1.50", "true", "0x10",
                                 "2004-08-19", "a b", "1_000", ".inf"}) {
    EXPECT_EQ(Parse("string: " + text), "string: \"" + text + "\"");
  }
  EXPECT_EQ(Parse("string: ''"), "");
  EXPECT_EQ(Parse("string: \"null\""), "string: \"null\"");
}

TEST(YamlToProtoTest, ReadsListsMapsAndMessages) {
  EXPECT_EQ(Parse("numbers: [1, 2]\n"
                  "texts:\n  - a\n  - 'b'\n"
                  "colors: [red, dark_blue]\n"
                  "children:\n  - int32: 1\n  - {}\n"
                  "child: {child: {int32: 3}}\n"
                  "durations: [1s, 2m]\n"),
            "child { child { int32: 3 } } numbers: 1 numbers: 2 texts: \"a\" "
            "texts: \"b\" colors: COLOR_RED colors: COLOR_DARK_BLUE children { "
            "int32: 1 } children { } durations { seconds: 1 } durations { "
            "seconds: 120 }");
  EXPECT_EQ(Parse("names: {1: one, -2: two}\nparts: {a.b: {int32: 1}}"),
            "names { key: -2 value: \"two\" } names { key: 1 value: \"one\" } "
            "parts { key: \"a.b\" value { int32: 1 } }");
  EXPECT_EQ(Parse("numbers: []\nnames: {}\nchild: {}"), "child { }");
}

TEST(YamlToProtoTest, ReadsValuesOfAnyType) {
  EXPECT_EQ(Parse("value: 1\nvalues: [a, '1', {x: true}]\nfields: {y: [2]}"),
            "value { number_value: 1 } fields { fields { key: \"y\" value { "
            "list_value { values { number_value: 2 } } } } } values { "
            "string_value: \"a\" } values { string_value: \"1\" } values { "
            "struct_value { fields { key: \"x\" value { bool_value: true } } } "
            "}");
}

TEST(YamlToProtoTest, SaysWhatWasExpectedAndFound) {
  EXPECT_THAT(
      Problems("int32: {}\n"
               "double: [1]\n"
               "bool: 'true'\n"
               "string: {a: b}\n"
               "color:\n  - red\n"
               "duration: {seconds: 1}\n"
               "child: x\n"
               "numbers: 1\n"
               "names: [a]\n"
               "fields: 'x'\n"
               "children: {int32: 1}\n"),
      ElementsAre(
          "e:1:1: int32: expected a whole number such as `10`, found a mapping",
          "e:2:1: double: expected a number such as `0.5`, found a list",
          "e:3:7: bool: `true` is a text because it is in quotes; remove them",
          "e:4:1: string: expected a text, found a mapping",
          "e:5:1: color: expected one of `red`, `dark_blue`, found a list",
          "e:7:1: duration: expected a duration such as `90s` or `10m`, found "
          "a mapping",
          "e:8:8: child: expected a mapping such as `{key: value}`, found `x`",
          "e:9:10: numbers: expected a list such as `[a, b]`, found `1`",
          "e:10:1: names: expected a mapping of names to values such as "
          "`{name: value}`, found a list",
          "e:11:9: fields: expected a mapping such as `{key: value}`, found "
          "the text `x`",
          "e:12:1: children: expected a list such as `[a, b]`, found a "
          "mapping"));
}

TEST(YamlToProtoTest, PlacesProblemsInListsAndMaps) {
  EXPECT_THAT(
      Problems("numbers: [1, x, 3]\n"
               "texts:\n  - a\n  -\n"
               "children:\n  - int32: x\n    bad: 1\n  - y\n"
               "names: {a: b, 1: {}, 2: ok}\n"
               "parts: {p: {int32: 99999999999}}\n"),
      ElementsAre(
          "e:1:14: numbers[1]: `x` is not a whole number; write one such as "
          "`10`",
          "e:4:3: texts[1]: has no value; write one, or remove the element",
          "e:6:12: children[0].int32: `x` is not a whole number; write one "
          "such as `10`",
          "e:7:5: children[0].bad: unknown key `bad`; the keys here are "
          "`int32`, `int64`, `uint32`, `uint64`, `float`, `double`, `bool`, "
          "`string`, `color`, `child`, `numbers`, `texts`, `colors`, "
          "`children`, `names`, `parts`, `left`, `right`, `duration`, "
          "`value`, `fields`, `maybe`, `values`, `durations`, `bools`, "
          "`doubles`, `floats`, `longs`, `uints`, `ulongs`",
          "e:8:5: children[1]: expected a mapping such as `{key: value}`, "
          "found `y`",
          "e:9:9: names.a: `a` is not a whole number; write one such as `10`",
          "e:9:15: names.1: expected a text, found a mapping",
          "e:10:20: parts.p.int32: `99999999999` is out of range; it must be "
          "from -2147483648 to 2147483647"));
}

TEST(YamlToProtoTest, RefusesEmptyValues) {
  EXPECT_THAT(
      Problems("int32:\nstring: ~\nchild: null\nnumbers:\nnames: {1: }\n"
               "value: Null"),
      ElementsAre("e:1:1: int32: has no value; write one, or remove the key",
                  "e:2:1: string: has no value; write one, or remove the key",
                  "e:3:1: child: has no value; write one, or remove the key",
                  "e:4:1: numbers: has no value; write one, or remove the key",
                  "e:5:9: names.1: has no value; write one, or remove the key",
                  "e:6:1: value: has no value; write one, or remove the key"));
}

TEST(YamlToProtoTest, RefusesTwoOfAOneof) {
  EXPECT_EQ(Parse("left: a"), "left: \"a\"");
  EXPECT_EQ(Parse("right: {}"), "right { }");
  EXPECT_EQ(Parse("maybe: 0\nleft: a"), "left: \"a\" maybe: 0");
  EXPECT_THAT(Problems("left: a\nint32: 1\nright: {}\n"),
              ElementsAre("e:3:1: right: can't stand beside `left`; remove one "
                          "of them"));
}

TEST(YamlToProtoTest, RefusesNulInTexts) {
  EXPECT_THAT(Problems("string: \"a\\0b\"\ntexts: [\"\\x00\"]"),
              ElementsAre("e:1:9: string: a text can't have the character NUL "
                          "in it",
                          "e:2:9: texts[0]: a text can't have the character "
                          "NUL in it"));
}

TEST(YamlToProtoTest, RefusesAnchorsAliasesTagsAndMergeKeys) {
  EXPECT_THAT(
      WorkflowProblems("workflow:\n"
                       "  name: &n x\n"
                       "  labels: {a: *n, <<: {b: c}}\n"
                       "  data_config: !!map {}\n"),
      ElementsAre(
          "w.yaml:2:9: workflow.name: anchors (`&name`) are not accepted; "
          "remove it, and write values out where they are needed",
          "w.yaml:3:15: workflow.labels.a: aliases (`*name`) are not accepted; "
          "write the value out",
          "w.yaml:3:19: workflow.labels.<<: merge keys are not accepted; write "
          "the keys out",
          "w.yaml:4:16: workflow.data_config: tags (`!name`) are not accepted; "
          "remove it, and put a value that is meant as text in quotes"));
}

TEST(YamlToProtoTest, RefusesAnAliasBomb) {
  std::string bomb = "workflow:\n  a0: &a0 x\n";
  for (int i = 1; i <= 30; ++i) {
    absl::StrAppend(&bomb, "  a", i, ": &a", i, " [*a", i - 1, ", *a", i - 1,
                    "]\n");
  }
  EXPECT_EQ(WorkflowProblems(bomb).size(), 31U);
}

TEST(YamlToProtoTest, RefusesDocumentsThatAreNoMapping) {
  const std::string expected =
      "expected a mapping with keys such as `workflow`";
  EXPECT_THAT(WorkflowProblems(""),
              ElementsAre("w.yaml:1:1: the text is empty; " + expected));
  EXPECT_THAT(WorkflowProblems("# only this\n"),
              ElementsAre("w.yaml:1:1: the text is empty; " + expected));
  EXPECT_THAT(WorkflowProblems("\n- a\n"),
              ElementsAre("w.yaml:2:1: " + expected + ", found a list"));
  EXPECT_THAT(WorkflowProblems("backtest"),
              ElementsAre("w.yaml:1:1: " + expected + ", found `backtest`"));
  EXPECT_THAT(WorkflowProblems("!x {}"),
              ElementsAre("w.yaml:1:1: tags (`!name`) are not accepted; remove "
                          "it, and put a value that is meant as text in "
                          "quotes"));
  EXPECT_THAT(WorkflowProblems("{}"), IsEmpty());
}

TEST(YamlToProtoTest, ReadsMessagesWithoutFields) {
  const auto nothing = MakeNothing();
  EXPECT_TRUE(ParseYaml("{}", "", nothing.get()).ok());
  EXPECT_THAT(ToStrings(ParseYaml("a: 1", "", nothing.get()).problems),
              ElementsAre("line 1:1: a: unknown key `a`; no key is accepted "
                          "here"));
  EXPECT_THAT(ToStrings(ParseYaml("", "", nothing.get()).problems),
              ElementsAre("line 1:1: the text is empty; expected a mapping"));
}

TEST(YamlToProtoTest, TellsLimitsFromMistakes) {
  v1::WorkflowDocument document;
  const auto large =
      ParseYaml(std::string(size_t{2} << 20, 'x'), "w", &document);
  ASSERT_EQ(large.problems.size(), 1U);
  EXPECT_EQ(large.problems[0].kind, YamlProblem::Kind::kLimit);
  EXPECT_EQ(ToString(large.problems[0]),
            "w:1:1: the text has 2097152 bytes; at most 1048576 (1 MiB) are "
            "accepted");
  const auto wrong = ParseYaml("a: b: c", "w", &document);
  ASSERT_EQ(wrong.problems.size(), 1U);
  EXPECT_EQ(wrong.problems[0].kind, YamlProblem::Kind::kInvalid);
  EXPECT_EQ(wrong.positions.FindNearest("workflow"), YamlPosition());
}

TEST(YamlToProtoTest, BoundsTheNumberAndTheSizeOfProblems) {
  std::string text = "workflow:\n";
  for (int i = 0; i < 5000; ++i) {
    absl::StrAppend(&text, "  ", std::string(150, 'k'), i, ": 1\n");
  }
  v1::WorkflowDocument document;
  const auto problems = ParseYaml(text, "w", &document).problems;
  ASSERT_EQ(problems.size(), 101U);
  for (const auto& problem : problems) {
    EXPECT_LT(ToString(problem).size(), 500U);
  }
  EXPECT_EQ(ToString(problems[100]),
            "w:102:3: and 4900 more problems from here on");
}

TEST(YamlToProtoTest, IsThreadSafe) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int round = 0; round < 50; ++round) {
        v1::WorkflowDocument document;
        const std::string name = absl::StrCat("name-", i, "-", round);
        EXPECT_TRUE(ParseYaml("workflow: {name: " + name +
                                  ", type: backtest, parameters: {a: [1]}}",
                              "", &document)
                        .ok());
        EXPECT_EQ(document.workflow().name(), name);
        EXPECT_FALSE(ParseYaml("workflow: {nam: x", "", &document).ok());
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(ParseYamlValueTest, ReadsOneScalar) {
  EXPECT_EQ(ParseYamlValue("12")->number_value(), 12);
  EXPECT_EQ(ParseYamlValue(" -1.5 ")->number_value(), -1.5);
  EXPECT_EQ(ParseYamlValue("true")->bool_value(), true);
  EXPECT_EQ(ParseYamlValue("next_open")->string_value(), "next_open");
  EXPECT_EQ(ParseYamlValue("\"12\"")->string_value(), "12");
  EXPECT_EQ(ParseYamlValue("''")->string_value(), "");
  EXPECT_EQ(ParseYamlValue("close > sma(200)")->string_value(),
            "close > sma(200)");
}

TEST(ParseYamlValueTest, RefusesEverythingElse) {
  const struct {
    std::string text;
    std::string message;
  } cases[] = {
      {"", "expected a value, found none; write \"\" for an empty text"},
      {"~", "expected a value, found none; write \"\" for an empty text"},
      {"[1]",
       "expected a single value, found a list; put it in quotes if it "
       "is a text"},
      {"a: 1",
       "expected a single value, found a mapping; put it in quotes if "
       "it is a text"},
      {"0x10",
       "`0x10`: hexadecimal, octal and binary numbers are not "
       "accepted; write the number in decimal, or put it in quotes if "
       "it is a text"},
      {"!t x",
       "tags (`!name`) are not accepted; remove it, and put a value "
       "that is meant as text in quotes"},
      {"\"\\0\"", "a text can't have the character NUL in it"},
      {"\"a", "not valid YAML: a quote is not closed"},
      {"a\n---\nb", "a second document begins here; only one is accepted"},
  };
  for (const auto& [text, message] : cases) {
    const auto value = ParseYamlValue(text);
    EXPECT_EQ(value.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(value.status().message(), message) << text;
  }
}

TEST(YamlToProtoTest, TellsOfValuesThatAreLostInTheMessage) {
  const auto message = MakeEverything();
  const ParsedYaml parsed = ParseYaml(
      "int32: 0\n"
      "string: ''\n"
      "children: [{uint64: 0}]\n"
      "parts: {a.b: {int64: 0}}\n",
      "e", message.get());
  EXPECT_TRUE(parsed.ok());
  EXPECT_THAT(
      ToStrings(parsed.empty_values),
      ElementsAre(
          "e:1:8: int32: must not be 0; remove the key for the default",
          "e:2:9: string: must not be empty; remove the key for the default",
          "e:3:21: children[0].uint64: must not be 0; remove the key for the "
          "default",
          "e:4:22: parts.a.b.int64: must not be 0; remove the key for the "
          "default"));
}

TEST(YamlToProtoTest, KeepsEmptyValuesThatTheMessageCanHold) {
  const auto message = MakeEverything();
  EXPECT_THAT(ToStrings(ParseYaml("bool: false\n"
                                  "maybe: 0\n"
                                  "duration: 0s\n"
                                  "left: ''\n"
                                  "numbers: [0]\n"
                                  "texts: ['']\n"
                                  "names: {0: ''}\n"
                                  "values: [0]\n",
                                  "e", message.get())
                            .empty_values),
              IsEmpty());
}

}  // namespace
}  // namespace admf
