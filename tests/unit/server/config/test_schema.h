#pragma once

#include <memory>

#include "google/protobuf/message.h"

namespace admf {

/// An empty message with fields of all types that messages can have, for what
/// the project's own messages don't need yet:
///
///   message Everything {
///     enum Color { COLOR_UNSPECIFIED = 0; COLOR_RED = 1; COLOR_DARK_BLUE = 2;
///     } int32 int32 = 1;       int64 int64 = 2; uint32 uint32 = 3;     uint64
///     uint64 = 4; float float = 5;       double double = 6; bool bool = 7;
///     string string = 8; Color color = 9;       Everything child = 10;
///     repeated int32 numbers = 11;
///     repeated string texts = 12;
///     repeated Color colors = 13;
///     repeated Everything children = 14;
///     map<int32, string> names = 15;
///     map<string, Everything> parts = 16;
///     oneof choice { string left = 17; Everything right = 18; }
///     google.protobuf.Duration duration = 19;
///     google.protobuf.Value value = 20;
///     google.protobuf.Struct fields = 21;
///     optional int32 maybe = 22;
///     repeated google.protobuf.Value values = 23;
///     repeated google.protobuf.Duration durations = 24;
///     repeated bool bools = 25;        repeated double doubles = 26;
///     repeated float floats = 27;      repeated int64 longs = 28;
///     repeated uint32 uints = 29;      repeated uint64 ulongs = 30;
///   }
std::unique_ptr<google::protobuf::Message> MakeEverything();

/// A message without fields.
std::unique_ptr<google::protobuf::Message> MakeNothing();

}  // namespace admf
