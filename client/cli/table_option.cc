#include "client/cli/table_option.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace admf {

std::string TableOption(std::string_view table) {
  const bool has_option = std::find(kNamedTables.begin(), kNamedTables.end(),
                                    table) != kNamedTables.end();
  return std::string(has_option ? "--" : "--table ").append(table);
}

}  // namespace admf
