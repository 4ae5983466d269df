/* A recurrence rule of RFC 5545 and the moments it makes, by the clock on the wall. */
#ifndef CURIO_MARKET_RRULE_H
#define CURIO_MARKET_RRULE_H

#include "core/arena.h"
#include "market/wall.h"

enum rrule_freq { RRULE_SECONDLY, RRULE_MINUTELY, RRULE_HOURLY, RRULE_DAILY, RRULE_WEEKLY, RRULE_MONTHLY, RRULE_YEARLY, RRULE_FREQ_COUNT };

/* The parts that are lists of numbers; BYDAY keeps its own. */
enum rrule_list { RRULE_BYSECOND, RRULE_BYMINUTE, RRULE_BYHOUR, RRULE_BYMONTHDAY, RRULE_BYYEARDAY, RRULE_BYWEEKNO, RRULE_BYMONTH,
                  RRULE_BYSETPOS, RRULE_LIST_COUNT };

enum { RRULE_NUMBERS_MOST = 400, RRULE_DAYS_MOST = 100 };

struct rrule_numbers {
    const int16_t *at; /* rising, each once */
    size_t count;
};

struct rrule_day {
    int8_t weekday; /* 0: Sunday */
    int8_t nth;     /* 0: every one; negative from the end */
};

enum rrule_until { RRULE_UNTIL_NONE, RRULE_UNTIL_DATE, RRULE_UNTIL_LOCAL, RRULE_UNTIL_UTC };

struct rrule {
    enum rrule_freq freq;
    int64_t interval, count;   /* count 0: no end by number */
    enum rrule_until until_is;
    struct wall until;         /* the last moment that counts; of a date its last second; of RRULE_UNTIL_UTC a reading in UTC */
    int week_start;            /* 0: Sunday; by default Monday */
    struct rrule_numbers lists[RRULE_LIST_COUNT];
    const struct rrule_day *days;
    size_t day_count;
};

struct rrule_fault {
    size_t at, length;   /* bytes of the text */
    const char *message; /* marked by N_ */
};

/* What RFC 5545 allows; RSCALE and SKIP (RFC 7529) and names of one's own are refused. */
__attribute__((warn_unused_result)) bool rrule_read(struct arena *, struct str, struct rrule *, struct rrule_fault *);
/* As with a start that is a date alone: what the rule says of hours, minutes and seconds is not heard. */
void rrule_of_days(struct rrule *);

/* An UNTIL in UTC is LOCAL there; any other stays. */
void rrule_settle_until(struct rrule *, struct wall local);

struct rrule_moments {
    struct wall *at; /* rising */
    size_t count;
    bool capped;     /* there may be more before the window's end */
};

/* The rule's moments in [from, until), counted from STARTS, which is one of them only if the rule says so. At most MOST; ends in
 * bounded time whatever the rule. A rule whose UNTIL is in UTC must have been given the zone's (until_is RRULE_UNTIL_LOCAL). */
void rrule_expand(struct arena *, const struct rrule *, struct wall starts, struct wall from, struct wall until, size_t most,
                  struct rrule_moments *);

#endif
