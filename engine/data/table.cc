#include "engine/data/table.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/canonical_bytes.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"

namespace admf {
namespace {

constexpr std::string_view kTableMagic = "ADMFTBL1";
// In the order of Table::Values.
constexpr std::string_view kTypeLetters = "tids";
constexpr std::string_view kTypePadding("\0\0\0\0\0\0\0", 7);

/// Appends to bytes.
class Writer {
 public:
  explicit Writer(std::string* bytes) : bytes_(*bytes) {}

  void AddBytes(std::string_view bytes) { bytes_.append(bytes); }

  void AddBits(uint64_t bits) {
    std::byte bytes[kCanonicalNumberBytes];
    StoreLittleEndian(bits, bytes);
    bytes_.append(reinterpret_cast<const char*>(bytes), sizeof(bytes));
  }

  void AddSize(size_t size) { AddBits(size); }

  void AddText(std::string_view text) {
    AddSize(text.size());
    AddBytes(text);
  }

  void AddValues(const Table::Times& times) { AddValues(times.values); }
  void AddValues(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) AddText(text);
  }
  template <typename Number>
  void AddValues(const std::vector<Number>& numbers) {
    const size_t size = bytes_.size() + numbers.size() * kCanonicalNumberBytes;
    // At least twice as much each time, or many ranges would be copied often.
    if (size > bytes_.capacity()) {
      bytes_.reserve(std::max(size, 2 * bytes_.capacity()));
    }
    for (const Number number : numbers) AddBits(CanonicalBits(number));
  }

 private:
  std::string& bytes_;
};

absl::Status DataLoss(std::string_view what) {
  return absl::DataLossError(absl::StrCat(
      "not a table: ", absl::string_view(what.data(), what.size())));
}

/// Takes the parts off the front of the bytes; each one is checked against what
/// is left before memory is taken for it.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  size_t size() const { return rest_.size(); }

  absl::Status Expect(std::string_view bytes) {
    if (!rest_.starts_with(bytes)) return DataLoss("unexpected bytes");
    rest_.remove_prefix(bytes.size());
    return absl::OkStatus();
  }

  absl::StatusOr<uint64_t> TakeBits() {
    if (rest_.size() < kCanonicalNumberBytes) return DataLoss("cut off");
    const auto bytes = std::as_bytes(std::span(rest_));
    const uint64_t bits =
        LoadLittleEndian(bytes.first<kCanonicalNumberBytes>());
    rest_.remove_prefix(kCanonicalNumberBytes);
    return bits;
  }

  /// A count of things that take at least `bytes_each`, so that no more of them
  /// than fit in what is left.
  absl::StatusOr<size_t> TakeCount(size_t bytes_each) {
    ASSIGN_OR_RETURN(const uint64_t count, TakeBits());
    if (count > rest_.size() / bytes_each) return DataLoss("cut off");
    return count;
  }

