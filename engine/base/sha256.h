#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace admf {

/// SHA-256 over canonical bytes (FIPS 180-4, computed by OpenSSL). Everything
/// that has a digest in this project goes through the Add functions, so that a
/// digest never depends on the machine: numbers are added as little-endian
/// bytes, texts with their length before them, columns with their row count
/// before them.
///
/// Not thread-safe. After a move only destruction and assignment are valid.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  /// Adds bytes as they are, without a length.
  void AddBytes(std::span<const std::byte> bytes);
  /// Adds a text, its length first.
  void AddText(std::string_view text);
  void AddInt(int64_t value);
  /// Adds the canonical bits of a double (engine/base/canonical_bytes.h):
  /// values that compare equal have equal digests, and so have all NaNs.
  void AddDouble(double value);
  /// Adds a column, its row count first.
  void AddColumn(std::span<const int64_t> values);
  void AddColumn(std::span<const double> values);

  /// The digest of all that was added, as 64 hexadecimal digits. Call once,
  /// and nothing after it.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The digest of one piece of bytes.
std::string Sha256Of(std::span<const std::byte> bytes);

}  // namespace admf
