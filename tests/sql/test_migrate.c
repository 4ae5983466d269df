/* Migrations against a PostgreSQL of the test's own. */
#include <setjmp.h>

#include "lib/postgres.h"

#include <cmocka.h>

static struct postgres server;
static struct db *db;
static struct arena *arena;
static struct buf report;
static char folder[SCRATCH_PATH];

static int start(void **state)
{
    (void)state;
    db = postgres_start(&server);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    db_close(db);
    postgres_stop(&server);
    return 0;
}

/* An empty schema and an empty folder of migrations. */
static int setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    buf_init(&report, 1 << 16);
    scratch_make(folder);
    return db_script(db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public") != DB_OK;
}

static int teardown(void **state)
{
    (void)state;
    scratch_remove(folder);
    buf_free(&report);
    arena_free(arena);
    return 0;
}

static void write_migration(const char *name, const char *sql)
{
    char path[SCRATCH_PATH + 100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(sql, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void remove_migration(const char *name)
{
    char path[SCRATCH_PATH + 100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

static enum db_result up(void)
{
    buf_clear(&report);
    return migrate_up(db, arena, folder, &report);
}

static enum db_result status(void)
{
    buf_clear(&report);
    return migrate_status(db, arena, folder, &report);
}

static void assert_report(const char *part)
{
    if (str_find(report.n > 0 ? buf_str(&report) : STR(""), str_of(part)) < 0)
        fail_msg("%s is not in: %.*s", part, (int)report.n, report.p);
}

static void twice(void **state)
{
    (void)state;
    write_migration("0001_one.sql", "CREATE TABLE one (a int); INSERT INTO one VALUES (1);");
    assert_int_equal(status(), DB_NONE);
    assert_report("0001_one  pending");
    assert_int_equal(up(), DB_OK);
    assert_report("0001_one applied");
    assert_int_equal(status(), DB_OK);
    assert_report("0001_one  applied 20");
    assert_int_equal(up(), DB_OK);
    assert_int_equal(report.n, 0);
    write_migration("0002_two.sql", "CREATE TABLE two AS SELECT a FROM one");
    assert_int_equal(status(), DB_NONE);
    assert_int_equal(up(), DB_OK);
    assert_report("0002_two applied");
    assert_int_equal(db_script(db, "DROP TABLE two"), DB_OK);
}

static void the_real_ones(void **state)
{
    (void)state;
    assert_int_equal(migrate_up(db, arena, "sql/migrations", &report), DB_OK);
    assert_report("0001_ground applied");
    buf_clear(&report);
    assert_int_equal(migrate_status(db, arena, "sql/migrations", &report), DB_OK);
    assert_true(str_find(buf_str(&report), STR("pending")) < 0);
}

static void files_that_do_not_fit(void **state)
{
    (void)state;
    assert_int_equal(up(), DB_FAIL);
    assert_report("there are no migrations");
    write_migration("0001_one.sql", "SELECT 1");
    write_migration("0003_three.sql", "SELECT 1");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0003_three.sql: number 0002 was expected");
    remove_migration("0003_three.sql");
    write_migration("0001_other.sql", "SELECT 1");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0001_other.sql: number 0002 was expected");
    remove_migration("0001_other.sql");
    write_migration("two.sql", "SELECT 1");
    assert_int_equal(up(), DB_FAIL);
    assert_report("two.sql: a migration is called NNNN_word.sql");
    remove_migration("two.sql");
    assert_int_equal(up(), DB_OK);
    buf_clear(&report);
    assert_int_equal(migrate_up(db, arena, "/nowhere/at/all", &report), DB_FAIL);
    assert_report("/nowhere/at/all: No such file");
}

static void changed_and_missing(void **state)
{
    (void)state;
    write_migration("0001_one.sql", "CREATE TABLE one (a int)");
    write_migration("0002_two.sql", "CREATE TABLE two (a int)");
    assert_int_equal(up(), DB_OK);
    write_migration("0001_one.sql", "CREATE TABLE one (a int) ");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0001_one was changed after it was applied");
    assert_int_equal(status(), DB_FAIL);
    write_migration("0001_one.sql", "CREATE TABLE one (a int)");
    remove_migration("0002_two.sql");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0002_two was applied, but its file is missing");
    write_migration("0002_renamed.sql", "CREATE TABLE two (a int)");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0002_renamed was changed");
    remove_migration("0002_renamed.sql");
    write_migration("0002_two.sql", "CREATE TABLE two (a int)");
    assert_int_equal(db_script(db, "DELETE FROM migration WHERE version = 1"), DB_OK);
    assert_int_equal(up(), DB_FAIL);
    assert_report("migration 0001 was never applied, but 0002_two was");
}

/* What fails leaves nothing behind, and the files before it stay. */
static void failure_is_whole(void **state)
{
    (void)state;
    write_migration("0001_one.sql", "CREATE TABLE one (a int)");
    write_migration("0002_two.sql", "CREATE TABLE two (a int);\nINSERT INTO nowhere VALUES (1)");
    assert_int_equal(up(), DB_FAIL);
    assert_report("0001_one applied");
    assert_report("0002_two: ");
    assert_report("\"nowhere\" does not exist");
    assert_int_equal(status(), DB_NONE);
    assert_int_equal(db_script(db, "CREATE TABLE two (a int); DROP TABLE two"), DB_OK);
    write_migration("0002_two.sql", "CREATE TABLE two (a int); COMMIT; CREATE TABLE three (a int)");
    assert_int_equal(up(), DB_FAIL);
    assert_report("ended the transaction");
    assert_int_equal(db_script(db, "DROP TABLE IF EXISTS two, three"), DB_OK);
    write_migration("0002_two.sql", "CREATE TABLE two (a int)");
    assert_int_equal(up(), DB_OK);
}

/* Several processes at once: each file is applied once, and all of them are content. */
static void at_once(void **state)
{
    (void)state;
    enum { PROCESSES = 4 };
    pid_t pids[PROCESSES];
    write_migration("0001_one.sql", "CREATE TABLE one (a int); SELECT pg_sleep(0.3)");
    write_migration("0002_two.sql", "INSERT INTO one VALUES (1); SELECT pg_sleep(0.1)");
    write_migration("0003_three.sql", "INSERT INTO one VALUES (2)");
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct db *own = db_open(server.conninfo);
            enum db_result result = migrate_up(own, arena, folder, &report);
            db_close(own);
            _exit(result == DB_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int ended;
        assert_int_equal(waitpid(pids[i], &ended, 0), pids[i]);
        assert_int_equal(ended, 0);
    }
    assert_int_equal(status(), DB_OK);
    assert_int_equal(db_script(db, "DO $$ BEGIN ASSERT (SELECT sum(a) FROM one) = 3; END $$"), DB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(twice, setup, teardown),
        cmocka_unit_test_setup_teardown(the_real_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_do_not_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(changed_and_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(failure_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(at_once, setup, teardown),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
