#include "store/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/crypto.h"

enum { FILE_MAX = 4 << 20, NUMBER_DIGITS = 4, VERSION_MAX = 9999 };

struct migration {
    int32_t version;
    struct str name; /* NNNN_word */
    struct str sql;
    struct sha256_digest checksum;
};

struct migrations {
    struct migration *at;
    size_t count;
};

struct applied_row {
    int32_t version;
    struct str name, checksum;
    struct timestamp applied_at;
};

static const struct column applied_columns[] = {
    {.name = "version", .type = TYPE_INT, .offset = offsetof(struct applied_row, version)},
    {.name = "name", .type = TYPE_TEXT, .offset = offsetof(struct applied_row, name)},
    {.name = "checksum", .type = TYPE_BYTEA, .offset = offsetof(struct applied_row, checksum)},
    {.name = "applied_at", .type = TYPE_TIMESTAMP, .offset = offsetof(struct applied_row, applied_at)},
};

static const struct contract query_applied = {
    .name = "migration_applied",
    .sql = "SELECT version, name, checksum, applied_at FROM migration ORDER BY version",
    .columns = applied_columns,
    .column_count = 4,
    .row_size = sizeof(struct applied_row),
};

static const struct contract query_record = {
    .name = "migration_record",
    .sql = "INSERT INTO migration (version, name, checksum) VALUES ($1, $2, $3)",
    .parameters = applied_columns,
    .parameter_count = 3,
};

struct exists_row {
    bool exists;
};

static const struct column exists_columns[] = {{.name = "exists", .type = TYPE_BOOL, .offset = offsetof(struct exists_row, exists)}};

static const struct contract query_exists = {
    .name = "migration_exists",
    .sql = "SELECT to_regclass('migration') IS NOT NULL AS exists",
    .columns = exists_columns,
    .column_count = 1,
    .row_size = sizeof(struct exists_row),
};

/* Waits for whoever migrates now; a migration may take longer than a request may. The number is "curio" in ASCII. */
static const char lock_sql[] = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
                               "SELECT pg_advisory_xact_lock(427172194671);"
                               "CREATE TABLE IF NOT EXISTS migration (version int PRIMARY KEY, name text NOT NULL,"
                               " checksum bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";

static int is_sql_file(const struct dirent *entry)
{
    return str_ends_with(str_of(entry->d_name), STR(".sql"));
}

static bool read_file(struct arena *arena, const char *directory, struct migration *migration)
{
    struct str path = arena_printf(arena, "%s/" STR_FMT ".sql", directory, STR_ARG(migration->name));
    FILE *file = fopen(path.p, "rb");
    if (file == NULL)
        return false;
    struct buf text;
    buf_init(&text, FILE_MAX);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;)
        buf_add_bytes(&text, part, n);
    bool good = !ferror(file) && !text.failed && (text.n == 0 || memchr(text.p, 0, text.n) == NULL);
    fclose(file);
    migration->sql = arena_str(arena, text.n > 0 ? buf_str(&text) : STR(""));
    migration->checksum = sha256_of(migration->sql);
    buf_free(&text);
    return good;
}

/* The COUNT-th file must be numbered COUNT + 1. */
static bool take_file(struct arena *arena, const char *directory, struct str file_name, struct migrations *out, struct buf *report)
{
    struct migration *migration = &out->at[out->count];
    int64_t version = 0;
    migration->name = arena_str(arena, str_slice(file_name, 0, file_name.n - 4));
    bool named = migration->name.n > NUMBER_DIGITS + 1 && migration->name.p[NUMBER_DIGITS] == '_' &&
                 str_to_int64(str_slice(migration->name, 0, NUMBER_DIGITS), &version) && version > 0;
    migration->version = (int32_t)version;
    if (!named)
        buf_printf(report, STR_FMT ": a migration is called NNNN_word.sql\n", STR_ARG(file_name));
    else if (version != (int64_t)out->count + 1)
        buf_printf(report, STR_FMT ": number %04zu was expected here; none may be missing or doubled\n", STR_ARG(file_name), out->count + 1);
    else if (!read_file(arena, directory, migration))
        buf_printf(report, STR_FMT ": cannot be read: %s\n", STR_ARG(file_name), strerror(errno));
    else {
        out->count++;
        return true;
    }
    return false;
}

static bool read_directory(struct arena *arena, const char *directory, struct migrations *out, struct buf *report)
{
    struct dirent **entries;
    int count = scandir(directory, &entries, is_sql_file, alphasort);
    if (count < 0) {
        buf_printf(report, "%s: %s\n", directory, strerror(errno));
        return false;
    }
    *out = (struct migrations){arena_array(arena, (size_t)count + 1, sizeof(struct migration)), 0};
    bool good = true;
    for (int i = 0; i < count; i++) {
        good = good && take_file(arena, directory, str_of(entries[i]->d_name), out, report);
        free(entries[i]);
    }
    free(entries);
    if (good && out->count == 0) {
        buf_printf(report, "%s: there are no migrations\n", directory);
        return false;
    }
    return good;
}

