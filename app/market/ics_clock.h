/* What a VTIMEZONE says of its clocks, and the IANA zone whose clocks stand alike: for calendars that name a zone as they please. */
#ifndef CURIO_MARKET_ICS_CLOCK_H
#define CURIO_MARKET_ICS_CLOCK_H

#include "market/rrule.h"

enum { ICS_OBSERVANCES = 24 };

struct ics_observance {
    struct wall starts; /* DTSTART; absent: 0 */
    int64_t offset;     /* TZOFFSETTO: seconds east of Greenwich */
    struct str rule;    /* RRULE; absent: none */
    bool has_start, has_offset;
};

struct ics_clock {
    struct ics_observance at[ICS_OBSERVANCES];
    size_t count;
};

/* A STANDARD or DAYLIGHT begins: the lines to come are of it. One too many is left out. */
void ics_clock_begin(struct ics_clock *);
/* DTSTART, TZOFFSETTO or RRULE of the observance that began last; what is none of them, or no value, is left out. */
void ics_clock_line(struct arena *, struct ics_clock *, struct str name, struct str value);
/* The first of the PREFERRED zones and of the world's larger ones that stands all through YEAR as the clock does; absent where none does. */
struct str ics_clock_zone(struct arena *, const struct ics_clock *, const struct str *preferred, size_t count, int year);

#endif
