#pragma once

#include <array>
#include <streambuf>

namespace admf {

/// The buffer of an output stream over a file descriptor that remembers why
/// writing failed, which std::cout does not tell. Not thread-safe.
class DescriptorBuffer : public std::streambuf {
 public:
  /// `descriptor` is borrowed.
  explicit DescriptorBuffer(int descriptor);
  ~DescriptorBuffer() override;
  DescriptorBuffer(const DescriptorBuffer&) = delete;
  DescriptorBuffer& operator=(const DescriptorBuffer&) = delete;

  /// The errno of the first failure, or 0. After it nothing more is written.
  int error_number() const { return error_number_; }

 protected:
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  bool WriteBuffer();

  const int descriptor_;
  int error_number_ = 0;
  std::array<char, 16384> buffer_;
};

}  // namespace admf
