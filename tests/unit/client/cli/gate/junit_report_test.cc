#include "client/cli/gate/junit_report.h"

#include <gtest/gtest.h>

#include "tests/unit/client/cli/gate/test_cases.h"

namespace admf {
namespace {

TEST(JunitReportTest, ASuiteForEachFileAndACaseForEachCriterion) {
  EXPECT_EQ(JunitReport(TestCases()),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="admf gate" tests="5" failures="1" errors="2" skipped="0" time="4.500">
  <testsuite name="gates/a.yaml" tests="1" failures="0" errors="0" skipped="0" time="1.500" timestamp="2001-09-09T01:46:40">
    <properties>
      <property name="workflow_id" value="w-1"/>
      <property name="config_digest" value="c1"/>
      <property name="data_digest" value="d1"/>
      <property name="result_digest" value="e1"/>
    </properties>
    <testcase name="trade_count &gt;= 30" classname="a|b" file="gates/a.yaml" time="1.500"/>
  </testsuite>
  <testsuite name="gates/b.yaml" tests="2" failures="1" errors="0" skipped="0" time="3.000" timestamp="2001-09-09T01:46:40">
    <properties>
      <property name="workflow_id" value="w-2"/>
    </properties>
    <testcase name="turnover &lt;= 3" classname="search" file="gates/b.yaml" time="1.500"/>
    <testcase name="deflated_sharpe_ratio &gt;= 0.95" classname="search" file="gates/b.yaml" time="1.500">
      <failure type="criterion" message="deflated_sharpe_ratio is 0.41; required is deflated_sharpe_ratio &gt;= 0.95">0.41 &lt; 0.95</failure>
    </testcase>
    <system-out>warning: few &lt;trades&gt;&#10;</system-out>
  </testsuite>
  <testsuite name="gates/c.yaml" tests="1" failures="0" errors="1" skipped="0" time="0.000">
    <testcase name="workflow" classname="gates/c.yaml" file="gates/c.yaml" time="0.000">
      <error type="refused" message="the configuration is invalid">gates/c.yaml:2:9: no 'x' &amp; no &quot;y&quot;&#10;gates/c.yaml:3:1: z</error>
    </testcase>
  </testsuite>
  <testsuite name="gates/d.yaml" tests="1" failures="0" errors="1" skipped="0" time="0.000" timestamp="2001-09-09T01:46:40">
    <properties>
      <property name="workflow_id" value="w-4"/>
    </properties>
    <testcase name="workflow" classname="d" file="gates/d.yaml" time="0.000">
      <error type="workflow" message="the workflow failed: GOOG.csv is missing"></error>
    </testcase>
  </testsuite>
</testsuites>
)");
}

}  // namespace
}  // namespace admf
