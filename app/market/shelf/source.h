/* What is done about sources of markets without reading them: the network is curio-jobs' and the command's alone. */
#ifndef CURIO_MARKET_SHELF_SOURCE_H
#define CURIO_MARKET_SHELF_SOURCE_H

#include "core/config.h"
#include "core/timestamp.h"
#include "store/db.h"

/* Has a worker read a source; TRIAL: and write nothing but what would have been written. In the caller's transaction. DB_NONE: a run is under way already. */
enum db_result source_ask(struct db *, struct arena *, struct uuid source, struct opt_uuid account, bool trial, struct uuid *run) DB_CHECKED;
/* When a source is read next by itself after NOW: each night after import_hour by the clock of market_zone, sources spread over the hour. */
struct timestamp source_next(const struct config *, struct uuid source, struct timestamp now);
/* Undoes a run and writes the dates of all markets that it touched; in the caller's transaction. *MARKETS: how many. DB_NONE: there is nothing to undo. */
enum db_result source_undo(struct db *, struct arena *, struct uuid run, struct opt_uuid by, size_t *markets) DB_CHECKED;
/* A market's rows of dates, after its schedule, zone or place changed. DB_CONFLICT: its schedule means nothing, and *WHY says why. */
enum db_result source_dates(struct db *, struct arena *, struct uuid market, struct str *why) DB_CHECKED;

#endif
