#include "containers/platform/file_descriptor.h"

#include <unistd.h>

namespace admf {

FileDescriptor::~FileDescriptor() {
  // An error is of no use: who needs the bytes on the disk has synced them.
  if (valid()) close(number_);
}

}  // namespace admf
