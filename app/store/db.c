/* The one file that includes libpq. */
#include "store/db.h"

#include <assert.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libpq-fe.h>

#include "core/log.h"
#include "core/memory.h"
#include "core/metrics.h"
#include "store/db_value.h"

enum {
    PREPARED_SLOTS = 1024, /* a power of two, well above the number of queries there are */
    PARAMETERS_MAX = 64,
    CONNECT_PAUSE_US = 500 * 1000, /* a server that is away is not asked again sooner */
    HEALTH_US = 1000 * 1000,
    ANSWER_US = 12 * 1000 * 1000, /* the server itself ends a statement after 10 s: see connect_now */
    BINARY = 1
};

struct db {
    PGconn *connection;
    char *conninfo;
    int64_t pause_until_us;
    bool in_transaction; /* since db_begin, whatever became of the connection */
    bool has_savepoint;
    bool renew; /* open a new connection before the next transaction */
    const struct contract *prepared[PREPARED_SLOTS]; /* open addressing by address */
    size_t prepared_count;
    char constraint[64];
    char error[512];
};

struct db *db_open(const char *conninfo)
{
    size_t size = strlen(conninfo) + 1;
    struct db *db = memory_new(sizeof *db);
    db->conninfo = memory_new(size);
    memcpy(db->conninfo, conninfo, size);
    return db;
}

static void disconnect(struct db *db)
{
    PQfinish(db->connection);
    db->connection = NULL;
    db->renew = false;
    db->prepared_count = 0;
    memset(db->prepared, 0, sizeof db->prepared);
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    disconnect(db);
    free(db->conninfo);
    free(db);
}

const char *db_constraint(const struct db *db)
{
    return db->constraint;
}

