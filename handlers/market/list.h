/* A list of markets: rs->view of every route that makes one, and its page. */
#ifndef CURIO_HANDLERS_MARKET_LIST_H
#define CURIO_HANDLERS_MARKET_LIST_H

#include "handlers/market/find.h"
#include "queries/market.h"

struct market_list {
    struct market_find find;
    struct str next;
};

/* What the page of a list says besides its markets, for the address of the request. LIST may be NULL: the search was not right. */
const struct market_view_row *market_view(struct request *, const struct market_list *);

#endif
