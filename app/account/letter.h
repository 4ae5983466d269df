/* A mail of plain text, for curio-jobs to send. Part of the caller's transaction. */
#ifndef CURIO_ACCOUNT_LETTER_H
#define CURIO_ACCOUNT_LETTER_H

#include "store/db.h"

struct letter {
    struct str to, subject, text;
};

/* REQUEST_ID may be absent. */
enum db_result letter_put(struct db *, struct arena *, const struct letter *, struct str request_id) DB_CHECKED;

#endif
