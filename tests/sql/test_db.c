/* Every type there and back, what conflicts and failures do, and a server that goes away. */
#include <setjmp.h>

#include "lib/postgres.h"

#include <cmocka.h>
#include <math.h>

struct all {
    bool yes;
    struct opt_bool yes_or_null;
    int32_t small;
    struct opt_int small_or_null;
    int64_t big;
    struct opt_bigint big_or_null;
    double real;
    struct opt_float real_or_null;
    struct str text, text_or_null;
    struct uuid id;
    struct opt_uuid id_or_null;
    struct timestamp at;
    struct opt_timestamp at_or_null;
    struct str json, json_or_null, bytes, bytes_or_null;
    struct list yeses, smalls, bigs, reals, texts, ids, ats, jsons, bytess, texts_or_null;
};

#define COLUMN(member, kind) {.name = #member, .type = (kind), .offset = offsetof(struct all, member)}
#define NULLABLE(member, kind) {.name = #member, .type = (kind), .nullable = true, .offset = offsetof(struct all, member)}
#define ARRAY(member, kind) {.name = #member, .type = (kind), .array = true, .offset = offsetof(struct all, member)}

static const struct column columns[] = {
    COLUMN(yes, TYPE_BOOL), NULLABLE(yes_or_null, TYPE_BOOL), COLUMN(small, TYPE_INT), NULLABLE(small_or_null, TYPE_INT),
    COLUMN(big, TYPE_BIGINT), NULLABLE(big_or_null, TYPE_BIGINT), COLUMN(real, TYPE_FLOAT), NULLABLE(real_or_null, TYPE_FLOAT),
    COLUMN(text, TYPE_TEXT), NULLABLE(text_or_null, TYPE_TEXT), COLUMN(id, TYPE_UUID), NULLABLE(id_or_null, TYPE_UUID),
    COLUMN(at, TYPE_TIMESTAMP), NULLABLE(at_or_null, TYPE_TIMESTAMP), COLUMN(json, TYPE_JSONB), NULLABLE(json_or_null, TYPE_JSONB),
    COLUMN(bytes, TYPE_BYTEA), NULLABLE(bytes_or_null, TYPE_BYTEA), ARRAY(yeses, TYPE_BOOL), ARRAY(smalls, TYPE_INT),
    ARRAY(bigs, TYPE_BIGINT), ARRAY(reals, TYPE_FLOAT), ARRAY(texts, TYPE_TEXT), ARRAY(ids, TYPE_UUID), ARRAY(ats, TYPE_TIMESTAMP),
    ARRAY(jsons, TYPE_JSONB), ARRAY(bytess, TYPE_BYTEA),
    {.name = "texts_or_null", .type = TYPE_TEXT, .array = true, .nullable = true, .offset = offsetof(struct all, texts_or_null)}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* The parameters as they came, so that nothing but the two ends can change them. */
static const struct contract echo = {
    .name = "echo",
    .sql = "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,"
           " $26, $27, $28",
    .parameters = columns, .parameter_count = COLUMNS, .columns = columns, .column_count = COLUMNS, .row_size = sizeof(struct all)};

/* What PostgreSQL itself makes of each: text forms of the same parameters. */
static const struct column text_column[] = {{.name = "text", .type = TYPE_TEXT}};
static const struct contract show = {
    .name = "show",
    .sql = "SELECT concat_ws('|', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,"
           " $24, $25, $26, $27, $28)",
    .parameters = columns, .parameter_count = COLUMNS, .columns = text_column, .column_count = 1, .row_size = sizeof(struct str)};

static struct postgres server;
static struct db *db;
static struct arena *arena;

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

static int setup(void **state)
{
    (void)state;
    arena = arena_new(16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    db_rollback(db);
    arena_free(arena);
    return 0;
}

static void assert_same_list(const struct column *column, const struct list *a, const struct list *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->at == NULL && column->nullable, b->at == NULL && column->nullable);
    size_t size = contract_element_size(column);
    bool text = column->type == TYPE_TEXT || column->type == TYPE_JSONB || column->type == TYPE_BYTEA;
    for (size_t i = 0; i < a->count; i++) {
        const char *x = (const char *)a->at + i * size, *y = (const char *)b->at + i * size;
        if (text)
            assert_true(str_eq(*(const struct str *)(const void *)x, *(const struct str *)(const void *)y));
        else
            assert_memory_equal(x, y, size);
    }
}

static void assert_same(const struct all *a, const struct all *b)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        const struct column *column = &columns[i];
        const void *x = contract_value(column, a), *y = contract_value(column, b);
        assert_int_equal(x == NULL, y == NULL);
        if (x == NULL)
            continue;
        if (column->array)
            assert_same_list(column, x, y);
        else if (column->type == TYPE_TEXT || column->type == TYPE_JSONB || column->type == TYPE_BYTEA)
            assert_true(str_eq(*(const struct str *)x, *(const struct str *)y));
        else
            assert_memory_equal(x, y, contract_element_size(column));
    }
}

