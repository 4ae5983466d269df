/* A copy of everything that is kept about a person, as one JSON document: {"format", "site", "made_at", "sections": {NAME: [object…]}}. What a
 * section holds is the view personal_NAME; empty ones are left out. Written piece by piece: memory does not grow with it. */
#ifndef CURIO_ACCOUNT_COPY_H
#define CURIO_ACCOUNT_COPY_H

#include "core/config.h"
#include "store/db.h"

/* False: it could not be taken, and no more is given. */
typedef bool copy_sink(void *with, struct str text);

/* EXPORT: a row of account_export of ACCOUNT. In the caller's transaction; leaves rows in account_export_item. DB_NONE: the sink refused. */
enum db_result copy_write(struct db *, const struct config *, struct uuid export_id, struct uuid account, copy_sink *, void *with) DB_CHECKED;

#endif