static enum db_result told(struct db *db, enum db_result result, struct str name, struct buf *report)
{
    if (result != DB_OK)
        buf_printf(report, STR_FMT ": %s\n", STR_ARG(name), db_error(db));
    return result == DB_OK ? DB_OK : DB_FAIL;
}

static bool same_checksum(const struct migration *migration, const struct applied_row *applied)
{
    return applied->checksum.n == sizeof migration->checksum.b &&
           memcmp(migration->checksum.b, applied->checksum.p, applied->checksum.n) == 0;
}

/* What was applied must be the first files, unchanged. */
static bool in_step(const struct migrations *files, struct rows applied, struct buf *report)
{
    const struct applied_row *rows = applied.at;
    for (size_t i = 0; i < applied.count; i++) {
        if (rows[i].version != (int32_t)i + 1) {
            buf_printf(report, "migration %04zu was never applied, but " STR_FMT " was\n", i + 1, STR_ARG(rows[i].name));
            return false;
        }
        if (i >= files->count) {
            buf_printf(report, STR_FMT " was applied, but its file is missing: this database belongs to a newer build\n", STR_ARG(rows[i].name));
            return false;
        }
        if (!str_eq(rows[i].name, files->at[i].name) || !same_checksum(&files->at[i], &rows[i])) {
            buf_printf(report, STR_FMT " was changed after it was applied (then called " STR_FMT "); write a new migration instead\n",
                       STR_ARG(files->at[i].name), STR_ARG(rows[i].name));
            return false;
        }
    }
    return true;
}

static enum db_result apply(struct db *db, struct arena *arena, const struct migration *migration, struct buf *report)
{
    struct applied_row record = {migration->version, migration->name, {(const char *)migration->checksum.b, 32}, {0}};
    enum db_result result = told(db, db_script(db, migration->sql.p), migration->name, report);
    if (result == DB_OK)
        result = told(db, db_run_effect(db, arena, &query_record, &record), migration->name, report);
    if (result == DB_OK)
        result = told(db, db_commit(db), migration->name, report);
    if (result == DB_OK)
        buf_printf(report, STR_FMT " applied\n", STR_ARG(migration->name));
    return result;
}

/* Applies the first file that is pending: DB_NONE when there is none. Every step takes the lock and looks again, so that it
 * does not matter who else migrates meanwhile. */
static enum db_result step(struct db *db, struct arena *arena, const struct migrations *files, struct buf *report)
{
    struct rows applied;
    enum db_result result = told(db, db_begin(db), STR("migrate"), report);
    if (result == DB_OK)
        result = told(db, db_script(db, lock_sql), STR("migrate"), report);
    if (result == DB_OK)
        result = told(db, db_run(db, arena, &query_applied, NULL, &applied), STR("migrate"), report);
    if (result == DB_OK && !in_step(files, applied, report))
        result = DB_FAIL;
    if (result == DB_OK && applied.count == files->count)
        result = told(db, db_commit(db), STR("migrate"), report) == DB_OK ? DB_NONE : DB_FAIL;
    else if (result == DB_OK)
        result = apply(db, arena, &files->at[applied.count], report);
    db_rollback(db);
    return result;
}

enum db_result migrate_up(struct db *db, struct arena *arena, const char *directory, struct buf *report)
{
    struct migrations files;
    if (!read_directory(arena, directory, &files, report))
        return DB_FAIL;
    enum db_result result;
    do
        result = step(db, arena, &files, report);
    while (result == DB_OK);
    return result == DB_NONE ? DB_OK : result;
}

static void print_status(const struct migrations *files, struct rows applied, struct buf *report)
{
    const struct applied_row *rows = applied.at;
    char text[TIMESTAMP_TEXT];
    for (size_t i = 0; i < files->count; i++) {
        buf_printf(report, STR_FMT "  ", STR_ARG(files->at[i].name));
        if (i < applied.count)
            buf_printf(report, "applied " STR_FMT "\n", STR_ARG(timestamp_rfc3339(rows[i].applied_at, text)));
        else
            buf_printf(report, "pending\n");
    }
}

enum db_result migrate_status(struct db *db, struct arena *arena, const char *directory, struct buf *report)
{
    struct migrations files;
    struct exists_row table;
    struct rows applied = {NULL, 0};
    if (!read_directory(arena, directory, &files, report))
        return DB_FAIL;
    enum db_result result = told(db, db_run_one(db, arena, &query_exists, NULL, &table), STR("migrate"), report);
    if (result == DB_OK && table.exists)
        result = told(db, db_run(db, arena, &query_applied, NULL, &applied), STR("migrate"), report);
    if (result != DB_OK)
        return result;
    print_status(&files, applied, report);
    if (!in_step(&files, applied, report))
        return DB_FAIL;
    return applied.count < files.count ? DB_NONE : DB_OK;
}
