#include "engine/data/name_times.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/data/timestamp.h"

namespace admf {

std::string NameTimes(int64_t count, const std::vector<int64_t>& first_us,
                      LocalClock clock) {
  std::vector<std::string> texts;
  for (const int64_t time_us : first_us) {
    texts.push_back(FormatLocal(clock.ToLocal(time_us)));
  }
  const bool more = count > static_cast<int64_t>(first_us.size());
  return absl::StrCat(absl::StrJoin(texts, ", "), more ? ", ..." : "");
}

}  // namespace admf
