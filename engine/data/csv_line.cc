#include "engine/data/csv_line.h"

#include <algorithm>

namespace admf {
namespace {

std::string_view TrimSpaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

char DetectDelimiter(std::string_view header) {
  constexpr std::string_view kDelimiters = ",;\t";
  size_t counts[kDelimiters.size()] = {};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    const size_t which = kDelimiters.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  const size_t* most = std::max_element(std::begin(counts), std::end(counts));
  return kDelimiters[most - counts];
}

bool CsvLineSplitter::Split(std::string_view line) {
  fields_.clear();
  if (line.find('"') != std::string_view::npos) return SplitQuoted(line);
  size_t begin = 0;
  while (true) {
    const size_t end = line.find(delimiter_, begin);
    fields_.push_back(TrimSpaces(line.substr(begin, end - begin)));
    if (end == std::string_view::npos) return true;
    begin = end + 1;
  }
}

bool CsvLineSplitter::SplitQuoted(std::string_view line) {
  // Fields get shorter, so that what views point to is never moved.
  unquoted_.clear();
  unquoted_.reserve(line.size());
  for (size_t begin = 0;;) {
    const size_t start = line.find_first_not_of(' ', begin);
    const bool quoted = start != std::string_view::npos && line[start] == '"';
    const size_t end =
        quoted ? TakeQuoted(line, start + 1) : TakePlain(line, begin);
    if (end == std::string_view::npos) return false;
    if (end == line.size()) return true;
    begin = end + 1;
  }
}

size_t CsvLineSplitter::TakePlain(std::string_view line, size_t begin) {
  const size_t end = std::min(line.find(delimiter_, begin), line.size());
  fields_.push_back(TrimSpaces(line.substr(begin, end - begin)));
  const bool stray_quote = fields_.back().find('"') != std::string_view::npos;
  return stray_quote ? std::string_view::npos : end;
}

size_t CsvLineSplitter::TakeQuoted(std::string_view line, size_t begin) {
  const size_t field = unquoted_.size();
  size_t quote = line.find('"', begin);
  while (quote != std::string_view::npos) {
    unquoted_.append(line, begin, quote - begin);
    begin = quote + 1;
    if (begin == line.size() || line[begin] != '"') break;
    unquoted_ += '"';
    quote = line.find('"', ++begin);
  }
  if (quote == std::string_view::npos) return std::string_view::npos;
  fields_.push_back(std::string_view(unquoted_).substr(field));
  const size_t end = std::min(line.find_first_not_of(' ', begin), line.size());
  const bool is_end = end == line.size() || line[end] == delimiter_;
  return is_end ? end : std::string_view::npos;
}

}  // namespace admf
