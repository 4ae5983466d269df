/* Reading a source from its beginning to its end: what it says now, what that changes, and the row of market_run that tells of it. */
#ifndef CURIO_MARKET_IMPORT_IMPORTER_H
#define CURIO_MARKET_IMPORT_IMPORTER_H

#include "core/config.h"
#include "core/str.h"
#include "core/timestamp.h"
#include "market/wall.h"
#include "store/db.h"

enum importer_result {
    IMPORTER_DONE,    /* the run ended, however: its row says so. The transaction that ends it is open, for the caller to commit. */
    IMPORTER_WAIT,    /* come again in importer->wait_ms: what was read until now is kept */
    IMPORTER_BUSY,    /* another run of the source is under way */
    IMPORTER_NONE,    /* no such source */
    IMPORTER_DATABASE
};

struct importer {
    struct db *db;
    const struct config *config;
    struct uuid source;
    const char *cause;      /* "schedule", "person" or "command" */
    struct opt_uuid account;
    bool trial;             /* write nothing but what would have been written */
    int64_t patience_ms;    /* pauses up to that are waited for here */
    int64_t seconds;        /* then come again */
    struct str bytes;       /* a file's, which is read instead of the address; absent: none */
    struct str name;        /* of that file */
    struct wall today;      /* the day that it counts as; s 0: today */
    /* out */
    struct uuid run;
    int64_t wait_ms;
};

/* Begins a run, or goes on with the one that waits. Outside a transaction. */
enum importer_result importer_run(struct importer *) DB_CHECKED;

#endif
