/* sqlgen OUTDIR FILE.sql...: writes OUTDIR/ROOM.h and ROOM.c for every room, and all.h and all.c. */
#include <assert.h>
#include <stdio.h>

#include "tools/contract_parse.h"

struct type_text {
    const char *name, *c, *nullable_c;
};

static const struct type_text types[] = {
    [TYPE_BOOL] = {"TYPE_BOOL", "bool ", "struct opt_bool "},
    [TYPE_INT] = {"TYPE_INT", "int32_t ", "struct opt_int "},
    [TYPE_BIGINT] = {"TYPE_BIGINT", "int64_t ", "struct opt_bigint "},
    [TYPE_FLOAT] = {"TYPE_FLOAT", "double ", "struct opt_float "},
    [TYPE_TEXT] = {"TYPE_TEXT", "struct str ", "struct str "},
    [TYPE_UUID] = {"TYPE_UUID", "struct uuid ", "struct opt_uuid "},
    [TYPE_TIMESTAMP] = {"TYPE_TIMESTAMP", "struct timestamp ", "struct opt_timestamp "},
    [TYPE_JSONB] = {"TYPE_JSONB", "struct str ", "struct str "},
    [TYPE_BYTEA] = {"TYPE_BYTEA", "struct str ", "struct str "},
    [TYPE_SHAPE] = {"TYPE_SHAPE", NULL, NULL},
};
static_assert(sizeof types / sizeof types[0] == TYPE_COUNT, "one row a type");

struct room {
    struct str name;
    const struct declared *contracts;
    size_t count;
};

static void write_member(struct buf *out, const struct declared_member *member)
{
    const struct declared_type *type = &member->type;
    buf_add(out, STR("    "));
    if (type->array)
        buf_add(out, STR("struct list "));
    else if (type->kind == TYPE_SHAPE)
        buf_printf(out, type->nullable ? "const struct " STR_FMT "_row *" : "struct " STR_FMT "_row ", STR_ARG(type->name));
    else
        buf_printf(out, "%s", type->nullable ? types[type->kind].nullable_c : types[type->kind].c);
    buf_printf(out, STR_FMT ";", STR_ARG(member->name));
    if (type->array)
        buf_printf(out, " /* of " STR_FMT " */", STR_ARG(type->name));
    buf_add_char(out, '\n');
}

static void write_struct(struct buf *out, const struct declared *contract, const struct declared_members *members, const char *suffix)
{
    if (members->count == 0)
        return;
    buf_printf(out, "struct " STR_FMT "_%s {\n", STR_ARG(contract->name), suffix);
    for (size_t i = 0; i < members->count; i++)
        write_member(out, &members->at[i]);
    buf_add(out, STR("};\n"));
}

/* "static inline" calls: what a handler writes is typed, what runs is one function. */
static void write_call(struct buf *out, struct arena *arena, const struct declared *contract, const char *suffix, const char *run,
                       const char *result)
{
    bool takes = contract->parameters.count > 0;
    buf_printf(out, "DB_CHECKED static inline enum db_result " STR_FMT "%s(struct db *db, struct arena *arena", STR_ARG(contract->name),
               suffix);
    if (takes)
        buf_printf(out, ", const struct " STR_FMT "_in *in", STR_ARG(contract->name));
    if (*result != '\0')
        buf_printf(out, ", struct " STR_FMT "%s *out", *result == '_' ? (int)contract->name.n : 0, contract->name.p, result);
    struct str name = capitals(arena, contract->name);
    buf_printf(out, ")\n{\n    return %s(db, arena, &Q_" STR_FMT ", %s%s);\n}\n", run, STR_ARG(name), takes ? "in" : "NULL",
               *result != '\0' ? ", out" : "");
}

static void write_declarations(struct buf *out, struct arena *arena, const struct declared *contract)
{
    struct str name = capitals(arena, contract->name);
    buf_printf(out, "\n/* " STR_FMT ": " STR_FMT " */\n", STR_ARG(contract->name), STR_ARG(contract->says));
    write_struct(out, contract, &contract->parameters, "in");
    write_struct(out, contract, &contract->columns, "row");
    buf_printf(out, "extern const struct contract Q_" STR_FMT ";\n", STR_ARG(name));
    if (contract->sql.p == NULL)
        return;
    if (contract->columns.count == 0) {
        write_call(out, arena, contract, "", "db_run_effect", "");
        return;
    }
    write_call(out, arena, contract, "", "db_run", "rows");
    write_call(out, arena, contract, "_one", "db_run_one", "_row");
}

