/* Takes over what was gathered, in the caller's transaction: all of it or nothing. */
#ifndef CURIO_MARKET_IMPORT_APPLY_H
#define CURIO_MARKET_IMPORT_APPLY_H

#include "market/import/gather.h"

struct applied {
    int64_t created, changed, unchanged, vanished, merged, queued, conflicts;
    struct str since, until; /* local times; absent: nothing counts as gone; no end */
    struct buf *preview;     /* JSON objects with commas between them; kept for trials */
    size_t previewed;
};

struct apply {
    struct db *db;
    const struct config *config;
    struct arena *arena;
    const struct market_source_reading_row *source;
    struct uuid run;
    struct wall today;
    struct gathered *gathered;
    struct applied *done;
};

enum { APPLY_PREVIEWS = 200 };

enum db_result apply_all(struct apply *) DB_CHECKED;

#endif
