/* Opening hours in OpenStreetMap's language (wiki.openstreetmap.org/wiki/Key:opening_hours/specification) and the spans they make. */
#ifndef CURIO_MARKET_HOURS_H
#define CURIO_MARKET_HOURS_H

#include "core/arena.h"
#include "market/holidays.h"
#include "market/wall.h"

struct hours;

struct hours_fault {
    size_t at, length;   /* bytes of the text */
    const char *message; /* marked by N_ */
};

/* Where the hours hold. */
struct hours_place {
    const struct holiday_calendar *holidays; /* null: unknown, so PH is refused */
    struct str region;
    bool located;                            /* latitude and longitude hold: else sunrise and sunset are refused */
    double latitude, longitude;
    int64_t (*offset)(const void *with, int64_t unix_seconds); /* of the zone, for the sun */
    const void *with;
};

struct hours_span {
    struct wall starts, ends;
    bool open_end; /* "10:00+": no end was said */
};

struct hours_spans {
    struct hours_span *at; /* by start; none within or touching another of its own day */
    size_t count;
    bool capped;
};

/* False with *fault when the text is not understood or needs what PLACE lacks. The place must outlive the hours. */
__attribute__((warn_unused_result)) bool hours_read(struct arena *, struct str, const struct hours_place *, struct hours **,
                                                    struct hours_fault *);
/* The spans that start in [from, until), each later than the one before. What is open from midnight to midnight gives one span a day. */
void hours_expand(struct arena *, const struct hours *, struct wall from, struct wall until, size_t most, struct hours_spans *);

#endif
