/* A calendar of markets: rs->view of its route. */
#ifndef CURIO_HANDLERS_MARKET_CALENDAR_H
#define CURIO_HANDLERS_MARKET_CALENDAR_H

#include "handlers/market/find.h"

struct market_calendar {
    int64_t first; /* days since 1970-01-01 */
    int64_t days;
    bool monthly;
    struct market_here here;
    double radius; /* kilometres */
};

/* "2026-11-21" of a day since 1970-01-01. */
struct str calendar_day(struct arena *, int64_t day);
struct locale_time calendar_date(int64_t day);
/* Days since 1970-01-01 of the first of a month; months past 12 run over into the next year, those before 1 into the one before. */
int64_t calendar_month(int year, int month);
int calendar_weekday(int64_t day); /* 0: Sunday */

#endif
