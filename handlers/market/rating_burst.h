/* Many ratings of one market at once, from people who have just come or who all say the same: they wait for a moderator. */
#ifndef CURIO_HANDLERS_MARKET_RATING_BURST_H
#define CURIO_HANDLERS_MARKET_RATING_BURST_H

#include "store/db.h"
#include "web/request.h"

/* After a rating of MARKET was written by VISITOR: those that make a burst wait from now on. Their authors are told, but for the viewer,
 * who sees it. */
enum db_result rating_burst_hold(struct request *, struct uuid market, struct str visitor) DB_CHECKED;

#endif
