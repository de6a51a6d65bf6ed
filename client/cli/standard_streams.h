#pragma once

namespace admf {

/// Gives the standard streams that the caller closed (`admf list >&-`) a
/// descriptor that refuses to be read or written. Otherwise the next socket
/// would get their number, and what is printed. To be called first of all.
void OccupyStandardStreams();

}  // namespace admf
