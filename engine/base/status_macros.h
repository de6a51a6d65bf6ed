#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Early return on errors, as in most code bases that use absl::Status.
//
//   RETURN_IF_ERROR(Check(config));
//   ASSIGN_OR_RETURN(BarSeries bars, reader.Read(request));

#define RETURN_IF_ERROR(expression)              \
  do {                                           \
    absl::Status admf_status_ = (expression);    \
    if (!admf_status_.ok()) return admf_status_; \
  } while (false)

#define ADMF_CONCAT_INNER(a, b) a##b
#define ADMF_CONCAT(a, b) ADMF_CONCAT_INNER(a, b)

#define ADMF_ASSIGN_OR_RETURN(temporary, target, expression) \
  auto temporary = (expression);                             \
  if (!temporary.ok()) return std::move(temporary).status(); \
  target = *std::move(temporary)

#define ASSIGN_OR_RETURN(target, expression)                            \
  ADMF_ASSIGN_OR_RETURN(ADMF_CONCAT(admf_status_or_, __LINE__), target, \
                        expression)
