/* Dates, numbers, money and lengths as the language that _() speaks writes them. What differs between languages stands in their
 * catalogues, as entries with a context (docs/translating.md), so that a new language brings its own and needs no code.
 * Each call writes into OUT and returns it as text; what has no meaning (a 13th month) gives "". */
#ifndef CURIO_CORE_LOCALE_H
#define CURIO_CORE_LOCALE_H

#include "core/timestamp.h"

enum { LOCALE_TEXT = 96 };

/* A date and time as a calendar and a clock on the wall show them, wherever that is; month and day from 1. */
struct locale_time {
    int year, month, day, hour, minute;
};

enum locale_style {          /* English                     Danish */
    LOCALE_SHORT,            /* 21/11/2026                  21.11.2026 */
    LOCALE_MEDIUM,           /* 21 Nov 2026                 21. nov. 2026 */
    LOCALE_LONG,             /* 21 November 2026            21. november 2026 */
    LOCALE_FULL,             /* Saturday, 21 November 2026  lørdag den 21. november 2026 */
    LOCALE_WEEKDAY,          /* Saturday 21 November        lørdag 21. november */
    LOCALE_BRIEF,            /* Sat 21 Nov                  lør. 21. nov. */
    LOCALE_MONTH,            /* November 2026               november 2026 */
    LOCALE_STYLE_COUNT
};

/* "2026-11-21", "2026-11-21T14:05" (T or a space; seconds are dropped) or "14:05" alone, which leaves the date 0. */
__attribute__((warn_unused_result)) bool locale_parse_time(struct str, struct locale_time *out);
/* The style of that name in lower case: "full". LOCALE_LONG for any other. */
enum locale_style locale_style_named(struct str);
struct locale_time locale_utc(struct timestamp);

struct str locale_date(char out[LOCALE_TEXT], const struct locale_time *, enum locale_style);
struct str locale_clock(char out[LOCALE_TEXT], const struct locale_time *); /* 14:05, 14.05 */
struct str locale_date_clock(char out[LOCALE_TEXT], const struct locale_time *, enum locale_style); /* 21 November 2026 at 14:05 */
/* 21–22 November 2026: what both have in common is said once. The same day twice is that day. */
struct str locale_date_range(char out[LOCALE_TEXT], const struct locale_time *from, const struct locale_time *until, enum locale_style);
struct str locale_clock_range(char out[LOCALE_TEXT], const struct locale_time *from, const struct locale_time *until);
/* today, tomorrow, yesterday, in 3 days, 3 days ago; from 7 days on the date itself, in full where the year is another. */
struct str locale_day_relative(char out[LOCALE_TEXT], const struct locale_time *day, const struct locale_time *today);
/* 3 hours ago, in 2 days; the date (in UTC) from a month on. */
struct str locale_relative(char out[LOCALE_TEXT], struct timestamp at, struct timestamp now);

const char *locale_month(int month);     /* 1: January … 12; "" for others */
const char *locale_weekday(int weekday); /* 0: Sunday … 6: Saturday; "" for others */
const char *locale_weekday_brief(int weekday);
int locale_first_weekday(void); /* which a calendar's week begins with; 0: Sunday */
int locale_weekday_of(const struct locale_time *);

struct str locale_number(char out[LOCALE_TEXT], int64_t);                  /* 1,234,567 */
struct str locale_decimal(char out[LOCALE_TEXT], double, int decimals);    /* 1,234.5; 0 to 6 decimals; not finite: "" */
struct str locale_percent(char out[LOCALE_TEXT], double of_one, int decimals); /* 0.42 is 42% */
struct str locale_bytes(char out[LOCALE_TEXT], int64_t);                   /* 1.4 MiB */
/* MINOR units (øre, cents) of an ISO 4217 currency: €12.50, 12,50 €, 150 kr.: a whole amount has no decimals. */
struct str locale_money(char out[LOCALE_TEXT], int64_t minor, struct str currency);
int locale_money_decimals(struct str currency); /* 2 for most */
struct str locale_distance(char out[LOCALE_TEXT], double metres); /* 450 m, 1.2 km, 34 km */

#endif
