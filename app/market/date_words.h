/* Dates as people write them on pages, in Danish, German and English. */
#ifndef CURIO_MARKET_DATE_WORDS_H
#define CURIO_MARKET_DATE_WORDS_H

#include "market/found.h"

struct date_words_date {
    struct found_time starts, ends; /* a day (and the one after it), or wall times; ends may be absent */
};
struct date_words {
    const struct date_words_date *items;
    size_t count;
};

enum { DATE_WORDS_DATES = 120, DATE_WORDS_DAYS = 14 }; /* of one text; from one day to another, which are then all meant */

/* "lørdag den 3. maj kl. 10-16", "3.-4. maj 2026", "Sa-So 4.-6.4./ 2.-3.5.2026 9-17 Uhr", "May 3, 2026 10am-4pm", "3/5-2026". Where no year stands, the next such
 * day from TODAY on (a week back counts too). One time of day holds for all days; with several, each for the days before it. False where
 * something cannot be understood as a date that exists, or there is none. */
__attribute__((warn_unused_result)) bool date_words_read(struct arena *, struct str text, struct wall today, struct date_words *);
/* By one of the formats of a source: %d %m %B (a month's name or its begin) %Y %y %A (a day's name, not looked at) %H %M, and for the end %d2 %m2 %H2 %M2;
 * anything else stands for itself, white space for any of it or none. */
__attribute__((warn_unused_result)) bool date_words_read_format(struct arena *, struct str text, struct str format, struct wall today, struct date_words *);

#endif
