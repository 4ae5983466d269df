/* A market's dates as rows: what its schedule gives, kept beside it for the queries. */
#ifndef CURIO_MARKET_SHELF_DATES_H
#define CURIO_MARKET_SHELF_DATES_H

#include "market/schedule.h"
#include "store/db.h"

enum {
    MARKET_DATES_BACK_DAYS = 92,   /* before now */
    MARKET_DATES_AHEAD_DAYS = 400, /* after now */
    MARKET_DATES_LEAST_DAYS = 366  /* ahead of any market, once dates_extend ran */
};

/* Makes market_date what SCHEDULE (checked, with its zone) gives around NOW. Rows that stay as they are are not written. In the caller's
 * transaction, after the market's own row was written. A schedule that expands to nothing leaves no rows. */
__attribute__((warn_unused_result)) enum db_result market_dates_write(struct db *, struct arena *, struct uuid market, const struct schedule *,
                                                                      struct timestamp now);
/* Writes the dates of the next market whose rows end too early, in a transaction of its own. DB_NONE: there is none. */
__attribute__((warn_unused_result)) enum db_result market_dates_extend(struct db *, struct arena *, struct timestamp now);

#endif
