#include "containers/platform/posix_error.h"

#include <cerrno>
#include <string>

#include "gtest/gtest.h"

namespace admf {
namespace {

TEST(PosixErrorTest, SaysWhatCannotBeDoneAndWhy) {
  EXPECT_EQ(PosixError(ENOSPC, "write", "/state/a.json").message(),
            "cannot write '/state/a.json': No space left on device");
}

TEST(PosixErrorTest, MapsTheErrorsThatFileSystemLists) {
  struct Case {
    int error_number;
    absl::StatusCode code;
  };
  for (const Case& c : {
           Case{ENOENT, absl::StatusCode::kNotFound},
           Case{EACCES, absl::StatusCode::kPermissionDenied},
           Case{EPERM, absl::StatusCode::kPermissionDenied},
           Case{EROFS, absl::StatusCode::kPermissionDenied},
           Case{ENOTDIR, absl::StatusCode::kFailedPrecondition},
           Case{EISDIR, absl::StatusCode::kFailedPrecondition},
           Case{ELOOP, absl::StatusCode::kFailedPrecondition},
           Case{ENOSPC, absl::StatusCode::kUnavailable},
           Case{EDQUOT, absl::StatusCode::kUnavailable},
           Case{EFBIG, absl::StatusCode::kUnavailable},
           Case{EMFILE, absl::StatusCode::kUnavailable},
           Case{EIO, absl::StatusCode::kDataLoss},
           Case{ENAMETOOLONG, absl::StatusCode::kInvalidArgument},
       }) {
    const absl::Status status = PosixError(c.error_number, "read", "/a");
    EXPECT_EQ(status.code(), c.code) << status;
  }
}

}  // namespace
}  // namespace admf
