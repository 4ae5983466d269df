/* Brings the database to the shape that this build knows: sql/migrations/NNNN_word.sql in order, each in a transaction of its
 * own with a row in table `migration`. Safe to run from several hosts at once: an advisory lock is held while one applies. */
#ifndef CURIO_STORE_MIGRATE_H
#define CURIO_STORE_MIGRATE_H

#include "core/buf.h"
#include "store/db.h"

/* Applies what is not applied yet. REPORT gets a line for each file applied, or one that says what is wrong: a file changed or
 * missing since it was applied, a gap or a doubled number, a file older than the newest one applied, or the server's message. */
enum db_result migrate_up(struct db *, struct arena *, const char *directory, struct buf *report) DB_CHECKED;
/* A line a file, applied or pending. DB_OK: nothing is pending; DB_NONE: something is; DB_FAIL: as above. Changes nothing. */
enum db_result migrate_status(struct db *, struct arena *, const char *directory, struct buf *report) DB_CHECKED;

#endif
