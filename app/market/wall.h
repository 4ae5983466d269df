/* What a clock on a wall says, of no zone: how rules, opening hours and the keys of dates are written. Gregorian throughout, no leap
 * seconds, so that days and hours add up; zone.h knows which instant a reading is. */
#ifndef CURIO_MARKET_WALL_H
#define CURIO_MARKET_WALL_H

#include "core/str.h"

/* Seconds since 1970-01-01T00:00:00 as if every day had 86400 of them. */
struct wall {
    int64_t s;
};

struct wall_parts {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
};

enum { WALL_TEXT = 24, WALL_DAY = 86400, WALL_YEAR_LEAST = 1970, WALL_YEAR_MOST = 2100 };

struct wall wall_of(struct wall_parts); /* days past the end of a month run over into the next, as do hours */
struct wall_parts wall_parts(struct wall);
struct wall wall_date(int year, int month, int day);
bool wall_leap(int year);
int wall_month_days(int year, int month);
int64_t wall_day(struct wall);     /* whole days since 1970-01-01 */
int wall_weekday(struct wall);     /* 0: Sunday … 6: Saturday */
/* "2026-05-03", "2026-05-03T09:00" and with seconds; a space in place of T as PostgreSQL writes it; the compact "20260503T090000" of
 * iCalendar. Years WALL_YEAR_LEAST to WALL_YEAR_MOST. */
__attribute__((warn_unused_result)) bool wall_parse(struct str, struct wall *out);
struct str wall_text(struct wall, char out[WALL_TEXT]);    /* 2026-05-03T09:00, with seconds where there are any */
struct str wall_compact(struct wall, char out[WALL_TEXT]); /* 20260503T090000 */

#endif
