#include "client/cli/gate/markdown_report.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/client/cli/gate/test_cases.h"

namespace admf {
namespace {

TEST(MarkdownReportTest, ATableAndWhatTheSearchesMean) {
  EXPECT_EQ(
      MarkdownReport(TestCases()),
      R"md(## gate FAILED: 1 of 4 workflows passed, 1 failed, 2 have no verdict

| workflow | criterion | value | verdict |
| --- | --- | ---: | --- |
| a\|b (`w-1`) | `trade_count >= 30` | 66 | passed |
| search (`w-2`) | `turnover <= 3` | 2 | passed |
| search (`w-2`) | `deflated_sharpe_ratio >= 0.95` | 0.41 | **FAILED**: 0.41 \< 0.95 |
| gates/c.yaml |  |  | **ERROR**: the configuration is invalid<br>`gates/c.yaml:2:9: no 'x' & no "y"`<br>`gates/c.yaml:3:1: z` |
| d (`w-4`) |  |  | **ERROR**: the workflow failed: GOOG.csv is missing |

### search

- 4,851 trials, 4,700 of them feasible; grid done
- peak: trial 7, `fast_period=12`
- Luck alone explains \*this\*.
- earlier\_trials: 12
- warning: few \<trades\>
)md");
}

TEST(MarkdownReportTest, TextsOfOthersStayInTheirCell) {
  const std::string report = MarkdownReport({{.file = "a`b|c\nd",
                                              .problem = "<script> | `x`\n# e",
                                              .violations = {"f`g|h\ni"},
                                              .exit_code = ExitCode::kUsage}});
  EXPECT_EQ(report,
            "## gate FAILED: 0 of 1 workflow passed, 1 has no verdict\n\n"
            "| workflow | criterion | value | verdict |\n"
            "| --- | --- | ---: | --- |\n"
            "| a\\`b\\|c d |  |  | **ERROR**: \\<script\\> \\| \\`x\\` \\# "
            "e<br>`f'g\\|h i` |\n");
}

}  // namespace
}  // namespace admf
