/* What a source says of a market as the importer keeps and compares it: JSON with our columns' names, and all times by the market's own clock. */
#ifndef CURIO_MARKET_IMPORT_SAID_H
#define CURIO_MARKET_IMPORT_SAID_H

#include "core/uuid.h"
#include "market/found.h"

enum { SAID_HOURS_OF_A_DATE = 4 }; /* how long a date lasts whose end nobody tells */

struct said_about {
    struct str zone, currency; /* where the source names none */
    struct wall today;         /* dates that ended long before are not told */
    bool has_organiser;
    struct uuid organiser;     /* the row of the organiser that it names */
};

struct said {
    struct str json;           /* {"fields", "rules", "hours", "dates"}: see market_origin.said */
    struct str title, zone, currency;
    struct wall last;          /* of its dates; s 0: it has none */
    bool goes_on;              /* it has rules or opening hours */
    struct str first;          /* its next date, for people; may be absent */
};

/* False: it has nothing to say any more, all of its dates are long past; or it names a zone that nobody knows (the zone is then absent). */
bool said_of(struct arena *, const struct market_found *, const struct said_about *, struct said *) __attribute__((warn_unused_result));

#endif