static struct all plain(void)
{
    return (struct all){.text = STR(""), .json = STR("null"), .bytes = STR("")};
}

static void round_trip(const struct all *in)
{
    struct all back;
    assert_int_equal(db_run_one(db, arena, &echo, in, &back), DB_OK);
    assert_same(in, &back);
}

static void empty_and_null(void **state)
{
    (void)state;
    struct all in = plain();
    round_trip(&in);
    struct str shown;
    assert_int_equal(db_run_one(db, arena, &show, &in, &shown), DB_OK);
    assert_true(str_eq(shown, STR("f|0|0|0||00000000-0000-0000-0000-000000000000|1970-01-01 00:00:00+00|null|\\x|{}|{}|{}|{}|{}|{}|{}|{}|{}")));
}

static void full_values(void **state)
{
    (void)state;
    static const bool yeses[] = {true, false};
    static const int32_t smalls[] = {INT32_MIN, -1, 0, 1, INT32_MAX};
    static const int64_t bigs[] = {INT64_MIN, -1, INT64_MAX};
    static const double reals[] = {0.1, -0.0, 1.7976931348623157e308, 5e-324, INFINITY, -INFINITY};
    static const struct str texts[] = {STR(""), STR("NULL"), STR("a,\"b\"{}\\"), STR("żółw 🐢")};
    static const struct uuid ids[] = {{{0xff, 1}}, {{0}}};
    static const struct timestamp ats[] = {{-1}, {0}, {1795228980123456}};
    static const struct str jsons[] = {STR("{\"a\": [1, null]}"), STR("\"x\"")};
    static const struct str bytess[] = {{"\0\xff\\", 3}, {"", 0}};
    struct all in = {
        .yes = true, .yes_or_null = {true, false}, .small = INT32_MIN, .small_or_null = {true, INT32_MAX}, .big = INT64_MIN,
        .big_or_null = {true, INT64_MAX}, .real = 0.1, .real_or_null = {true, 5e-324}, .text = texts[2], .text_or_null = STR(""),
        .id = ids[0], .id_or_null = {true, ids[1]}, .at = {1795228980123456}, .at_or_null = {true, {-1}}, .json = jsons[0],
        .json_or_null = jsons[1], .bytes = bytess[0], .bytes_or_null = bytess[1], .yeses = {yeses, 2}, .smalls = {smalls, 5},
        .bigs = {bigs, 3}, .reals = {reals, 6}, .texts = {texts, 4}, .ids = {ids, 2}, .ats = {ats, 3}, .jsons = {jsons, 2},
        .bytess = {bytess, 2}, .texts_or_null = {texts, 1}};
    round_trip(&in);
    struct str shown;
    assert_int_equal(db_run_one(db, arena, &show, &in, &shown), DB_OK);
    assert_true(str_starts_with(shown, STR("t|f|-2147483648|2147483647|-9223372036854775808|9223372036854775807|0.1|5e-324|a,\"b\"{}\\||"
                                           "ff010000-0000-0000-0000-000000000000|00000000-0000-0000-0000-000000000000|"
                                           "2026-11-21 02:43:00.123456+00|1969-12-31 23:59:59.999999+00|{\"a\": [1, null]}|\"x\"|\\x00ff5c|\\x|")));
    in.texts_or_null = (struct list){NULL, 0};
    round_trip(&in);
}

