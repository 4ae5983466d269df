/* One market as whoever asks may see it. */
#ifndef CURIO_HANDLERS_MARKET_SHOW_H
#define CURIO_HANDLERS_MARKET_SHOW_H

#include "queries/market.h"
#include "web/request.h"
#include "web/response.h"

/* The market of the route's {id}, an id or a slug. DB_OK with out->merged_into: it turned out to be another, and that one answers. */
enum db_result market_asked(struct request *, struct market_one_row *out) DB_CHECKED;

#endif
