/* What opening hours say, rule by rule: shared by their reader, their days and their words. */
#ifndef CURIO_MARKET_HOURS_RULE_H
#define CURIO_MARKET_HOURS_RULE_H

#include "market/hours.h"

enum { HOURS_ITEMS_MOST = 32, HOURS_RULES_MOST = 64, HOURS_MINUTE_MOST = 48 * 60 };

enum hours_join { HOURS_INSTEAD, HOURS_BESIDES, HOURS_OTHERWISE }; /* ; , || */
enum hours_state { HOURS_OPEN, HOURS_OFF, HOURS_UNKNOWN };

enum hours_point { HOURS_WHOLE_MONTH, HOURS_DAY, HOURS_NTH_WEEKDAY, HOURS_EASTER };

/* One end of a range of dates. */
struct hours_date {
    enum hours_point is;
    int year;          /* 0: every one */
    int month, day;
    int weekday, nth;  /* of the month; negative from its end */
    int offset;        /* days */
};

struct hours_dates {
    struct hours_date from, to;
    bool ranged, open; /* one date alone; "2026 Jan 5+" */
};

/* Years and week numbers: every STEPth of a range. */
struct hours_numbers {
    int from, to, step;
};

struct hours_weekdays {
    int from, to;           /* 0: Sunday; to may come round before from */
    uint8_t nths, from_end; /* bit n: the nth, the nth from the end; both 0: every one */
    int offset;             /* days after */
};

enum hours_event { HOURS_CLOCK, HOURS_DAWN, HOURS_SUNRISE, HOURS_SUNSET, HOURS_DUSK };

struct hours_time {
    enum hours_event event;
    int minute; /* of the day; beside an event the minutes after it */
};

struct hours_times {
    struct hours_time from, to;
    bool open_end, endless; /* "+" after the end; "10:00+": no end at all */
};

struct hours_rule {
    enum hours_join join;
    enum hours_state state;
    bool always;           /* 24/7 */
    struct hours_numbers years[HOURS_ITEMS_MOST], weeks[HOURS_ITEMS_MOST];
    struct hours_dates dates[HOURS_ITEMS_MOST];
    struct hours_weekdays weekdays[HOURS_ITEMS_MOST];
    struct hours_times times[HOURS_ITEMS_MOST];
    size_t year_count, week_count, date_count, weekday_count, time_count;
    bool holidays;         /* PH */
    bool holidays_also;    /* PH beside weekdays by a comma: either; without one: both */
    int holiday_offset;
};

struct hours {
    const struct hours_place *place;
    struct hours_rule *rules[HOURS_RULES_MOST];
    size_t count;
};

/* Whether the rule is about this day. */
bool hours_rule_on(const struct hours_rule *, const struct hours_place *, struct wall day);
/* Minutes from midnight of DAY's SUN event, by the clock on the wall; -1 where the sun does not come so far that day. */
int hours_sun(const struct hours_place *, struct wall day, enum hours_event);

#endif