/* The ends of int64 are infinity; what no int64 of microseconds since 1970 can hold is clamped to them. */
static void extreme_times(void **state)
{
    (void)state;
    static const struct column at_column[] = {{.name = "at", .type = TYPE_TIMESTAMP}};
    static const struct {
        const char *sql;
        int64_t us;
    } times[] = {
        {"SELECT 'infinity'::timestamptz", INT64_MAX},
        {"SELECT '-infinity'::timestamptz", INT64_MIN},
        {"SELECT '294276-12-31 23:59:59.999999+00'::timestamptz", INT64_MAX},
        {"SELECT '4714-11-24 00:00:00+00 BC'::timestamptz", -210866803200000000},
        {"SELECT '2000-01-01 00:00:00+00'::timestamptz", 946684800000000},
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        char name[20];
        snprintf(name, sizeof name, "time%zu", i);
        const struct contract *query = &(struct contract){
            .name = name, .sql = times[i].sql, .columns = at_column, .column_count = 1, .row_size = sizeof(struct timestamp)};
        struct db *own = db_open(server.conninfo);
        struct timestamp at;
        assert_int_equal(db_run_one(own, arena, query, NULL, &at), DB_OK);
        assert_int_equal(at.us, times[i].us);
        db_close(own);
    }
    struct all in = plain();
    in.at = (struct timestamp){INT64_MAX};
    in.at_or_null = (struct opt_timestamp){true, {INT64_MIN}};
    round_trip(&in);
    in.at = (struct timestamp){INT64_MIN + 1}; /* before there are timestamps: an error of the server's, no other time */
    struct all back;
    if (db_run_one(db, arena, &echo, &in, &back) == DB_OK)
        assert_int_equal(back.at.us, INT64_MIN);
}

static const struct column number_parameter[] = {{.name = "n", .type = TYPE_BIGINT}};
static const struct contract insert = {
    .name = "insert", .sql = "INSERT INTO trial SELECT $1 WHERE $1 <> 0", .parameters = number_parameter, .parameter_count = 1};
static const struct contract list = {
    .name = "list", .sql = "SELECT n FROM trial ORDER BY n", .columns = number_parameter, .column_count = 1, .row_size = sizeof(int64_t)};

static enum db_result insert_number(int64_t n)
{
    return db_run_effect(db, arena, &insert, &n);
}

static size_t numbers(void)
{
    struct rows rows;
    assert_int_equal(db_run(db, arena, &list, NULL, &rows), DB_OK);
    return rows.count;
}

static void fresh_table(void)
{
    assert_int_equal(db_script(db, "DROP TABLE IF EXISTS trial; CREATE TABLE trial (n bigint CONSTRAINT trial_once PRIMARY KEY,"
                                   " CONSTRAINT trial_small CHECK (n < 100))"), DB_OK);
}

static void effects_and_conflicts(void **state)
{
    (void)state;
    fresh_table();
    assert_int_equal(insert_number(1), DB_OK);
    assert_int_equal(insert_number(0), DB_NONE);
    assert_int_equal(insert_number(1), DB_CONFLICT);
    assert_string_equal(db_constraint(db), "trial_once");
    assert_int_equal(insert_number(100), DB_CONFLICT);
    assert_string_equal(db_constraint(db), "trial_small");
    assert_int_equal(insert_number(2), DB_OK);
    assert_string_equal(db_constraint(db), "");
    int64_t one;
    static const struct contract none = {.name = "none", .sql = "SELECT n FROM trial WHERE n = 77", .columns = number_parameter,
                                         .column_count = 1, .row_size = sizeof(int64_t)};
    assert_int_equal(db_run_one(db, arena, &none, NULL, &one), DB_NONE);
    assert_int_equal(numbers(), 2);
}

static void transactions(void **state)
{
    (void)state;
    fresh_table();
    assert_int_equal(db_begin(db), DB_OK);
    assert_true(db_in_transaction(db));
    assert_int_equal(insert_number(1), DB_OK);
    db_rollback(db);
    assert_false(db_in_transaction(db));
    assert_int_equal(numbers(), 0);

    assert_int_equal(db_begin(db), DB_OK);
    assert_int_equal(insert_number(1), DB_OK);
    assert_int_equal(db_savepoint(db), DB_OK);
    assert_int_equal(insert_number(1), DB_CONFLICT);
    assert_int_equal(db_savepoint_rollback(db), DB_OK);
    assert_int_equal(db_savepoint(db), DB_OK);
    assert_int_equal(insert_number(2), DB_OK);
    assert_int_equal(db_commit(db), DB_OK);
    assert_int_equal(numbers(), 2);

    assert_int_equal(db_begin(db), DB_OK);
    assert_int_equal(insert_number(3), DB_OK);
    assert_int_equal(insert_number(3), DB_CONFLICT);
    assert_int_equal(insert_number(4), DB_FAIL); /* spoilt */
    assert_int_equal(db_commit(db), DB_FAIL);    /* and not silently rolled back */
    assert_int_equal(numbers(), 2);
}