/* Rooms whose contracts are nested here, once each: FOREIGN are those met so far. */
static void write_include(struct buf *out, const struct room *room, const struct declared *shape, struct buf *foreign)
{
    if (shape == NULL || str_eq(shape->source.room, room->name))
        return;
    size_t before = foreign->n;
    buf_printf(foreign, "#include \"queries/" STR_FMT ".h\"\n", STR_ARG(shape->source.room));
    struct str line = str_slice(buf_str(foreign), before, foreign->n);
    if (str_find(str_slice(buf_str(foreign), 0, before), line) < 0)
        buf_add(out, line);
}

static void write_includes(struct buf *out, const struct room *room)
{
    struct buf foreign;
    buf_init(&foreign, TOOL_FILE_MAX);
    for (size_t i = 0; i < room->count; i++) {
        for (size_t j = 0; j < room->contracts[i].columns.count; j++)
            write_include(out, room, room->contracts[i].columns.at[j].type.shape, &foreign);
    }
    buf_free(&foreign);
}

static void write_header(struct buf *out, struct arena *arena, const struct room *room)
{
    struct str name = capitals(arena, room->name);
    buf_printf(out, "/* Made from sql/queries/" STR_FMT " by sqlgen. */\n#ifndef CURIO_QUERIES_" STR_FMT "_H\n#define CURIO_QUERIES_"
               STR_FMT "_H\n\n", STR_ARG(room->name), STR_ARG(name), STR_ARG(name));
    write_includes(out, room);
    buf_add(out, STR("#include \"store/db.h\"\n"));
    for (size_t i = 0; i < room->count; i++)
        write_declarations(out, arena, &room->contracts[i]);
    buf_add(out, STR("\n#endif\n"));
}

static void write_column(struct buf *out, struct arena *arena, const struct declared *contract, const struct declared_member *member,
                         const char *suffix)
{
    const struct declared_type *type = &member->type;
    buf_printf(out, "    {.name = \"" STR_FMT "\", .says = ", STR_ARG(member->name));
    write_c_string(out, member->says);
    buf_printf(out, ", .type = %s, ", types[type->kind].name);
    if (type->nullable)
        buf_add(out, STR(".nullable = true, "));
    if (type->array)
        buf_add(out, STR(".array = true, "));
    buf_printf(out, ".offset = offsetof(struct " STR_FMT "_%s, " STR_FMT ")", STR_ARG(contract->name), suffix, STR_ARG(member->name));
    if (type->kind == TYPE_SHAPE) {
        struct str shape = capitals(arena, type->name);
        buf_printf(out, ", .shape = &Q_" STR_FMT, STR_ARG(shape));
    }
    buf_add(out, STR("},\n"));
}

static void write_columns(struct buf *out, struct arena *arena, const struct declared *contract, const struct declared_members *members,
                          const char *suffix)
{
    if (members->count == 0)
        return;
    buf_printf(out, "static const struct column " STR_FMT "_%s[] = {\n", STR_ARG(contract->name), suffix);
    for (size_t i = 0; i < members->count; i++)
        write_column(out, arena, contract, &members->at[i], suffix);
    buf_add(out, STR("};\n"));
}

/* A line of SQL a line of C, so that it can be read where it was made. */
static void write_sql(struct buf *out, struct str sql)
{
    while (sql.n > 0) {
        ptrdiff_t end = str_find(sql, STR("\n"));
        struct str line = end < 0 ? sql : str_slice(sql, 0, (size_t)end + 1);
        sql = str_slice(sql, line.n, sql.n);
        if (str_trim(line).n == 0)
            continue;
        buf_add(out, STR("\n        "));
        write_c_string(out, line);
    }
}

static void write_contract(struct buf *out, struct arena *arena, const struct declared *contract)
{
    struct str name = capitals(arena, contract->name);
    buf_add_char(out, '\n');
    write_columns(out, arena, contract, &contract->parameters, "in");
    write_columns(out, arena, contract, &contract->columns, "row");
    buf_printf(out, "const struct contract Q_" STR_FMT " = {\n    .name = \"" STR_FMT "\",\n    .says = ", STR_ARG(name),
               STR_ARG(contract->name));
    write_c_string(out, contract->says);
    if (contract->sql.p != NULL) {
        buf_add(out, STR(",\n    .sql ="));
        write_sql(out, contract->sql);
    }
    if (contract->parameters.count > 0)
        buf_printf(out, ",\n    .parameters = " STR_FMT "_in,\n    .parameter_count = %zu", STR_ARG(contract->name),
                   contract->parameters.count);
    if (contract->columns.count > 0)
        buf_printf(out, ",\n    .columns = " STR_FMT "_row,\n    .column_count = %zu,\n    .row_size = sizeof(struct " STR_FMT "_row)",
                   STR_ARG(contract->name), contract->columns.count, STR_ARG(contract->name));
    buf_printf(out, ",\n    .hot = %s,\n};\n", contract->hot ? "true" : "false");
}