  absl::StatusOr<std::string> TakeText() {
    ASSIGN_OR_RETURN(const size_t size, TakeCount(1));
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  absl::StatusOr<size_t> TakeType() {
    if (rest_.empty()) return DataLoss("cut off");
    const size_t type = kTypeLetters.find(rest_.front());
    if (type == std::string_view::npos) return DataLoss("unknown type");
    rest_.remove_prefix(1);
    RETURN_IF_ERROR(Expect(kTypePadding));
    return type;
  }

 private:
  std::string_view rest_;
};

absl::StatusOr<std::vector<std::string>> TakeTexts(Reader& reader,
                                                   size_t rows) {
  std::vector<std::string> texts;
  texts.reserve(rows);
  for (size_t row = 0; row < rows; ++row) {
    ASSIGN_OR_RETURN(std::string text, reader.TakeText());
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::StatusOr<std::vector<int64_t>> TakeInts(Reader& reader, size_t rows) {
  std::vector<int64_t> values(rows);
  for (int64_t& value : values) {
    ASSIGN_OR_RETURN(const uint64_t bits, reader.TakeBits());
    value = static_cast<int64_t>(bits);
  }
  return values;
}

absl::StatusOr<std::vector<double>> TakeDoubles(Reader& reader, size_t rows) {
  std::vector<double> values(rows);
  for (double& value : values) {
    ASSIGN_OR_RETURN(const uint64_t bits, reader.TakeBits());
    value = DoubleFromBits(bits);
    if (CanonicalBits(value) != bits) return DataLoss("not a canonical number");
  }
  return values;
}

absl::StatusOr<Table::Column> TakeColumn(Reader& reader, size_t rows) {
  Table::Column column;
  ASSIGN_OR_RETURN(column.name, reader.TakeText());
  ASSIGN_OR_RETURN(const size_t type, reader.TakeType());
  // Every value takes at least 8 bytes.
  if (rows > reader.size() / kCanonicalNumberBytes) return DataLoss("cut off");
  switch (kTypeLetters[type]) {
    case 't': {
      ASSIGN_OR_RETURN(std::vector<int64_t> values, TakeInts(reader, rows));
      column.values = Table::Times{std::move(values)};
      break;
    }
    case 'i': {
      ASSIGN_OR_RETURN(column.values, TakeInts(reader, rows));
      break;
    }
    case 'd': {
      ASSIGN_OR_RETURN(column.values, TakeDoubles(reader, rows));
      break;
    }
    default: {
      ASSIGN_OR_RETURN(column.values, TakeTexts(reader, rows));
      break;
    }
  }
  return column;
}

size_t SizeOf(const Table::Times& times) { return times.values.size(); }
template <typename Value>
size_t SizeOf(const std::vector<Value>& values) {
  return values.size();
}

}  // namespace

size_t Table::Column::size() const {
  return std::visit([](const auto& values) { return SizeOf(values); }, values);
}

size_t Table::row_count() const {
  return columns.empty() ? 0 : columns.front().size();
}

void AppendTableBegin(size_t columns, size_t rows, std::string* bytes) {
  Writer writer(bytes);
  writer.AddBytes(kTableMagic);
  writer.AddSize(columns);
  writer.AddSize(rows);
}

void AppendColumnBegin(std::string_view name, const Table::Values& values,
                       std::string* bytes) {
  Writer writer(bytes);
  writer.AddText(name);
  writer.AddBytes(kTypeLetters.substr(values.index(), 1));
  writer.AddBytes(kTypePadding);
}

void AppendValues(const Table::Values& values, std::string* bytes) {
  Writer writer(bytes);
  std::visit([&writer](const auto& column) { writer.AddValues(column); },
             values);
}

std::string EncodeTable(const Table& table) {
  std::string bytes;
  AppendTableBegin(table.columns.size(), table.row_count(), &bytes);
  for (const Table::Column& column : table.columns) {
    CHECK(column.size() == table.row_count());
    AppendColumnBegin(column.name, column.values, &bytes);
    AppendValues(column.values, &bytes);
  }
  return bytes;
}

absl::StatusOr<Table> DecodeTable(std::string_view bytes) {
  Reader reader(bytes);
  RETURN_IF_ERROR(reader.Expect(kTableMagic));
  // A column takes at least its name's length, its type and the padding.
  ASSIGN_OR_RETURN(const size_t columns,
                   reader.TakeCount(2 * kCanonicalNumberBytes));
  ASSIGN_OR_RETURN(const uint64_t rows, reader.TakeBits());
  if (columns == 0 && rows > 0) return DataLoss("rows without columns");
  Table table;
  table.columns.reserve(columns);
  for (size_t i = 0; i < columns; ++i) {
    ASSIGN_OR_RETURN(Table::Column column, TakeColumn(reader, rows));
    table.columns.push_back(std::move(column));
  }
  if (!reader.empty()) return DataLoss("bytes after the last column");
  return table;
}

}  // namespace admf
