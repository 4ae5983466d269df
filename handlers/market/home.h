/* What the site's home page shows of markets. */
#ifndef CURIO_HANDLERS_MARKET_HOME_H
#define CURIO_HANDLERS_MARKET_HOME_H

#include "queries/market.h"
#include "web/request.h"

/* Lives in the request's arena; never NULL. What can't be read is left out. */
const struct market_home_row *market_home(struct request *);

#endif
