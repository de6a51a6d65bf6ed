#include "server/config/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace admf {
namespace {

using namespace std::string_literals;

std::string Repeat(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// A tree in one line: scalars with their place, text in quotes as `"text"`.
std::string Print(const YamlNode& node) {
  const std::string place =
      absl::StrCat("@", node.position.line, ":", node.position.column);
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "null" + place;
    case YamlNode::Kind::kScalar:
      return (node.quoted ? "\"" + node.text + "\"" : node.text) + place;
    case YamlNode::Kind::kRefused:
      return "refused" + place;
    case YamlNode::Kind::kMapping:
    case YamlNode::Kind::kSequence:
      break;
  }
  std::string children;
  for (const auto& child : node.children) {
    if (!children.empty()) children += ", ";
    if (child.has_key()) {
      absl::StrAppend(&children, child.key, "@", child.key_position.line, ":",
                      child.key_position.column, "=");
    }
    children += Print(child);
  }
  return node.kind == YamlNode::Kind::kMapping ? "{" + children + "}"
                                               : "[" + children + "]";
}

std::string Read(std::string_view text) {
  YamlNode root;
  const auto error = ReadYaml(text, &root);
  if (!error.has_value()) return Print(root);
  EXPECT_EQ(root.kind, YamlNode::Kind::kNull);
  EXPECT_TRUE(root.children.empty());
  return absl::StrCat(error->kind == YamlProblem::Kind::kLimit ? "limit " : "",
                      error->position.line, ":", error->position.column, " ",
                      error->description);
}

TEST(YamlReaderTest, ReadsBlocks) {
  EXPECT_EQ(Read("a: 1\nb:\n  c: x y\n  d:\n    - 1\n    - e: 2\n"),
            "{a@1:1=1@1:4, b@2:1={c@3:3=x y@3:6, "
            "d@4:3=[1@5:7, {e@6:7=2@6:10}]}}");
}

TEST(YamlReaderTest, ReadsBracketsAndBraces) {
  EXPECT_EQ(Read("a: [1, {b: c}, [ ]]\nd: {e: {}, f: [x]}"),
            "{a@1:1=[1@1:5, {b@1:9=c@1:12}, []], "
            "d@2:1={e@2:5={}, f@2:12=[x@2:16]}}");
  EXPECT_EQ(Read("{\"a\":1}"), "{a@1:2=1@1:6}");
}

TEST(YamlReaderTest, KnowsWhatIsInQuotes) {
  EXPECT_EQ(
      Read("a: 'it''s'\nb: \"x\\ty\"\nc: |\n  one\n  two\nd: >-\n  x\n  y\n"),
      "{a@1:1=\"it's\"@1:4, b@2:1=\"x\ty\"@2:4, "
      "c@3:1=\"one\ntwo\n\"@3:4, d@6:1=\"x y\"@6:4}");
  YamlNode root;
  ASSERT_FALSE(ReadYaml("'<<': 1\n<<: 2", &root).has_value());
  EXPECT_TRUE(root.children[0].key_quoted);
  EXPECT_FALSE(root.children[1].key_quoted);
}

TEST(YamlReaderTest, KeepsTheTextOfPlainScalars) {
  EXPECT_EQ(Read("a: 0x1F\nb: 1_0\nc: yes\nd: 1.50\ne: close > sma(200)"),
            "{a@1:1=0x1F@1:4, b@2:1=1_0@2:4, c@3:1=yes@3:4, d@4:1=1.50@4:4, "
            "e@5:1=close > sma(200)@5:4}");
}

TEST(YamlReaderTest, FindsNulls) {
  EXPECT_EQ(Read("a:\nb: ~\nc: null\nd: ''"),
            "{a@1:1=null@2:1, b@2:1=null@2:4, c@3:1=null@3:4, d@4:1=\"\"@4:4}");
  EXPECT_EQ(Read(""), "null@0:0");
  EXPECT_EQ(Read("# nothing\n\n"), "null@0:0");
  EXPECT_EQ(Read("---\n"), "null@2:1");
}

TEST(YamlReaderTest, FindsEmptyElementsAtTheirDash) {
  EXPECT_EQ(
      Read("a:\n  -\n  - # nothing\n\n  # more\n  - ~\n  - null\n  -\nb: 1"),
      "{a@1:1=[null@2:3, null@3:3, null@6:5, null@7:5, null@8:3], "
      "b@9:1=1@9:4}");
  EXPECT_EQ(Read("-\n-"), "[null@1:1, null@2:1]");
  EXPECT_EQ(Read("[a, , b]"), "[a@1:2, null@1:5, b@1:7]");
}

TEST(YamlReaderTest, CountsColumnsInCharacters) {
  EXPECT_EQ(Read("\u20AC\u20AC: {\u00E9: 1}"),
            "{\u20AC\u20AC@1:1={\u00E9@1:6=1@1:9}}");
}

TEST(YamlReaderTest, AcceptsAByteOrderMarkAndWindowsLineEnds) {
  EXPECT_EQ(Read("\xEF\xBB\xBF"
                 "a: 1\r\nb: 2\r\n"),
            "{a@1:1=1@1:4, b@2:1=2@2:4}");
}

TEST(YamlReaderTest, AcceptsOneDocumentWithItsMarkers) {
  EXPECT_EQ(Read("%YAML 1.2\n---\na: 1\n...\n"), "{a@3:1=1@3:4}");
  EXPECT_EQ(Read("--- {a: 1}"), "{a@1:6=1@1:9}");
}

TEST(YamlReaderTest, RefusesASecondDocument) {
  EXPECT_EQ(Read("a: 1\n---\nb: 2\n"),
            "2:1 a second document begins here; only one is accepted");
  EXPECT_EQ(Read("[a]\nb"),
            "2:1 the document has ended before this; check the indentation "
            "and the brackets");
}

TEST(YamlReaderTest, MarksAnchorsAliasesAndTags) {
  EXPECT_EQ(
      Read("a: &x 1\nb: *x\nc: !!str 1\nd: !mine {e: [1]}\n"
           "f: &y [1, 2]\ng: ! x\nh: !<tag:x> y\ni: !!python/object:a.b {}"),
      "{a@1:1=refused@1:4, b@2:1=refused@2:4, c@3:1=refused@3:4, "
      "d@4:1=refused@4:4, f@5:1=refused@5:4, g@6:1=refused@6:4, "
      "h@7:1=refused@7:4, i@8:1=refused@8:4}");
  YamlNode root;
  ASSERT_FALSE(ReadYaml("[&x a, *x, !t b]", &root).has_value());
  EXPECT_EQ(root.children[0].text,
            "anchors (`&name`) are not accepted; remove it, and write values "
            "out where they are needed");
  EXPECT_EQ(root.children[1].text,
            "aliases (`*name`) are not accepted; write the value out");
  EXPECT_EQ(root.children[2].text,
            "tags (`!name`) are not accepted; remove it, and put a value that "
            "is meant as text in quotes");
}

TEST(YamlReaderTest, RefusesKeysThatAreNoTexts) {
  EXPECT_EQ(Read("? [a]\n: b"),
            "1:3 a key must be a text; is a bracket or a brace not closed?");
  EXPECT_EQ(Read("{{a: b}: c}"),
            "1:2 a key must be a text; is a bracket or a brace not closed?");
  // yaml-cpp takes a bracket that is never closed for the start of a key.
  EXPECT_EQ(Read("- a\n- [b"),
            "2:3 a key must be a text; is a bracket or a brace not closed?");
  EXPECT_EQ(Read("a: 1\n: 2"),
            "2:1 a key is missing; put it in quotes if it is `null` or `~`");
  EXPECT_EQ(Read("~: 2"),
            "1:1 a key is missing; put it in quotes if it is `null` or `~`");
  EXPECT_EQ(Read("&a b: 2"),
            "1:1 anchors (`&name`) are not accepted; remove it, and write "
            "values out where they are needed");
  EXPECT_EQ(Read("!t b: 2"),
            "1:1 tags (`!name`) are not accepted; remove it, and put a value "
            "that is meant as text in quotes");
}

TEST(YamlReaderTest, ExplainsWhatIsNotYaml) {
  const std::string prefix = "not valid YAML: ";
  const struct {
    std::string text;
    std::string place;
    std::string description;
  } cases[] = {
      {"a: b: c", "1:5",
       "a `:` can't stand here; check the indentation, and put a text that "
       "has `: ` in it in quotes"},
      {"a:\n  b: 1\n c: 2", "3:2",
       "this does not fit into the mapping around it; check the indentation, "
       "that every key is followed by `: `, and the quotes"},
      {"a: 'b' c", "1:8",
       "this does not fit into the mapping around it; check the indentation, "
       "that every key is followed by `: `, and the quotes"},
      {"- 'b' c", "1:7",
       "this does not fit into the list around it; check the indentation, that "
       "every element begins with `- `, and the quotes"},
      {"a: [1, 2\nb: 3", "2:2",
       "a list in brackets is not closed; a `]` or a `,` is missing"},
      {"a: {b: 1", "1:9",
       "a mapping in braces is not closed; a `}` or a `,` is missing"},
      {"a: 1]\n]", "2:1",
       "this bracket or brace closes nothing that is open here"},
      {"a: [1}", "1:6",
       "this bracket or brace closes nothing that is open here"},
      {"a: \"b", "1:6", "a quote is not closed"},
      {"a: 'b\n---\n", "2:1",
       "a quote is not closed before the end of the document"},
      {"a: @b", "1:4",
       "a value can't begin with this character; put it in quotes"},
      {"a: *b", "1:4",
       "aliases (`*name`) are not accepted; write the value out"},
      {"a: b\n\t- c", "2:1", "a tab can't be used to indent; use spaces"},
      {"a:\n\tb: 1", "2:3", "a tab can't be used to indent; use spaces"},
      {"a: - b", "1:4",
       "an element of a list that begins with `- ` can't stand here; it needs "
       "a line of its own"},
      {"a: | b", "1:6",
       "a block that begins with `|` or `>` must begin on the next line"},
      {"a: \"C:\\q\"", "1:9",
       "unknown escape character: q; write `\\\\` for a backslash, or use "
       "single "
       "quotes"},
      {"a: \"\\ud800\"", "1:11", "invalid unicode: 55296"},
  };
  for (const auto& [text, place, description] : cases) {
    EXPECT_EQ(Read(text), place + " " + prefix + description) << text;
  }
}

TEST(YamlReaderTest, RefusesBytesThatAreNoText) {
  EXPECT_EQ(Read("a: \"\xFF\""),
            "1:5 the byte 0xFF is not UTF-8; save the text as UTF-8");
  EXPECT_EQ(Read("a: 1\nb: \0"s),
            "2:4 the character U+0000 can't stand in YAML; remove it, or write "
            "it as an escape in double quotes");
  // yaml-cpp would take it for the end of the text.
  EXPECT_EQ(Read("a: 1\n\x04\nb: 2"),
            "2:1 the character U+0004 can't stand in YAML; remove it, or write "
            "it as an escape in double quotes");
  // UTF-16, which yaml-cpp would recognise.
  EXPECT_EQ(Read("\xFF\xFE"
                 "a\0:\0"s),
            "1:1 the byte 0xFF is not UTF-8; save the text as UTF-8");
  EXPECT_EQ(Read("a\0:\0 \0001\0"s),
            "1:2 the character U+0000 can't stand in YAML; remove it, or write "
            "it as an escape in double quotes");
}

TEST(YamlReaderTest, LimitsTheSize) {
  const std::string most = "a: " + std::string(kMaxYamlBytes - 3, 'x');
  EXPECT_EQ(Read(most), "{a@1:1=" + most.substr(3) + "@1:4}");
  EXPECT_EQ(Read(most + "x"),
            "limit 1:1 the text has 1048577 bytes; at most 1048576 (1 MiB) are "
            "accepted");
}

TEST(YamlReaderTest, LimitsTheDepth) {
  const std::string description =
      " mappings and lists are nested deeper than 32 levels; that is the limit";
  EXPECT_EQ(Read(Repeat("[", 32) + Repeat("]", 32)),
            Repeat("[", 32) + Repeat("]", 32));
  EXPECT_EQ(Read(Repeat("[", 33) + Repeat("]", 33)),
            "limit 1:33" + description);
  EXPECT_EQ(Read("x: " + Repeat("{a: ", 32)), "limit 1:128" + description);
  EXPECT_EQ(Read(Repeat("- ", 33)), "limit 1:65" + description);
}

TEST(YamlReaderTest, LimitsTheNumberOfValues) {
  const std::string elements = Repeat("- 1\n", kMaxYamlNodes - 1);
  YamlNode root;
  EXPECT_FALSE(ReadYaml(elements, &root).has_value());
  EXPECT_EQ(root.children.size(), kMaxYamlNodes - 1);
  EXPECT_EQ(Read(elements + "- 1\n"),
            "limit 100000:3 the text has more than 100000 values; that is the "
            "limit");
}

TEST(YamlReaderTest, LimitsTheNumberOfSigns) {
  // In reading this, yaml-cpp would take 240 MiB before the first event.
  EXPECT_EQ(Read(Repeat("[", kMaxYamlBytes)),
            "limit 1:1 the text has more than 100000 brackets, braces, commas, "
            "colons and quotes; that is the limit");
}

TEST(YamlReaderTest, LimitsTheLengthOfKeys) {
  const std::string longest(kMaxYamlKeyBytes, 'k');
  EXPECT_EQ(Read("? " + longest + "\n: 1"), "{" + longest + "@1:3=1@2:3}");
  EXPECT_EQ(Read("? " + longest + "k\n: 1"),
            "limit 1:3 a key has 1025 bytes; at most 1024 are accepted");
}

// Much of each of these must use up neither the stack nor the time.
TEST(YamlReaderTest, SurvivesWhatIsMadeToHurt) {
  for (const std::string piece :
       {"[",     "{",   "- ",   "? ",   ": ",    "[a,",  "{a: ", "[{",
        "-\n",   "?\n", "a:\n", "&a ",  "*a ",   "!a ",  "| ",   ">\n",
        "\"",    "'",   "''",   "\\",   "#",     "# \n", "%\n",  "---\n",
        "...\n", ", ",  "[], ", "[:",   "<<: ",  "\n",   " ",    "\r",
        "\t",    "a",   "a ",   "a\n ", "\"\\x", "? - "}) {
    for (const std::string start : {"", "[", "a:\n ", "\"", "'", "|\n "}) {
      const size_t times = (kMaxYamlBytes / 32 - start.size()) / piece.size();
      YamlNode root;
      ReadYaml(start + Repeat(piece, times), &root);
    }
  }
}

TEST(YamlReaderTest, IsThreadSafe) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int round = 0; round < 50; ++round) {
        const std::string number = absl::StrCat(i * 1000 + round);
        EXPECT_EQ(Read("a: [" + number + ", \"x\"]\n"),
                  "{a@1:1=[" + number + "@1:5, \"x\"@1:" +
                      absl::StrCat(7 + number.size()) + "]}");
        EXPECT_EQ(Read("a: [").substr(0, 4), "1:5 ");
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace admf
