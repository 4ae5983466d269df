/* Every contract against the database that the migrations make: what PostgreSQL says of its parameters and columns, and that hot
 * queries use an index once tables have grown. Talks to libpq itself, since this is about what db.c takes on trust. */
#include <setjmp.h>

#include "lib/postgres.h"

#include <cmocka.h>
#include <libpq-fe.h>

#include "queries/all.h"
#include "store/db_value.h"

enum { PARAMETERS_MAX = 64, ROWS_MAX = 1 << 20 };

static struct postgres server;
static PGconn *connection;
static struct buf wrong;

static int start(void **state)
{
    (void)state;
    db_close(postgres_start(&server));
    connection = PQconnectdb(server.conninfo);
    buf_init(&wrong, ROWS_MAX);
    return PQstatus(connection) != CONNECTION_OK;
}

static int stop(void **state)
{
    (void)state;
    buf_free(&wrong);
    PQfinish(connection);
    postgres_stop(&server);
    return 0;
}

#define WRONG(contract, ...) (buf_printf(&wrong, "%s: ", (contract)->name), buf_printf(&wrong, __VA_ARGS__), buf_add_char(&wrong, '\n'))

static void assert_nothing_wrong(void)
{
    if (wrong.n > 0)
        fail_msg("\n%.*s", (int)wrong.n, wrong.p);
}

/* Whether the column of a table that a result column comes from may be null; false where it comes from an expression. */
static bool may_be_null(const PGresult *described, int column)
{
    char table[20], number[20];
    snprintf(table, sizeof table, "%u", PQftable(described, column));
    snprintf(number, sizeof number, "%d", PQftablecol(described, column));
    const char *const values[] = {table, number};
    PGresult *answer = PQexecParams(connection, "SELECT 1 FROM pg_attribute WHERE attrelid = $1::oid AND attnum = $2::int2 AND NOT attnotnull", 2,
                                    NULL, values, NULL, NULL, 0);
    bool found = PQntuples(answer) == 1;
    PQclear(answer);
    return found;
}

/* Columns that may be null in their table but not in the answer, because the statement itself sets them or asks for the others. */
static bool is_set_by_query(const struct contract *contract, const struct column *column)
{
    static const struct {
        const char *query, *column;
    } set[] = {{"job_claim", "locked_until"}, {"job_claim_lost", "locked_until"}};
    for (size_t i = 0; i < sizeof set / sizeof set[0]; i++) {
        if (strcmp(set[i].query, contract->name) == 0 && strcmp(set[i].column, column->name) == 0)
            return true;
    }
    return false;
}

static void compare_column(const struct contract *contract, const PGresult *described, size_t i)
{
    const struct column *column = &contract->columns[i];
    if (strcmp(column->name, PQfname(described, (int)i)) != 0)
        WRONG(contract, "column %zu is %s, not %s", i + 1, PQfname(described, (int)i), column->name);
    if (!db_value_fits(column, PQftype(described, (int)i)))
        WRONG(contract, "column %s has type %u", column->name, PQftype(described, (int)i));
    if (!column->nullable && may_be_null(described, (int)i) && !is_set_by_query(contract, column))
        WRONG(contract, "column %s may be null", column->name);
}

static void compare_columns(const struct contract *contract)
{
    PGresult *described = PQdescribePrepared(connection, contract->name);
    assert_int_equal(PQresultStatus(described), PGRES_COMMAND_OK);
    if (PQnfields(described) != (int)contract->column_count)
        WRONG(contract, "%d columns, not %zu", PQnfields(described), contract->column_count);
    for (size_t i = 0; PQnfields(described) == (int)contract->column_count && i < contract->column_count; i++)
        compare_column(contract, described, i);
    PQclear(described);
}

/* Numbers widen by themselves: bigint to float8 and numeric, int to these and to int8. */
static bool widens(const struct column *parameter, Oid to)
{
    bool fraction = to == 701 || to == 1700;
    return !parameter->array && ((parameter->type == TYPE_BIGINT && fraction) || (parameter->type == TYPE_INT && (fraction || to == 20)));
}

