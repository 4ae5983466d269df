#ifndef CURIO_CLI_SEED_MARKET_H
#define CURIO_CLI_SEED_MARKET_H

#include "store/db.h"

/* Demo markets with their organisers and dates around now, as far as they are missing. *MADE: how many. */
enum db_result seed_markets(struct db *, int *made) DB_CHECKED;

#endif
