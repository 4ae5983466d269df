/* Markets with all that is said of them, as what leaves the site writes them. */
#ifndef CURIO_HANDLERS_MARKET_FEED_MARKETS_H
#define CURIO_HANDLERS_MARKET_FEED_MARKETS_H

#include "market/write.h"
#include "queries/market.h"
#include "web/request.h"

struct feed_market {
    const struct market_full_row *row;
    struct market_found found;
    struct schedule schedule;
    struct market_written written; /* of these two */
};

/* The markets of IDS (a list of struct uuid) that anybody may see, in that order; lives in the request's arena. */
__attribute__((warn_unused_result)) enum db_result feed_markets(struct request *, struct list ids, struct feed_market **out, size_t *count);

/* The same of one that was read already; ROW stays the caller's. */
void feed_market_of(struct request *, const struct market_full_row *, struct feed_market *out);

/* As JSON-LD; NEXT, which may be NULL, is the next date of the only market. */
__attribute__((warn_unused_result)) bool feed_graph(struct request *, struct buf *out, struct feed_market *, size_t count, const struct schedule_date *next);

#endif