/* Without being told the parameters' types, PostgreSQL works out the same ones where it can tell. */
static void compare_parameters(const struct contract *contract)
{
    PGresult *answer = PQprepare(connection, "", contract->sql, 0, NULL);
    bool can_tell = PQresultStatus(answer) == PGRES_COMMAND_OK;
    PQclear(answer);
    PGresult *described = can_tell ? PQdescribePrepared(connection, "") : NULL;
    for (size_t i = 0; can_tell && i < contract->parameter_count; i++) {
        Oid type = PQparamtype(described, (int)i);
        if (!db_value_fits(&contract->parameters[i], type) && !widens(&contract->parameters[i], type))
            WRONG(contract, "parameter %s has type %u", contract->parameters[i].name, type);
    }
    PQclear(described);
}

/* Leaves each of them prepared under its name, for the plans. */
static void every_contract(void **state)
{
    (void)state;
    size_t queries = 0;
    for (size_t i = 0; i < all_contract_count; i++) {
        const struct contract *contract = all_contracts[i];
        Oid types[PARAMETERS_MAX];
        if (contract->sql == NULL)
            continue;
        assert_true(contract->parameter_count <= PARAMETERS_MAX);
        for (size_t j = 0; j < contract->parameter_count; j++)
            types[j] = db_value_oid(&contract->parameters[j]);
        PGresult *answer = PQprepare(connection, contract->name, contract->sql, (int)contract->parameter_count, types);
        if (PQresultStatus(answer) != PGRES_COMMAND_OK)
            WRONG(contract, "%s", PQresultErrorMessage(answer));
        else {
            compare_columns(contract);
            compare_parameters(contract);
        }
        PQclear(answer);
        queries++;
    }
    assert_true(queries > 0);
    assert_nothing_wrong();
}

static void run(const char *sql)
{
    PGresult *answer = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(answer);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s", PQresultErrorMessage(answer));
    PQclear(answer);
}

static void grow(void)
{
    struct arena *arena = arena_new(ROWS_MAX);
    char *sql = arena_alloc(arena, ROWS_MAX);
    FILE *file = fopen("tests/sql/rows.sql", "rb");
    assert_non_null(file);
    sql[fread(sql, 1, ROWS_MAX - 1, file)] = '\0';
    fclose(file);
    run(sql);
    arena_free(arena);
}

/* "EXPLAIN EXECUTE name(NULL, …)": with a generic plan, as after some runs, so values do not matter. */
static void check_plan(const struct contract *contract)
{
    struct buf sql;
    buf_init(&sql, ROWS_MAX);
    buf_printf(&sql, "EXPLAIN EXECUTE %s", contract->name);
    for (size_t i = 0; i < contract->parameter_count; i++)
        buf_printf(&sql, "%sNULL", i == 0 ? "(" : ", ");
    buf_add(&sql, contract->parameter_count > 0 ? STR(")") : STR(""));
    buf_add_char(&sql, '\0');
    PGresult *plan = PQexec(connection, sql.p);
    assert_int_equal(PQresultStatus(plan), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(plan); i++) {
        const char *line = PQgetvalue(plan, i, 0), *scan = strstr(line, "Seq Scan on ");
        if (scan == NULL)
            continue;
        struct str table, rest;
        (void)str_cut(str_of(scan + strlen("Seq Scan on ")), ' ', &table, &rest);
        char name[80];
        snprintf(name, sizeof name, "%.*s", (int)table.n, table.p);
        const char *const values[] = {name};
        PGresult *size = PQexecParams(connection, "SELECT 1 FROM pg_class WHERE relname = $1 AND reltuples > 50000", 1, NULL, values, NULL, NULL, 0);
        if (PQntuples(size) > 0)
            WRONG(contract, "reads all of %s:%s", name, line);
        PQclear(size);
    }
    PQclear(plan);
    buf_free(&sql);
}

static void hot_queries_use_indexes(void **state)
{
    (void)state;
    size_t hot = 0;
    grow();
    buf_clear(&wrong);
    run("SET plan_cache_mode = force_generic_plan");
    run("PREPARE control (text) AS SELECT 1 FROM schematic WHERE file_name = $1");
    check_plan(&(struct contract){.name = "control", .parameter_count = 1});
    assert_true(wrong.n > 0); /* no index helps there, so the check sees it */
    buf_clear(&wrong);
    for (size_t i = 0; i < all_contract_count; i++) {
        if (all_contracts[i]->hot) {
            check_plan(all_contracts[i]);
            hot++;
        }
    }
    assert_true(hot > 0);
    assert_nothing_wrong();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_contract), cmocka_unit_test(hot_queries_use_indexes)};
    return cmocka_run_group_tests(tests, start, stop);
}
