#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/cli/style.h"

namespace admf {

/// Rows of text in aligned columns, two spaces apart:
///
///   TextTable table({{"METRIC"}, {"VALUE", TextTable::Align::kRight}});
///   table.AddRow({"trade_count", "66"});
///   out << table.Render(style, width);
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    /// Without any title there is no line of titles.
    std::string title;
    Align align = Align::kLeft;
  };
  struct Cell {
    // Implicit, so that a row reads as the list of its texts.
    Cell(std::string text,  // NOLINT(google-explicit-constructor): see above
         Tone tone = Tone::kPlain)
        : text(std::move(text)), tone(tone) {}
    Cell(const char* text)  // NOLINT(google-explicit-constructor): see above
        : Cell(std::string(text)) {}

    std::string text;
    Tone tone;
  };

  explicit TextTable(std::vector<Column> columns);

  /// One cell for each column. Control characters are made harmless.
  void AddRow(std::vector<Cell> cells);

  bool empty() const { return rows_.empty(); }

  /// All lines. The last column is wrapped where it would pass `width`
  /// columns; 0 for lines of any length.
  std::string Render(const Style& style, size_t width) const;

 private:
  std::vector<size_t> ColumnWidths() const;
  void AppendRow(const std::vector<Cell>& row,
                 const std::vector<size_t>& widths, size_t wrap_width,
                 const Style& style, std::string* text) const;

  const std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// Breaks text between words into lines of at most `width` columns. A word that
/// is longer has a line of its own.
std::vector<std::string> WrapText(const std::string& text, size_t width);

}  // namespace admf
