#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

namespace admf {

// The types of a scalar without quotes. Errors are INVALID_ARGUMENT, and their
// message is the description of a problem: what was found, what is expected,
// and an example.

/// A whole number within the bounds: `10`, `-3`, also `1e3` and `10.0`.
absl::StatusOr<int64_t> ParseYamlInteger(std::string_view text, int64_t minimum,
                                         int64_t maximum);
absl::StatusOr<uint64_t> ParseYamlUnsigned(std::string_view text,
                                           uint64_t maximum);

/// A finite number: `0.002`, `.5`, `1e-3`, `7`. The nearest double.
absl::StatusOr<double> ParseYamlReal(std::string_view text);

/// `true` or `false`, and nothing else.
absl::StatusOr<bool> ParseYamlBoolean(std::string_view text);

/// Whatever the text is by YAML's core schema: boolean, number or text. Numbers
/// that would not mean to a reader what they mean to a program (hexadecimal,
/// octal, leading zeros, infinite, too large for a double to hold) are refused.
absl::StatusOr<google::protobuf::Value> ParseYamlAny(std::string_view text);

}  // namespace admf
