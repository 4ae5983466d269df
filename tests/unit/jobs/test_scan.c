/* A blob's way through the scanner, and out by the sweep: real PostgreSQL, real files, real clamd where it is installed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/buf.h"
#include "jobs/kinds.h"
#include "jobs/runner.h"
#include "jobs/sweep.h"
#include "lib/postgres.h"
#include "lib/rows.h"
#include "lib/scanner.h"
#include "queries/site.h"

static struct postgres postgres;
static struct scanner real;
static bool has_real;
static struct db *db;
static struct arena *life, *arena;
static char folder[SCRATCH_PATH];
static struct blob_store *blobs;
static struct config config = {.scan_timeout_seconds = 5, .scan_bytes_max = 1 << 20, .download_window_seconds = 60, .idempotency_seconds = 5400};

static struct sha256_digest store(struct str content)
{
    struct arena *writing = arena_new(1 << 16);
    struct blob_writer *writer;
    struct sha256_digest digest;
    int64_t size;
    bool existed;
    assert_int_equal(blob_write_begin(blobs, writing, &writer), BLOB_OK);
    assert_int_equal(blob_write(writer, content.p, content.n), BLOB_OK);
    assert_int_equal(blob_write_keep(writer, &digest, &size, &existed), BLOB_OK);
    arena_free(writing);
    return digest;
}

static const char *hex(const struct sha256_digest *digest)
{
    return arena_str(arena, hex_encode(arena, digest->b, sizeof digest->b)).p;
}

/* A blob with a row, and a build of each of OWNERS people that speaks of it. */
static struct sha256_digest build(struct str content, int owners)
{
    struct sha256_digest digest = store(content);
    struct str sql =
        arena_printf(arena, "INSERT INTO blob (sha256, size) VALUES ('\\x%s', %zu)", hex(&digest), content.n);
    assert_int_equal(db_script(db, sql.p), DB_OK);
    for (int i = 0; i < owners; i++) {
        sql = arena_printf(
            arena,
            "INSERT INTO schematic (id, account_id, slug, title, sha256, file_name, size, format, width, height, "
            "length, blocks) SELECT gen_random_uuid(), id, 'castle-%d', 'Castle', '\\x%s', 'c.schem', %zu, 'sponge', "
            "1, 1, 1, 1 FROM account WHERE slug = 'person-%d'",
            i, hex(&digest), content.n, i);
        assert_int_equal(db_script(db, sql.p), DB_OK);
    }
    assert_int_equal(db_script(db, "INSERT INTO schematic_version (schematic_id, number, sha256, file_name, size, format, width, height, length, "
                                   "blocks, regions) SELECT id, version, sha256, file_name, size, format, width, height, length, blocks, "
                                   "regions FROM schematic ON CONFLICT DO NOTHING"),
                     DB_OK);
    return digest;
}

static enum job_result run_scan(const char *socket, struct sha256_digest digest)
{
    struct json_error error;
    config.clamd_socket = str_of(socket);
    struct job job = {.config = &config, .db = db, .blobs = blobs, .arena = arena, .request_id = STR("request-1")};
    struct str payload = arena_printf(arena, "{\"sha256\":\"%s\"}", hex(&digest));
    assert_int_equal(json_parse(arena, payload, 8, true, &job.payload, &error), JSON_OK);
    enum job_result result = scan_run(&job);
    if (result == JOB_DONE && db_in_transaction(db))
        assert_int_equal(db_commit(db), DB_OK);
    db_rollback(db);
    return result;
}

static enum job_result run_fake(const char *reply, struct sha256_digest digest)
{
    struct scanner fake;
    fake_start(&fake, FAKE_ANSWERS, reply, strlen(reply) + 1);
    enum job_result result = run_scan(fake.socket, digest);
    fake_stop(&fake);
    return result;
}

