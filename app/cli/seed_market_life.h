#ifndef CURIO_CLI_SEED_MARKET_LIFE_H
#define CURIO_CLI_SEED_MARKET_LIFE_H

#include "store/db.h"

enum { SEED_VISITORS = 3 };

/* People who rate demo markets, made once. */
enum db_result seed_visitors(struct db *, struct arena *, struct uuid out[SEED_VISITORS]) DB_CHECKED;
/* What they say of the dates of the demo market with that place in the list that are over. */
enum db_result seed_ratings(struct db *, struct arena *, const struct uuid visitors[SEED_VISITORS], struct uuid market, size_t place) DB_CHECKED;

#endif