static void write_tables(struct buf *out, struct arena *arena, const struct room *room)
{
    buf_printf(out, "/* Made from sql/queries/" STR_FMT " by sqlgen. */\n#include \"queries/" STR_FMT ".h\"\n\n#include <stddef.h>\n",
               STR_ARG(room->name), STR_ARG(room->name));
    for (size_t i = 0; i < room->count; i++)
        write_contract(out, arena, &room->contracts[i]);
}

static bool write_file(struct arena *arena, const char *folder, struct str name, const char *ending, const struct buf *text)
{
    struct str path = arena_printf(arena, "%s/" STR_FMT ".%s", folder, STR_ARG(name), ending);
    if (text->failed) {
        fprintf(stderr, "%s: larger than a source file should be\n", path.p);
        return false;
    }
    return made_file_write(path.p, buf_str(text));
}

static bool write_room(struct arena *arena, const char *folder, const struct room *room)
{
    struct buf text;
    buf_init(&text, TOOL_FILE_MAX * 16);
    write_header(&text, arena, room);
    bool good = write_file(arena, folder, room->name, "h", &text);
    buf_clear(&text);
    write_tables(&text, arena, room);
    good = write_file(arena, folder, room->name, "c", &text) && good;
    buf_free(&text);
    return good;
}

static void write_all_tables(struct buf *out, struct arena *arena, const struct declared_list *contracts)
{
    buf_add(out, STR("/* Made by sqlgen. */\n#include \"queries/all.h\"\n\n"));
    for (size_t i = 0; i < contracts->count; i++) {
        if (i == 0 || !str_eq(contracts->at[i].source.room, contracts->at[i - 1].source.room))
            buf_printf(out, "#include \"queries/" STR_FMT ".h\"\n", STR_ARG(contracts->at[i].source.room));
    }
    buf_add(out, STR("\nconst struct contract *const all_contracts[] = {\n"));
    for (size_t i = 0; i < contracts->count; i++) {
        struct str name = capitals(arena, contracts->at[i].name);
        buf_printf(out, "    &Q_" STR_FMT ",\n", STR_ARG(name));
    }
    buf_add(out, STR("    NULL,\n};\nconst size_t all_contract_count = sizeof all_contracts / sizeof all_contracts[0] - 1;\n"));
}

static bool write_all(struct arena *arena, const char *folder, const struct declared_list *contracts)
{
    struct buf text;
    buf_init(&text, TOOL_FILE_MAX);
    buf_add(&text, STR("/* Made by sqlgen: every contract of every room. */\n#ifndef CURIO_QUERIES_ALL_H\n#define CURIO_QUERIES_ALL_H\n\n"
                       "#include \"store/contract.h\"\n\nextern const struct contract *const all_contracts[]; /* ends with NULL */\n"
                       "extern const size_t all_contract_count;\n\n#endif\n"));
    bool good = write_file(arena, folder, STR("all"), "h", &text);
    buf_clear(&text);
    write_all_tables(&text, arena, contracts);
    good = write_file(arena, folder, STR("all"), "c", &text) && good;
    buf_free(&text);
    return good;
}

static bool write_everything(struct arena *arena, const char *folder, const struct declared_list *contracts)
{
    bool good = write_all(arena, folder, contracts);
    for (size_t i = 0; i < contracts->count;) {
        struct room room = {contracts->at[i].source.room, &contracts->at[i], 0};
        while (i < contracts->count && str_eq(contracts->at[i].source.room, room.name)) {
            room.count++;
            i++;
        }
        good = write_room(arena, folder, &room) && good;
    }
    return good;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: sqlgen OUTDIR FILE.sql...\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(TOOL_MEMORY);
    struct mistakes mistakes;
    mistakes_init(&mistakes);
    size_t count = (size_t)argc - 2;
    struct source *files = arena_array(arena, count + 1, sizeof *files);
    for (size_t i = 0; i < count; i++)
        source_read(arena, &mistakes, argv[i + 2], &files[i]);
    struct declared_list contracts;
    bool good = mistakes.count == 0 && contracts_parse(arena, &mistakes, files, count, &contracts) &&
                write_everything(arena, argv[1], &contracts);
    struct str report = buf_str(&mistakes.report);
    fwrite(report.p, 1, report.n, stderr);
    mistakes_free(&mistakes);
    arena_free(arena);
    return good ? 0 : 1;
}
