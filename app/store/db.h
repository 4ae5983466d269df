/* PostgreSQL. The only header for it: db.c is the one file that includes libpq. Values travel in binary, bound by type;
 * statements are prepared once a connection, on first use. A lost connection is opened again at the next db_begin or
 * db_run outside a transaction. */
#ifndef CURIO_STORE_DB_H
#define CURIO_STORE_DB_H

#include "core/arena.h"
#include "store/contract.h"

struct db;

enum db_result {
    DB_OK,
    DB_NONE,     /* no row where one was asked for; nothing was affected where something should have been */
    DB_CONFLICT, /* unique, foreign key, check or exclusion: db_constraint() names it */
    DB_FAIL      /* anything else; logged once by db.c. The transaction is lost. */
};
#define DB_CHECKED __attribute__((warn_unused_result))

/* CONNINFO as libpq takes it. Connects lazily: never fails for an absent server. */
struct db *db_open(const char *conninfo);
void db_close(struct db *);
bool db_healthy(struct db *); /* "SELECT 1" within a second, reconnecting if need be */

enum db_result db_begin(struct db *) DB_CHECKED;
enum db_result db_commit(struct db *) DB_CHECKED;
void db_rollback(struct db *); /* harmless outside a transaction */
bool db_in_transaction(const struct db *);
/* A savepoint: what CONFLICT would have spoilt can be tried and undone. There is one at a time: a second call moves it here. */
enum db_result db_savepoint(struct db *) DB_CHECKED;
enum db_result db_savepoint_rollback(struct db *) DB_CHECKED;

/* What the generated calls use. PARAMETERS is the query's _in struct; rows (and their text) live in the arena. */
enum db_result db_run(struct db *, struct arena *, const struct contract *, const void *parameters, struct rows *out)
    DB_CHECKED;
/* One row copied to OUT. More than one row is our mistake (assert). */
enum db_result db_run_one(struct db *, struct arena *, const struct contract *, const void *parameters, void *out)
    DB_CHECKED;
/* No row wanted: DB_NONE when nothing was affected. */
enum db_result db_run_effect(struct db *, struct arena *, const struct contract *, const void *parameters) DB_CHECKED;
/* Trusted SQL text without parameters, possibly several statements: migrations and tests only. */
enum db_result db_script(struct db *, const char *sql) DB_CHECKED;
const char *db_constraint(const struct db *); /* after DB_CONFLICT: the constraint's name, else "" */
const char *db_error(const struct db *);      /* the last failure's message, for operators' eyes only */

#endif
