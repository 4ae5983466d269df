/* Jobs are rows. Putting one is part of the caller's transaction; curio-jobs claims with FOR UPDATE SKIP LOCKED, retries
 * with back-off and then puts aside what failed too often. */
#ifndef CURIO_STORE_QUEUE_H
#define CURIO_STORE_QUEUE_H

#include "store/db.h"

/* KIND names a row of the table in jobs/kinds.c; PAYLOAD is a JSON object. UNIQUE (may be absent): a pending job with the
 * same kind and unique text is not doubled. REQUEST_ID goes into the job's log lines. */
enum db_result queue_put(struct db *, struct arena *, const char *kind, struct str payload, struct str unique,
                         struct str request_id, int64_t delay_seconds) DB_CHECKED;

#endif
