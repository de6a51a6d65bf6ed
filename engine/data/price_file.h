#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "engine/data/read_request.h"

namespace admf {

/// A price file that is open for reading. Movable; closes the file at its end.
class PriceFile {
 public:
  enum class Kind { kCsv, kGzippedCsv, kParquet };

  /// Opens the file at `path`, which is CSV or Parquet as `format` says or by
  /// the end of its name: .csv, .txt, .tsv, the same with .gz, or .parquet.
  ///
  /// NOT_FOUND if there is no such file, PERMISSION_DENIED if it can't be read,
  /// INVALID_ARGUMENT if it is no regular file or its name says nothing.
  static absl::StatusOr<PriceFile> Open(const std::string& path,
                                        ReadRequest::Format format);

  PriceFile(PriceFile&& other) noexcept;
  PriceFile& operator=(PriceFile&& other) noexcept;
  ~PriceFile();

  Kind kind() const { return kind_; }
  int descriptor() const { return descriptor_; }
  /// A path that opens this very file again, whatever happens to its name. It
  /// has no characters that mean something in SQL or in a pattern of file
  /// names.
  std::string ReopenPath() const;

 private:
  PriceFile(Kind kind, int descriptor) : kind_(kind), descriptor_(descriptor) {}

  Kind kind_;
  /// -1 after a move.
  int descriptor_;
};

}  // namespace admf
