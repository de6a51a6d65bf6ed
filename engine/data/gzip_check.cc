#include "engine/data/gzip_check.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <memory>
#include <vector>

#include "engine/base/system_error.h"

namespace admf {
namespace {

// What is read between two looks at `stop`: about a millisecond.
constexpr unsigned kBlockBytes = 256 * 1024;

struct GzipCloser {
  void operator()(gzFile file) const { gzclose_r(file); }
};

absl::Status CheckEnd(gzFile file) {
  int error = Z_OK;
  gzerror(file, &error);
  switch (error) {
    case Z_OK:
    case Z_STREAM_END:
      return absl::OkStatus();
    case Z_BUF_ERROR:
      return absl::InvalidArgumentError("its gzip data are cut off");
    case Z_MEM_ERROR:
      return absl::ResourceExhaustedError("no memory to unpack it");
    default:
      return absl::InvalidArgumentError("its gzip data are damaged");
  }
}

}  // namespace

absl::Status CheckGzip(int descriptor, std::stop_token stop) {
  // gzclose closes what gzdopen was given.
  const int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return SystemError(errno, "it can't be opened");
  const std::unique_ptr<gzFile_s, GzipCloser> file(gzdopen(copy, "rb"));
  if (file == nullptr) {
    close(copy);
    return absl::ResourceExhaustedError("no memory to unpack it");
  }
  gzbuffer(file.get(), kBlockBytes);
  if (gzdirect(file.get()) != 0) {
    return absl::InvalidArgumentError(
        "its name ends in .gz, but it is not gzip");
  }
  std::vector<char> block(kBlockBytes);
  while (gzread(file.get(), block.data(), kBlockBytes) > 0) {
    if (stop.stop_requested()) return absl::CancelledError("cancelled");
  }
  return CheckEnd(file.get());
}

}  // namespace admf
