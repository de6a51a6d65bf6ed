#include "client/cli/text_table.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace admf {
namespace {

constexpr size_t kGap = 2;
// Less than this is not worth wrapping to.
constexpr size_t kMinimumWrapWidth = 24;
// Of the last column where it stands below the others for want of room.
constexpr size_t kIndent = 4;

std::string Pad(const std::string& text, size_t width, TextTable::Align align,
                const std::string& styled) {
  const std::string padding(width - std::min(width, DisplayWidth(text)), ' ');
  return align == TextTable::Align::kRight ? padding + styled
                                           : styled + padding;
}

void StripEnd(std::string* line) {
  while (!line->empty() && line->back() == ' ') line->pop_back();
}

}  // namespace

std::vector<std::string> WrapText(const std::string& text, size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (const absl::string_view word :
       absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::string longer =
        line.empty() ? std::string(word) : absl::StrCat(line, " ", word);
    if (line.empty() || DisplayWidth(longer) <= width) {
      line = longer;
    } else {
      lines.push_back(std::exchange(line, std::string(word)));
    }
  }
  lines.push_back(line);
  return lines;
}

TextTable::TextTable(std::vector<Column> columns)
    : columns_(std::move(columns)) {}

void TextTable::AddRow(std::vector<Cell> cells) {
  for (Cell& cell : cells) cell.text = Printable(cell.text);
  rows_.push_back(std::move(cells));
}

std::vector<size_t> TextTable::ColumnWidths() const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) {
      width = std::max(width, DisplayWidth(row[i].text));
    }
    widths.push_back(width);
  }
  return widths;
}

void TextTable::AppendRow(const std::vector<Cell>& row,
                          const std::vector<size_t>& widths, size_t wrap_width,
                          const Style& style, std::string* text) const {
  std::string line;
  for (size_t i = 0; i + 1 < row.size(); ++i) {
    absl::StrAppend(&line,
                    Pad(row[i].text, widths[i], columns_[i].align,
                        style.Apply(row[i].tone, row[i].text)),
                    std::string(kGap, ' '));
  }
  const Cell& last = row.back();
  if (columns_.back().align == Align::kRight) {
    line += Pad(last.text, widths.back(), Align::kRight,
                style.Apply(last.tone, last.text));
  } else {
    const size_t offset = std::accumulate(widths.begin(), widths.end() - 1,
                                          kGap * (widths.size() - 1));
    const bool fits =
        wrap_width == 0 || offset + DisplayWidth(last.text) <= wrap_width;
    const bool below = !fits && wrap_width < offset + kMinimumWrapWidth &&
                       wrap_width >= kIndent + kMinimumWrapWidth;
    const size_t indent = below ? kIndent : offset;
    const std::vector<std::string> pieces =
        wrap_width >= indent + kMinimumWrapWidth
            ? WrapText(last.text, wrap_width - indent)
            : std::vector<std::string>{last.text};
    for (size_t i = 0; i < pieces.size(); ++i) {
      if (below && i == 0) StripEnd(&line);
      if (below || i > 0) {
        absl::StrAppend(&line, "\n", std::string(indent, ' '));
      }
      line += style.Apply(last.tone, pieces[i]);
    }
  }
  StripEnd(&line);
  absl::StrAppend(text, line, "\n");
}

std::string TextTable::Render(const Style& style, size_t width) const {
  const std::vector<size_t> widths = ColumnWidths();
  std::string text;
  std::vector<Cell> titles;
  bool has_titles = false;
  for (const Column& column : columns_) {
    titles.emplace_back(column.title, Tone::kBold);
    has_titles |= !column.title.empty();
  }
  if (has_titles) AppendRow(titles, widths, width, style, &text);
  for (const auto& row : rows_) AppendRow(row, widths, width, style, &text);
  return text;
}

}  // namespace admf
