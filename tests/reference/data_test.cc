// Trading days as the market had them.
#include <memory>
#include <string>

#include "engine/data/exchange_calendar.h"
#include "engine/data/market_data_reader.h"
#include "engine/data/read_request.h"
#include "gtest/gtest.h"
#include "tests/reference/reference_run.h"

namespace admf {
namespace {

// 2,148 days from 2004-08-19 to 2013-03-01, which the market itself has dated:
// President Ford's funeral and hurricane Sandy are among those without a bar.
TEST(NyseCalendarTest, AgreesWithTheDaysOnWhichGoogWasTraded) {
  const auto folder = ReferenceDataFolder();
  if (!folder.has_value()) GTEST_SKIP() << "ADMF_REFERENCE_DATA is not set";
  const auto reader = MarketDataReader::Create({});
  ASSERT_TRUE(reader.ok()) << reader.status();
  ReadRequest request;
  request.path = *folder + "/GOOG.csv";
  request.display_path = "GOOG.csv";
  request.symbol = "GOOG";
  request.timezone = "America/New_York";
  request.calendar = ExchangeCalendar::Kind::kNyse;
  const auto bars = (*reader)->Read(request, {});
  ASSERT_TRUE(bars.ok()) << bars.status();
  EXPECT_EQ((*bars)->size(), 2148u);
  EXPECT_TRUE((*bars)->warnings().empty());
  // Every other day would be one too many.
  request.calendar = ExchangeCalendar::Kind::k24x5;
  EXPECT_FALSE((*reader)->Read(request, {}).ok());
}

}  // namespace
}  // namespace admf