static bool can_open(struct sha256_digest digest)
{
    int descriptor = blob_open(blobs, digest);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

static void test_clean(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a castle"), 2);
    assert_int_equal(run_fake("stream: OK", digest), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'clean'", 2);
    assert_rows(db, arena, "blob WHERE scan = 'clean' AND scanned_at IS NOT NULL", 1);
    assert_rows(db, arena, "notice", 0);
    assert_rows(db, arena, "job", 0);
    assert_true(can_open(digest));
}

static void test_infected_is_put_away_and_every_owner_told(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a trojan horse"), 2);
    assert_int_equal(run_fake("stream: Horse FOUND", digest), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'infected'", 2);
    assert_rows(db, arena, "blob WHERE scan = 'infected' AND scan_detail = 'Horse'", 1);
    assert_rows(db, arena, "notice WHERE kind = 'schematic.infected' AND subject = 'Castle' AND link LIKE '/schematics/castle-%'",
                2);
    assert_rows(db, arena, "job WHERE kind = 'mail' AND payload->>'to' LIKE 'person-%' AND request_id = 'request-1'", 2);
    assert_false(can_open(digest));
    assert_int_equal(run_fake("stream: Horse FOUND", digest),
                     JOB_DONE); /* once more, as after a crash: nobody is told twice */
    assert_rows(db, arena, "notice", 2);
}

static void test_a_crash_between_quarantine_and_commit(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a trojan horse"), 1);
    assert_int_equal(blob_quarantine(blobs, digest), BLOB_OK);
    assert_int_equal(run_scan("/tmp/curio-no-scanner", digest), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'infected'", 1);
    assert_rows(db, arena, "notice", 1);
}

static void test_limits_are_not_infections(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a bomb"), 1);
    assert_int_equal(run_fake("stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND", digest), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'not_fully_scanned'", 1);
    assert_rows(db, arena, "notice WHERE kind = 'schematic.not_fully_scanned'", 1);
    assert_rows(db, arena, "job", 0);
    assert_true(can_open(digest));
}

static void test_away_changes_nothing(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a castle"), 1);
    assert_int_equal(run_scan("/tmp/curio-no-scanner", digest), JOB_RETRY);
    assert_int_equal(run_fake("stream: Can't open file ERROR", digest), JOB_FAILED);
    assert_rows(db, arena, "schematic WHERE status = 'pending'", 1);
    assert_rows(db, arena, "blob WHERE scan = 'pending' AND scanned_at IS NULL", 1);
}

static void test_what_is_gone_is_done(void **state)
{
    (void)state;
    struct sha256_digest unknown = {{1}}, lost = build(STR("lost"), 1);
    assert_int_equal(run_scan("/tmp/curio-no-scanner", unknown), JOB_DONE);
    assert_int_equal(blob_remove(blobs, lost), BLOB_OK);
    assert_int_equal(run_scan("/tmp/curio-no-scanner", lost), JOB_FAILED);
}

static void test_with_the_real_scanner(void **state)
{
    (void)state;
    if (!has_real) {
        print_message("clamd is not installed: skipped\n");
        skip();
    }
    struct sha256_digest clean = build(STR("a castle"), 1);
    assert_int_equal(run_scan(real.socket, clean), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'clean'", 1);
    assert_int_equal(db_script(db, "DELETE FROM schematic"), DB_OK);
    struct sha256_digest infected = build((struct str){scanner_eicar, sizeof scanner_eicar - 1}, 1);
    assert_int_equal(run_scan(real.socket, infected), JOB_DONE);
    assert_rows(db, arena, "schematic WHERE status = 'infected'", 1);
    assert_false(can_open(infected));
}

static void sweep(int64_t seconds)
{
    struct job job = {.config = &config, .db = db, .blobs = blobs, .arena = arena};
    assert_int_equal(sweep_adopt(&job, seconds), DB_OK);
    assert_int_equal(sweep_blobs(&job, seconds), DB_OK);
}

static void age(void)
{
    assert_int_equal(db_script(db, "UPDATE blob SET touched_at = touched_at - interval '2 hours'"), DB_OK);
}

static void test_the_sweep_takes_what_nobody_speaks_of(void **state)
{
    (void)state;
    struct sha256_digest used = build(STR("used"), 1), unused = build(STR("unused"), 0);
    sweep(3600);
    assert_true(can_open(unused)); /* too young */
    age();
    sweep(3600);
    assert_true(can_open(used));
    assert_false(can_open(unused));
    assert_rows(db, arena, "blob", 1);
}

/* A column that speaks of blobs and is left out of the query would lose people's files. */
static void test_every_column_that_references_a_blob_is_asked(void **state)
{
    (void)state;
    struct str missed = arena_printf(
        arena,
        "pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND "
        "c.confrelid = 'blob'::regclass AND position('FROM ' || c.conrelid::regclass || ' t WHERE t.' || a.attname || ' = b.sha256' "
        "IN $query$%s$query$) = 0",
        Q_BLOB_UNUSED.sql);
    assert_rows(db, arena, "pg_constraint c WHERE c.contype = 'f' AND c.confrelid = 'blob'::regclass AND cardinality(c.conkey) > 1", 0);
    assert_rows(db, arena, missed.p, 0);
}

static void test_the_sweep_takes_what_is_quarantined(void **state)
{
    (void)state;
    struct sha256_digest digest = build(STR("a trojan horse"), 1);
    assert_int_equal(run_fake("stream: Horse FOUND", digest), JOB_DONE);
    assert_int_equal(db_script(db, "DELETE FROM schematic"), DB_OK);
    age();
    sweep(3600);
    assert_rows(db, arena, "blob", 0);
    assert_int_equal(blob_remove(blobs, digest), BLOB_NONE);
}

static void test_files_without_rows_are_found(void **state)
{
    (void)state;
    struct sha256_digest used = build(STR("used"), 1), orphan = store(STR("an orphan"));
    sweep(3600);
    assert_true(can_open(orphan)); /* its upload may be under way */
    assert_rows(db, arena, "blob", 1);
    sweep(0);
    assert_false(can_open(orphan));
    assert_true(can_open(used));
    assert_rows(db, arena, "blob", 1);
}

static void test_rows_that_had_their_time(void **state)
{
    (void)state;
    struct job job = {.config = &config, .db = db, .blobs = blobs, .arena = arena};
    build(STR("used"), 1);
    assert_int_equal(
        db_script(db, "INSERT INTO schematic_download SELECT id, 'a', now() - interval '2 minutes' FROM schematic; "
                      "INSERT INTO schematic_download SELECT id, 'b', now() FROM schematic; "
                      "INSERT INTO idempotency (scope, key, route, body_hash, status, headers, body, created_at) "
                      "SELECT 'a', 'k' || h, 'POST /', '', 201, '', '', now() - h * interval '1 hour' FROM generate_series(1, 3) h; "
                      "INSERT INTO session (id, account_id, kind, expires_at) SELECT gen_random_uuid(), id, "
                      "'browser', now() - interval '1 year' FROM account"),
        DB_OK);
    assert_int_equal(sweep_run(&job), JOB_DONE);
    assert_rows(db, arena, "schematic_download", 1);
    assert_rows(db, arena, "session", 0);
    assert_rows(db, arena, "idempotency", 1);
}

/* What is over does not stay: each sweep has its turn. */
static void test_sweeps_are_scheduled(void **state)
{
    (void)state;
    struct runner runner = {.config = &config, .db = db, .arena = arena_new(1 << 20), .kinds = job_kinds, .kind_count = job_kind_count};
    assert_int_equal(db_script(db, "DELETE FROM job; DELETE FROM schedule"), DB_OK);
    assert_true(runner_schedule(&runner));
    assert_rows(db, arena, "job WHERE kind = 'sweep'", 1);
    assert_rows(db, arena, "job WHERE kind = 'adopt'", 1);
    assert_rows(db, arena, "schedule WHERE kind = 'sweep' AND next_at <= now() + interval '1 hour'", 1);
    assert_int_equal(db_script(db, "DELETE FROM job; DELETE FROM schedule"), DB_OK);
    arena_free(runner.arena);
}

/* More than a batch, so that going round is tried. */
static void test_many_are_swept(void **state)
{
    (void)state;
    for (int i = 0; i < 300; i++)
        store(arena_printf(arena, "orphan %d", i));
    sweep(0);
    assert_rows(db, arena, "blob", 0);
    struct sha256_digest first = sha256_of(STR("orphan 0")), last = sha256_of(STR("orphan 299"));
    assert_false(can_open(first) || can_open(last));
}

static void test_an_upload_holds_the_sweep_off(void **state)
{
    (void)state;
    struct db *upload = db_open(postgres.conninfo);
    struct sha256_digest digest = build(STR("unused"), 0);
    age();
    const struct blob_keep_in row = {.sha256 = {(const char *)digest.b, sizeof digest.b}, .size = 6};
    struct blob_keep_row known;
    assert_int_equal(db_begin(upload), DB_OK);
    assert_int_equal(blob_keep_one(upload, arena, &row, &known), DB_OK);
    assert_int_equal(db_script(db, "SET lock_timeout = '200ms'"), DB_OK);
    struct job job = {.config = &config, .db = db, .blobs = blobs, .arena = arena};
    assert_int_equal(sweep_blobs(&job, 3600), DB_FAIL); /* it would wait for the upload */
    assert_true(can_open(digest));
    assert_int_equal(db_commit(upload), DB_OK);
    sweep(3600);
    assert_true(can_open(digest)); /* touched: left alone until it is old again */
    db_close(upload);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(8 << 20);
    db_rollback(db);
    scratch_make(folder);
    if (blob_store_open(life, folder, &blobs) != BLOB_OK)
        return -1;
    return db_script(
               db,
               "RESET lock_timeout; DELETE FROM job; DELETE FROM notice; DELETE FROM schematic; DELETE FROM blob") ==
                   DB_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    scratch_remove(folder);
    return 0;
}

static int start_all(void **state)
{
    (void)state;
    life = arena_new(1 << 20);
    db = postgres_start(&postgres);
    has_real = scanner_start(&real, "1M");
    config.site_url = STR("https://curio.test");
    return db_script(db, "INSERT INTO account (id, email, name, slug, password_hash) SELECT gen_random_uuid(), "
                         "'person-' || i || '@curio.test', "
                         "'Person', 'person-' || i, '*' FROM generate_series(0, 3) i") == DB_OK
               ? 0
               : -1;
}

static int stop_all(void **state)
{
    (void)state;
    scanner_stop(&real);
    db_close(db);
    arena_free(life);
    postgres_stop(&postgres);
    return 0;
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(test_clean),
        FRESH(test_infected_is_put_away_and_every_owner_told),
        FRESH(test_a_crash_between_quarantine_and_commit),
        FRESH(test_limits_are_not_infections),
        FRESH(test_away_changes_nothing),
        FRESH(test_what_is_gone_is_done),
        FRESH(test_with_the_real_scanner),
        FRESH(test_the_sweep_takes_what_nobody_speaks_of),
        FRESH(test_every_column_that_references_a_blob_is_asked),
        FRESH(test_the_sweep_takes_what_is_quarantined),
        FRESH(test_files_without_rows_are_found),
        FRESH(test_rows_that_had_their_time),
        FRESH(test_sweeps_are_scheduled),
        FRESH(test_many_are_swept),
        FRESH(test_an_upload_holds_the_sweep_off),
    };
    return cmocka_run_group_tests(tests, start_all, stop_all);
}
