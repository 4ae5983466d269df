/* Pieces of what is said of dates: lists, weekdays, months, filled patterns. All in the language that _() speaks. */
#ifndef CURIO_MARKET_WORDS_H
#define CURIO_MARKET_WORDS_H

#include "core/buf.h"
#include "market/wall.h"

enum { WORDS_MOST = 4096, WORDS_LIST_MOST = 32 };

struct words_list {
    struct str at[WORDS_LIST_MOST];
    size_t count; /* what does not fit is left out */
};

void words_list_add(struct words_list *, struct str);
struct str words_list_text(struct arena *, const struct words_list *);   /* a, b and c */
struct str words_range(struct arena *, struct str from, struct str until); /* Monday to Friday */
/* PATTERN with each {name} replaced by its text; PAIRS ends with a null name. */
struct words_pair {
    const char *name;
    struct str text;
};
struct str words_fill(struct arena *, const char *pattern, const struct words_pair pairs[]);
struct str words_weekdays(struct arena *, uint8_t weekdays);       /* bit 0: Sunday; runs of three and more as a range */
struct str words_season(struct arena *, uint16_t months);          /* bit 1: January; a season may go over the new year */
struct str words_nths(struct arena *, uint8_t nths, uint8_t from_end); /* first and third; bit n is the nth (from the end) */
struct str words_day(struct arena *, int day, int month);          /* 3 May */
struct str words_date(struct arena *, struct wall);                /* 3 May 2026 */
struct str words_clock(struct arena *, int minute_of_day);         /* 9:00 */
struct str words_clock_range(struct arena *, int from, int until); /* 9:00–15:00; minutes past midnight go over into the next day */
/* The days that repeat: "Every Saturday", "Every first Sunday of the month"; the weekdays are not empty, from_end and nths may be. */
struct str words_every(struct arena *, uint8_t weekdays, uint8_t nths, uint8_t from_end);

#endif
