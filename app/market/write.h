/* A market as others read it. Whatever is written here comes back through market/read.h with nothing lost: docs/markets-import.md says which
 * property holds which field. */
#ifndef CURIO_MARKET_WRITE_H
#define CURIO_MARKET_WRITE_H

#include "core/json_write.h"
#include "market/found.h"
#include "market/schedule.h"

/* FOUND names the market by an id that stays; its times are walls without a zone of their own, by found->zone. */
struct market_written {
    const struct market_found *found;
    const struct schedule *schedule; /* of which FOUND's rules and dates were made */
    struct str page;                 /* the market's page on this site, absolute */
    struct timestamp changed;
    int64_t ratings;
    double score; /* 1 to 5, of that many ratings */
};

/* The rules and overrides of SCHEDULE as FOUND says them. */
void market_write_times(struct arena *, const struct schedule *, struct market_found *found);

/* A Feature, as a value. */
void market_write_geojson(struct json *, struct arena *, const struct market_written *);
/* An Event or EventSeries of schema.org without @context, as a value. NEXT, which may be NULL, is added as the date that search engines show. */
void market_write_jsonld(struct json *, struct arena *, const struct market_written *,
                         const struct schedule_date *next);
/* VEVENTs. HOST is the right side of each UID. Hours, which iCalendar cannot say, are written out as the dates of DATES besides; a market
 * without any date is none. OUT is the market's own: what tells how long it is already. */
void market_write_ics(struct buf *, struct arena *, const struct market_written *, struct str host,
                      const struct schedule_dates *dates);

/* NAME:VALUE as a content line of RFC 5545: text escaped, folded between characters, ended by CRLF. */
void market_write_ics_text(struct buf *, const char *name, struct str value);

#endif
