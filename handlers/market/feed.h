/* What leaves the site: calendars, feeds and data for others' programs, of one market and of any search. */
#ifndef CURIO_HANDLERS_MARKET_FEED_H
#define CURIO_HANDLERS_MARKET_FEED_H

#include "queries/market.h"
#include "web/route.h"

extern const struct route_table market_feed_routes;

handler_fn market_feed_ics, market_feed_geojson, market_feed_jsonld, market_feed_rss; /* feed.c: of a search; of one market where the route has an id */
handler_fn market_embed;                                                              /* feed_embed.c */
page_fn market_embed_page;                                                            /* feed_embed.c */

/* schema.org's JSON-LD of a market with its DATES to come (rows of market_dates), as its page shows it to search engines; absent where it can't be made or
 * the market is not everybody's. */
struct str market_page_data(struct request *, const struct market_one_row *, struct rows dates);

#endif
