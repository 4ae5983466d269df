/* What is in the database. */
#ifndef CURIO_TESTS_LIB_ROWS_H
#define CURIO_TESTS_LIB_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/db.h"

/* CONDITION: a table, and WHERE. */
static inline void assert_rows(struct db *db, struct arena *arena, const char *condition, int count)
{
    struct str sql = arena_printf(arena,
                                  "DO $$ BEGIN IF (SELECT count(*) FROM %s) <> %d THEN RAISE EXCEPTION 'there are %%', "
                                  "(SELECT count(*) FROM %s); END IF; END $$",
                                  condition, count, condition);
    if (db_script(db, sql.p) != DB_OK)
        fail_msg("%s: not %d: %s", condition, count, db_error(db));
}

#endif