const char *db_error(const struct db *db)
{
    return db->error;
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

static void remember(struct db *db, const char *message)
{
    snprintf(db->error, sizeof db->error, "%s", message != NULL ? message : "out of memory");
    size_t n = strlen(db->error);
    while (n > 0 && db->error[n - 1] == '\n')
        db->error[--n] = '\0';
}

/* Said once, here. The server's primary message only: its detail may quote people's data. */
static enum db_result fail(struct db *db, const char *what, const char *state)
{
    metrics_add(METRIC_DATABASE_ERRORS, STR(""), 1);
    log_with(LOG_ERROR, "database", log_text("query", str_of(what)), log_text("sqlstate", str_of(state)),
             log_text("error", str_of(db->error)));
    return DB_FAIL;
}

static void ignore_notice(void *with, const char *message)
{
    (void)with;
    (void)message;
}

static enum db_result connect_now(struct db *db)
{
    disconnect(db);
    if (monotonic_us() < db->pause_until_us)
        return DB_FAIL; /* logged when it was tried */
    /* What stands before dbname are defaults that the connection string may override. */
    static const char *const keys[] = {"connect_timeout", "application_name", "options", "tcp_user_timeout", "dbname",
                                       "client_encoding", NULL};
    const char *const values[] = {"3",
                                  "curio",
                                  "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c TimeZone=UTC",
                                  "15000",
                                  db->conninfo,
                                  "UTF8",
                                  NULL};
    db->connection = PQconnectdbParams(keys, values, 1);
    if (PQstatus(db->connection) == CONNECTION_OK) {
        PQsetNoticeProcessor(db->connection, ignore_notice, NULL);
        return DB_OK;
    }
    remember(db, PQerrorMessage(db->connection));
    disconnect(db);
    db->pause_until_us = monotonic_us() + CONNECT_PAUSE_US;
    return fail(db, "connect", "08001");
}

/* A server that went away while nothing was asked has left its last words, or the end, on the socket. */
static bool still_there(struct db *db)
{
    struct pollfd poll_it = {.fd = PQsocket(db->connection), .events = POLLIN};
    while (PQstatus(db->connection) == CONNECTION_OK && poll(&poll_it, 1, 0) > 0) {
        if (PQconsumeInput(db->connection) == 0)
            break;
    }
    return PQstatus(db->connection) == CONNECTION_OK;
}

static enum db_result ready(struct db *db)
{
    db->constraint[0] = '\0';
    if (db->in_transaction)
        return db->connection != NULL ? DB_OK : DB_FAIL;
    if (db->connection != NULL && !db->renew && still_there(db))
        return DB_OK;
    return connect_now(db);
}

/* What the server said of STATEMENT, named WHAT in the log. */
static enum db_result judge(struct db *db, const char *what, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return DB_OK;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    remember(db, message != NULL ? message : PQerrorMessage(db->connection));
    state = state != NULL ? state : "08006";
    if (strncmp(state, "23", 2) == 0) {
        const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
        snprintf(db->constraint, sizeof db->constraint, "%s", constraint != NULL ? constraint : "");
        return DB_CONFLICT;
    }
    /* A statement prepared before the tables changed, or forgotten by the server, is of no use any more. */
    if (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0)
        db->renew = true;
    return fail(db, what, state);
}

/* True when an answer can be read without waiting, or the end of the connection. */
static bool await_answer(struct db *db, int64_t until_us)
{
    struct pollfd poll_it = {.fd = PQsocket(db->connection), .events = POLLIN};
    while (PQisBusy(db->connection) != 0) {
        int64_t left = until_us - monotonic_us();
        if (left <= 0 || poll(&poll_it, 1, (int)(left / 1000) + 1) <= 0)
            return false;
        if (PQconsumeInput(db->connection) == 0)
            return true;
    }
    return true;
}

/* The last result of what was SENT, as PQexec has it, yet from a server that is frozen or unreachable nothing is awaited for
 * ever: its connection is given up. Never NULL. */
static PGresult *answer_of(struct db *db, int sent)
{
    int64_t until_us = monotonic_us() + ANSWER_US;
    PGresult *last = NULL, *next;
    while (sent != 0) {
        if (!await_answer(db, until_us)) {
            log_warn("PostgreSQL gave no answer within %d s", ANSWER_US / 1000000);
            shutdown(PQsocket(db->connection), SHUT_RDWR);
        }
        next = PQgetResult(db->connection);
        if (next == NULL)
            break;
        PQclear(last);
        last = next;
    }
    return last != NULL ? last : PQmakeEmptyPGresult(db->connection, PGRES_FATAL_ERROR);
}

/* One of our own fixed statements. TAG, if wanted, is the command tag that must come back. */
static enum db_result command(struct db *db, const char *sql, const char *tag)
{
    int64_t started = monotonic_us();
    PGresult *answer = answer_of(db, PQsendQuery(db->connection, sql));
    metrics_time(TIMING_DATABASE, monotonic_us() - started);
    enum db_result result = judge(db, sql, answer);
    if (result == DB_OK && tag != NULL && strcmp(PQcmdStatus(answer), tag) != 0) {
        remember(db, "the transaction had failed before it was committed");
        result = fail(db, sql, "25P02");
    }
    PQclear(answer);
    return result;
}

enum db_result db_begin(struct db *db)
{
    assert(!db->in_transaction);
    enum db_result result = ready(db);
    if (result == DB_OK)
        result = command(db, "BEGIN", NULL);
    db->in_transaction = result == DB_OK;
    db->has_savepoint = false;
    return result;
}

enum db_result db_commit(struct db *db)
{
    assert(db->in_transaction);
    db->constraint[0] = '\0';
    enum db_result result = command(db, "COMMIT", "COMMIT");
    db->in_transaction = false;
    return result;
}

void db_rollback(struct db *db)
{
    if (!db->in_transaction)
        return;
    db->in_transaction = false;
    if (PQstatus(db->connection) == CONNECTION_OK && command(db, "ROLLBACK", NULL) != DB_OK)
        db->renew = true;
}

enum db_result db_savepoint(struct db *db)
{
    assert(db->in_transaction);
    enum db_result result = command(db, db->has_savepoint ? "RELEASE curio; SAVEPOINT curio" : "SAVEPOINT curio", NULL);
    db->has_savepoint = result == DB_OK;
    return result;
}

enum db_result db_savepoint_rollback(struct db *db)
{
    assert(db->in_transaction && db->has_savepoint);
    return command(db, "ROLLBACK TO curio", NULL);
}

bool db_healthy(struct db *db)
{
    if (db->in_transaction)
        return PQstatus(db->connection) == CONNECTION_OK;
    int64_t until = monotonic_us() + HEALTH_US;
    if (ready(db) != DB_OK || PQsendQuery(db->connection, "SELECT 1") == 0)
        return false;
    if (!await_answer(db, until)) {
        db->renew = true;
        return false;
    }
    bool good = false;
    for (PGresult *answer; (answer = PQgetResult(db->connection)) != NULL; PQclear(answer))
        good = PQresultStatus(answer) == PGRES_TUPLES_OK;
    return good;
}

/* The slot that holds CONTRACT, or the free one where it belongs. */
static const struct contract **slot_of(struct db *db, const struct contract *contract)
{
    size_t at = ((uintptr_t)contract >> 4) * 2654435761u;
    for (;; at++) {
        const struct contract **slot = &db->prepared[at & (PREPARED_SLOTS - 1)];
        if (*slot == NULL || *slot == contract)
            return slot;
    }
}

/* The header and the database may only differ through a mistake of ours; then nothing is decoded wrongly. */
static enum db_result compare_columns(struct db *db, const struct contract *contract, const PGresult *described)
{
    bool same = PQnfields(described) == (int)contract->column_count;
    for (size_t i = 0; same && i < contract->column_count; i++)
        same = db_value_fits(&contract->columns[i], PQftype(described, (int)i));
    if (same)
        return DB_OK;
    remember(db, "the statement's columns are not those of its contract");
    return fail(db, contract->name, "42804");
}

static enum db_result prepare_now(struct db *db, const struct contract *contract)
{
    Oid types[PARAMETERS_MAX];
    assert(contract->sql != NULL && contract->parameter_count <= PARAMETERS_MAX);
    for (size_t i = 0; i < contract->parameter_count; i++)
        types[i] = db_value_oid(&contract->parameters[i]);
    PGresult *answer = answer_of(
        db, PQsendPrepare(db->connection, contract->name, contract->sql, (int)contract->parameter_count, types));
    enum db_result result = judge(db, contract->name, answer);
    PQclear(answer);
    if (result != DB_OK)
        return result;
    answer = answer_of(db, PQsendDescribePrepared(db->connection, contract->name));
    result = judge(db, contract->name, answer);
    if (result == DB_OK)
        result = compare_columns(db, contract, answer);
    PQclear(answer);
    if (result != DB_OK)
        db->renew = true; /* the name is taken in this connection */
    return result;
}

static enum db_result prepare(struct db *db, const struct contract *contract)
{
    const struct contract **slot = slot_of(db, contract);
    if (*slot == contract)
        return DB_OK;
    enum db_result result = prepare_now(db, contract);
    if (result == DB_OK) {
        assert(db->prepared_count < PREPARED_SLOTS / 2);
        *slot = contract;
        db->prepared_count++;
    }
    return result;
}

static PGresult *execute(struct db *db, struct arena *arena, const struct contract *contract, const void *in)
{
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX], formats[PARAMETERS_MAX];
    for (size_t i = 0; i < contract->parameter_count; i++) {
        struct str value;
        if (!db_value_encode(arena, &contract->parameters[i], in, &value)) {
            snprintf(db->error, sizeof db->error, ":%s is null or too large", contract->parameters[i].name);
            return NULL;
        }
        values[i] = value.p;
        lengths[i] = (int)value.n;
        formats[i] = BINARY;
    }
    int64_t started = monotonic_us();
    PGresult *answer = answer_of(db, PQsendQueryPrepared(db->connection, contract->name, (int)contract->parameter_count, values,
                                                         lengths, formats, BINARY));
    metrics_time(TIMING_DATABASE, monotonic_us() - started);
    return answer;
}

