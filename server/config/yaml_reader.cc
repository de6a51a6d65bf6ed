#include "server/config/yaml_reader.h"

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/config/yaml_text.h"
#include "server/config/yaml_tree_builder.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/parser.h"

namespace admf {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// yaml-cpp keeps all of a `[...]` that has not ended in its queue, at about
/// 200 bytes a sign: a text with more signs than this could not be read in
/// bounded memory.
bool HasTooManySigns(std::string_view text) {
  constexpr std::string_view kSigns = "[]{},:\"'";
  const auto signs = std::count_if(text.begin(), text.end(), [&](char c) {
    return kSigns.find(c) != std::string_view::npos;
  });
  return static_cast<size_t>(signs) > kMaxYamlNodes;
}

struct Explanation {
  const char* yaml_cpp_message;
  const char* description;
};

/// What the messages of yaml-cpp mean for somebody who writes a configuration.
const Explanation kExplanations[] = {
    {YAML::ErrorMsg::END_OF_MAP,
     "this does not fit into the mapping around it; check the indentation, "
     "that "
     "every key is followed by `: `, and the quotes"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW,
     "a mapping in braces is not closed; a `}` or a `,` is missing"},
    {YAML::ErrorMsg::END_OF_SEQ,
     "this does not fit into the list around it; check the indentation, that "
     "every element begins with `- `, and the quotes"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW,
     "a list in brackets is not closed; a `]` or a `,` is missing"},
    {YAML::ErrorMsg::MAP_VALUE,
     "a `:` can't stand here; check the indentation, and put a text that has "
     "`: ` in it in quotes"},
    {YAML::ErrorMsg::MAP_KEY, "a `?` can't stand here; put the text in quotes"},
    {YAML::ErrorMsg::BLOCK_ENTRY,
     "an element of a list that begins with `- ` can't stand here; it needs a "
     "line of its own"},
    {YAML::ErrorMsg::FLOW_END,
     "this bracket or brace closes nothing that is open here"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quote is not closed"},
    {YAML::ErrorMsg::DOC_IN_SCALAR,
     "a quote is not closed before the end of the document"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION,
     "a tab can't be used to indent; use spaces"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN,
     "a value can't begin with this character; put it in quotes"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR,
     "aliases (`*name`) are not accepted; write the value out"},
    {YAML::ErrorMsg::CHAR_IN_BLOCK,
     "a block that begins with `|` or `>` must begin on the next line"},
};

std::string Explain(const std::string& yaml_cpp_message) {
  for (const auto& [message, description] : kExplanations) {
    if (yaml_cpp_message == message) return description;
  }
  if (yaml_cpp_message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    return absl::StrCat(yaml_cpp_message,
                        "; write `\\\\` for a backslash, or use single quotes");
  }
  return yaml_cpp_message;
}

bool IsIndentedByTab(std::string_view line) {
  const size_t text = line.find_first_not_of(" \t");
  return text != std::string_view::npos &&
         line.substr(0, text).find('\t') != std::string_view::npos;
}

YamlError SyntaxError(const YAML::Exception& error, YamlTextIndex* index) {
  const size_t offset =
      error.mark.is_null() ? 0 : static_cast<size_t>(error.mark.pos);
  std::string description = Explain(error.msg);
  if (IsIndentedByTab(index->LineAt(offset))) {
    description = Explain(YAML::ErrorMsg::TAB_IN_INDENTATION);
  }
  return {.position = index->At(offset),
          .description = "not valid YAML: " + description};
}

std::optional<YamlError> CheckText(std::string_view text) {
  if (const auto bad = FindBadCharacter(text)) {
    return YamlError{.position = YamlTextIndex(text).At(bad->offset),
                     .description = bad->description};
  }
  if (HasTooManySigns(text)) {
    return YamlError{
        .kind = YamlProblem::Kind::kLimit,
        .position = {1, 1},
        .description = absl::StrCat("the text has more than ", kMaxYamlNodes,
                                    " brackets, braces, commas, colons and "
                                    "quotes; that is the limit")};
  }
  return std::nullopt;
}

}  // namespace

std::optional<YamlError> ReadYaml(std::string_view text, YamlNode* root) {
  *root = YamlNode();
  if (text.size() > kMaxYamlBytes) {
    return YamlError{.kind = YamlProblem::Kind::kLimit,
                     .position = {1, 1},
                     .description = absl::StrCat(
                         "the text has ", text.size(), " bytes; at most ",
                         kMaxYamlBytes, " (1 MiB) are accepted")};
  }
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (auto error = CheckText(text)) return error;

  YamlTextIndex index(text);
  YamlTreeBuilder builder(&index, root);
  std::optional<YamlError> error;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // The builder throws when a second document begins.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const YamlRefusal& refusal) {
    error = refusal.error;
  } catch (const YAML::Exception& exception) {
    error = SyntaxError(exception, &index);
  } catch (const std::exception& exception) {
    error = YamlError{
        .position = {1, 1},
        .description = absl::StrCat("not valid YAML: ", exception.what())};
  }
  if (error.has_value()) *root = YamlNode();
  return error;
}

}  // namespace admf
