#pragma once

#include <optional>

#include "engine/catalog/parameter.h"
#include "google/protobuf/struct.pb.h"

namespace admf {

/// The value of a parameter as configurations have it; nothing for what is
/// neither a number nor true, false or a text. A number without a fraction, up
/// to 2^53, becomes an integer; the catalogue says which of them are meant as
/// real numbers.
std::optional<ParameterValue> ToParameterValue(
    const google::protobuf::Value& value);

/// And the other way round.
google::protobuf::Value ToValue(const ParameterValue& parameter);

}  // namespace admf
