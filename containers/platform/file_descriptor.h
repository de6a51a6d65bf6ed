#pragma once

#include <utility>

namespace admf {

/// Owns a file descriptor of the system and closes it. Not thread-safe.
class FileDescriptor {
 public:
  /// None.
  FileDescriptor() = default;
  /// Takes over `number`; negative is none.
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  bool valid() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_ = -1;
};

}  // namespace admf