static void contracts_that_lie(void **state)
{
    (void)state;
    static const struct column text[] = {{.name = "n", .type = TYPE_TEXT}};
    static const struct column two[] = {{.name = "n", .type = TYPE_BIGINT}, {.name = "m", .type = TYPE_BIGINT, .offset = 8}};
    fresh_table();
    const struct contract wrong_type = {.name = "wrong_type", .sql = "SELECT n FROM trial", .columns = text, .column_count = 1, .row_size = 16};
    const struct contract wrong_count = {.name = "wrong_count", .sql = "SELECT n FROM trial", .columns = two, .column_count = 2, .row_size = 16};
    const struct contract null = {.name = "null", .sql = "SELECT NULL::bigint", .columns = number_parameter, .column_count = 1, .row_size = 8};
    const struct contract syntax = {.name = "syntax", .sql = "SELEC 1"};
    struct rows rows;
    assert_int_equal(db_run(db, arena, &wrong_type, NULL, &rows), DB_FAIL);
    assert_int_equal(db_run(db, arena, &wrong_count, NULL, &rows), DB_FAIL);
    assert_int_equal(db_run(db, arena, &null, NULL, &rows), DB_FAIL);
    assert_int_equal(db_run_effect(db, arena, &syntax, NULL), DB_FAIL);
    assert_true(str_find(str_of(db_error(db)), STR("syntax")) >= 0);
    struct all in = plain();
    in.text = STR_NULL;
    struct all back;
    assert_int_equal(db_run_one(db, arena, &echo, &in, &back), DB_FAIL);
    assert_string_equal(db_error(db), ":text is null or too large");
    assert_int_equal(numbers(), 0);
}

/* A statement prepared before its table changed is prepared again. */
static void tables_that_change(void **state)
{
    (void)state;
    static const struct contract star = {.name = "star", .sql = "SELECT * FROM trial", .columns = number_parameter, .column_count = 1,
                                         .row_size = sizeof(int64_t)};
    struct rows rows;
    fresh_table();
    assert_int_equal(db_run(db, arena, &star, NULL, &rows), DB_OK);
    assert_int_equal(db_script(db, "ALTER TABLE trial ADD m text; ALTER TABLE trial DROP m; ALTER TABLE trial ADD o int"), DB_OK);
    assert_int_equal(db_run(db, arena, &star, NULL, &rows), DB_FAIL);
    assert_int_equal(db_script(db, "ALTER TABLE trial DROP o"), DB_OK);
    assert_int_equal(db_run(db, arena, &star, NULL, &rows), DB_OK);
}

static void end_other_connections(void)
{
    struct db *other = db_open(server.conninfo);
    assert_int_equal(db_script(other, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type ="
                                      " 'client backend'"), DB_OK);
    db_close(other);
    usleep(100000);
}

static void connection_lost(void **state)
{
    (void)state;
    fresh_table();
    end_other_connections();
    assert_int_equal(insert_number(1), DB_OK); /* idle: noticed before anything is asked */
    assert_int_equal(db_begin(db), DB_OK);
    assert_int_equal(insert_number(2), DB_OK);
    end_other_connections();
    assert_int_equal(insert_number(3), DB_FAIL);
    assert_true(db_in_transaction(db));
    assert_int_equal(insert_number(4), DB_FAIL); /* never outside the transaction it belongs to */
    assert_int_equal(db_commit(db), DB_FAIL);
    assert_int_equal(numbers(), 1);
    assert_true(db_healthy(db));
}

static void server_away(void **state)
{
    (void)state;
    struct db *nobody = db_open("host=/nowhere/at/all dbname=x");
    assert_false(db_healthy(nobody));
    assert_int_equal(db_begin(nobody), DB_FAIL);
    assert_false(db_in_transaction(nobody));
    db_rollback(nobody);
    db_close(nobody);
    db_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(empty_and_null, setup, teardown),
        cmocka_unit_test_setup_teardown(full_values, setup, teardown),
        cmocka_unit_test_setup_teardown(extreme_times, setup, teardown),
        cmocka_unit_test_setup_teardown(effects_and_conflicts, setup, teardown),
        cmocka_unit_test_setup_teardown(transactions, setup, teardown),
        cmocka_unit_test_setup_teardown(contracts_that_lie, setup, teardown),
        cmocka_unit_test_setup_teardown(tables_that_change, setup, teardown),
        cmocka_unit_test_setup_teardown(connection_lost, setup, teardown),
        cmocka_unit_test_setup_teardown(server_away, setup, teardown),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