/* Runs CONTRACT; *ANSWER is the caller's to clear where the result is DB_OK. */
static enum db_result run(struct db *db, struct arena *arena, const struct contract *contract, const void *in, PGresult **answer)
{
    enum db_result result = ready(db);
    if (result == DB_OK)
        result = prepare(db, contract);
    if (result != DB_OK)
        return result;
    *answer = execute(db, arena, contract, in);
    if (*answer == NULL)
        return fail(db, contract->name, "22004");
    result = judge(db, contract->name, *answer);
    if (result != DB_OK)
        PQclear(*answer);
    return result;
}

static struct str cell(const PGresult *answer, int row, int column)
{
    if (PQgetisnull(answer, row, column) != 0)
        return STR_NULL;
    return (struct str){PQgetvalue(answer, row, column), (size_t)PQgetlength(answer, row, column)};
}

static void clear_answer(void *answer)
{
    PQclear(answer);
}

/* Text stays where libpq put it, so the answer lives as long as the arena. */
static enum db_result decode(struct db *db, struct arena *arena, const struct contract *contract, PGresult *answer, struct rows *out)
{
    size_t count = (size_t)PQntuples(answer);
    char *rows = arena_array(arena, count, contract->row_size);
    arena_defer(arena, clear_answer, answer);
    for (size_t row = 0; row < count; row++) {
        for (size_t i = 0; i < contract->column_count; i++) {
            if (db_value_decode(arena, &contract->columns[i], cell(answer, (int)row, (int)i), rows + row * contract->row_size))
                continue;
            snprintf(db->error, sizeof db->error, "column %s is not what its contract says", contract->columns[i].name);
            return fail(db, contract->name, "22004");
        }
    }
    *out = (struct rows){rows, count};
    return DB_OK;
}

