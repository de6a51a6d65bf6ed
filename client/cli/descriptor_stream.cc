#include "client/cli/descriptor_stream.h"

#include <unistd.h>

#include <cerrno>

namespace admf {

DescriptorBuffer::DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

DescriptorBuffer::~DescriptorBuffer() { WriteBuffer(); }

bool DescriptorBuffer::WriteBuffer() {
  const char* next = pbase();
  while (next < pptr() && error_number_ == 0) {
    const ssize_t written = write(descriptor_, next, pptr() - next);
    if (written >= 0) {
      next += written;
    } else if (errno != EINTR) {
      error_number_ = errno;
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return error_number_ == 0;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
  if (!WriteBuffer()) return traits_type::eof();
  if (!traits_type::eq_int_type(character, traits_type::eof())) {
    sputc(traits_type::to_char_type(character));
  }
  return traits_type::not_eof(character);
}

int DescriptorBuffer::sync() { return WriteBuffer() ? 0 : -1; }

}  // namespace admf