enum db_result db_run(struct db *db, struct arena *arena, const struct contract *contract, const void *parameters, struct rows *out)
{
    PGresult *answer;
    *out = (struct rows){NULL, 0};
    enum db_result result = run(db, arena, contract, parameters, &answer);
    return result == DB_OK ? decode(db, arena, contract, answer, out) : result;
}

enum db_result db_run_one(struct db *db, struct arena *arena, const struct contract *contract, const void *parameters, void *out)
{
    struct rows rows;
    enum db_result result = db_run(db, arena, contract, parameters, &rows);
    if (result != DB_OK)
        return result;
    assert(rows.count <= 1);
    if (rows.count == 0)
        return DB_NONE;
    memcpy(out, rows.at, contract->row_size);
    return DB_OK;
}

enum db_result db_run_effect(struct db *db, struct arena *arena, const struct contract *contract, const void *parameters)
{
    PGresult *answer;
    enum db_result result = run(db, arena, contract, parameters, &answer);
    if (result != DB_OK)
        return result;
    if (strcmp(PQcmdTuples(answer), "0") == 0)
        result = DB_NONE;
    PQclear(answer);
    return result;
}

enum db_result db_script(struct db *db, const char *sql)
{
    enum db_result result = ready(db);
    if (result != DB_OK)
        return result;
    PGresult *answer = PQexec(db->connection, sql);
    result = judge(db, "script", answer);
    if (result != DB_OK)
        remember(db, PQresultErrorMessage(answer)); /* with the line: scripts are ours, and hold nobody's data */
    PQclear(answer);
    if (result == DB_OK && db->in_transaction && PQtransactionStatus(db->connection) != PQTRANS_INTRANS) {
        remember(db, "the script ended the transaction it runs in");
        result = fail(db, "script", "25000");
    }
    return result;
}
