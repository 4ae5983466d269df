#include "tools/contract_parse.h"

#include <stdlib.h>
#include <string.h>

struct head {
    struct arena *arena;
    struct mistakes *mistakes;
    struct declared *contract;
    size_t at;   /* the line being read */
    size_t next; /* the one after it */
    bool in_row, has_row;
};

static const char *const type_names[] = {
    [TYPE_BOOL] = "bool", [TYPE_INT] = "int", [TYPE_BIGINT] = "bigint", [TYPE_FLOAT] = "float", [TYPE_TEXT] = "text",
    [TYPE_UUID] = "uuid", [TYPE_TIMESTAMP] = "timestamptz", [TYPE_JSONB] = "jsonb", [TYPE_BYTEA] = "bytea"};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void skip_blanks(struct str text, size_t *at)
{
    while (*at < text.n && is_blank(text.p[*at]))
        (*at)++;
}

static enum value_type kind_of(struct str name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++) {
        if (str_eq(name, str_of(type_names[i])))
            return (enum value_type)i;
    }
    return TYPE_SHAPE;
}

static bool accept(struct str text, size_t *at, struct str what)
{
    if (!str_starts_with(str_slice(text, *at, text.n), what))
        return false;
    *at += what.n;
    return true;
}

bool type_parse(struct mistakes *mistakes, const struct source *source, size_t *at, struct declared_type *out)
{
    struct str name = name_at(str_slice(source->text, *at, source->text.n));
    *out = (struct declared_type){.kind = kind_of(name), .name = name};
    if (name.n == 0) {
        source_mistake(mistakes, source, *at, "a type is missing");
        return false;
    }
    size_t start = *at;
    *at += name.n;
    bool early_mark = accept(source->text, at, STR("?"));
    out->array = accept(source->text, at, STR("[]"));
    out->nullable = accept(source->text, at, STR("?")) || early_mark;
    if (early_mark && out->array) {
        source_mistake(mistakes, source, start, "the elements of an array are never null: write " STR_FMT "[]?", STR_ARG(name));
        return false;
    }
    return true;
}

static void member_add(struct head *head, struct declared_members *members, struct declared_member member, const char *what)
{
    if (!is_name(member.name))
        source_mistake(head->mistakes, &head->contract->source, member.at,
                       STR_FMT " cannot be a name: lower-case letters, digits and _, and no word of C", STR_ARG(member.name));
    for (size_t i = 0; i < members->count; i++) {
        if (str_eq(members->at[i].name, member.name))
            source_mistake(head->mistakes, &head->contract->source, member.at, "%s " STR_FMT " is declared twice", what,
                           STR_ARG(member.name));
    }
    members->at = arena_more(head->arena, members->at, members->count, sizeof member);
    members->at[members->count++] = member;
}

static struct str line_of(const struct head *head, size_t from)
{
    size_t end = head->next;
    while (end > from && (head->contract->source.text.p[end - 1] == '\n' || is_blank(head->contract->source.text.p[end - 1])))
        end--;
    return str_slice(head->contract->source.text, from, end);
}

/* ":NAME TYPE  meaning" at AT. */
static void read_parameter(struct head *head, size_t at)
{
    const struct source *source = &head->contract->source;
    struct declared_member member = {.at = at};
    member.name = name_at(str_slice(source->text, at + 1, source->text.n));
    at += 1 + member.name.n;
    skip_blanks(source->text, &at);
    if (!type_parse(head->mistakes, source, &at, &member.type))
        return;
    member.says = str_trim(line_of(head, at));
    if (member.type.kind == TYPE_SHAPE)
        source_mistake(head->mistakes, source, member.at, "unknown type " STR_FMT, STR_ARG(member.type.name));
    else if (member.says.n > 0 && !is_blank(source->text.p[at]))
        source_mistake(head->mistakes, source, member.at, "a space must follow the type");
    else
        member_add(head, &head->contract->parameters, member, "parameter");
}

/* What follows a column's type, up to the comma. */
static struct str column_meaning(struct str text, size_t *at, size_t end)
{
    size_t from = *at;
    while (*at < end && text.p[*at] != ',')
        (*at)++;
    return str_trim(str_slice(text, from, *at));
}

/* "title text" means nothing: it is the next column, without the comma before it. */
static bool is_column(struct str meaning)
{
    struct str name, type;
    if (!str_cut(meaning, ' ', &name, &type))
        return false;
    type = str_trim(type);
    struct str base = name_at(type);
    struct str marks = str_slice(type, base.n, type.n);
    return kind_of(base) != TYPE_SHAPE && (marks.n == 0 || str_eq(marks, STR("?")) || str_eq(marks, STR("[]")) || str_eq(marks, STR("[]?")));
}

/* "NAME TYPE meaning, NAME TYPE," from AT to the line's end; a comma at the end lets the next line go on. */
static void read_columns(struct head *head, size_t at)
{
    const struct source *source = &head->contract->source;
    size_t end = at + line_of(head, at).n;
    head->in_row = false;
    for (skip_blanks(source->text, &at); at < end; skip_blanks(source->text, &at)) {
        struct declared_member member = {.at = at, .name = name_at(str_slice(source->text, at, end)), .says = STR("")};
        at += member.name.n;
        skip_blanks(source->text, &at);
        if (member.name.n == 0 || at >= end) {
            source_mistake(head->mistakes, source, member.at, "expected NAME TYPE, NAME TYPE, ...");
            return;
        }
        if (!type_parse(head->mistakes, source, &at, &member.type))
            return;
        member.says = column_meaning(source->text, &at, end);
        if (is_column(member.says))
            source_mistake(head->mistakes, source, at, "a comma is missing between " STR_FMT " and " STR_FMT, STR_ARG(member.name),
                           STR_ARG(member.says));
        member_add(head, &head->contract->columns, member, "column");
        head->in_row = accept(source->text, &at, STR(","));
    }
}

static void read_title(struct head *head)
{
    struct declared *contract = head->contract;
    const struct source *source = &contract->source;
    struct str line = line_of(head, head->at);
    struct str name, says;
    bool good = str_starts_with(line, STR("-- ")) && str_cut(str_slice(line, 3, line.n), ':', &name, &says);
    contract->name = source->stem;
    if (!good || str_trim(says).n == 0) {
        source_mistake(head->mistakes, source, head->at, "the first line must be \"-- " STR_FMT ": what it is\"",
                       STR_ARG(source->stem));
        return;
    }
    contract->says = str_trim(says);
    if (!str_eq(name, source->stem))
        source_mistake(head->mistakes, source, head->at, "the contract is called " STR_FMT " but the file " STR_FMT, STR_ARG(name),
                       STR_ARG(source->stem));
    else if (!is_name(name))
        source_mistake(head->mistakes, source, head->at, STR_FMT " cannot be a name: lower-case letters, digits and _", STR_ARG(name));
}

/* A line of the head after the first: "-- …". */
static void read_clause(struct head *head)
{
    const struct source *source = &head->contract->source;
    size_t at = head->at + 2;
    skip_blanks(source->text, &at);
    struct str clause = line_of(head, at);
    bool indented = at - head->at >= 6;
    if (head->in_row && indented) {
        read_columns(head, at);
    } else if (head->in_row) {
        source_mistake(head->mistakes, source, head->at, "the row goes on after its last comma, indented by four spaces or more");
        head->in_row = false;
    } else if (str_eq(clause, STR("hot"))) {
        head->contract->hot = true;
    } else if (str_starts_with(clause, STR(":"))) {
        read_parameter(head, at);
    } else if (str_starts_with(clause, STR("row:")) && !head->has_row) {
        head->has_row = true;
        read_columns(head, at + 4);
        if (head->contract->columns.count == 0)
            head->in_row = true;
    } else {
        source_mistake(head->mistakes, source, head->at,
                       "a contract has lines \"-- hot\", \"-- :PARAMETER TYPE\" and one \"-- row: …\"; other comments come after an empty line");
    }
}

static bool next_line(struct head *head)
{
    struct str text = head->contract->source.text;
    head->at = head->next;
    while (head->next < text.n && text.p[head->next] != '\n')
        head->next++;
    head->next += head->next < text.n;
    return str_starts_with(str_slice(text, head->at, head->next), STR("--"));
}

static void check_body(struct head *head)
{
    struct declared *contract = head->contract;
    const struct source *source = &contract->source;
    if (contract->sql.p == NULL) {
        if (contract->parameters.count > 0 || contract->hot)
            source_mistake(head->mistakes, source, head->at, "a shape has no SQL, so it takes no parameters and is not hot");
        if (contract->columns.count == 0)
            source_mistake(head->mistakes, source, head->at, "there is neither SQL nor a row");
        return;
    }
    bool answers = sql_has_rows(contract->sql);
    if (answers && contract->columns.count == 0)
        source_mistake(head->mistakes, source, head->at, "the SQL answers with rows, but there is no \"-- row:\"");
    if (!answers && contract->columns.count > 0)
        source_mistake(head->mistakes, source, head->at, "there is a \"-- row:\", but the SQL answers with none");
    for (size_t i = 0; i < contract->parameters.count; i++) {
        const struct declared_member *parameter = &contract->parameters.at[i];
        if (!parameter->used)
            source_mistake(head->mistakes, source, parameter->at, ":" STR_FMT " is declared but not used", STR_ARG(parameter->name));
    }
}

static void contract_read(struct arena *arena, struct mistakes *mistakes, const struct source *source, struct declared *out)
{
    *out = (struct declared){.source = *source};
    struct head head = {arena, mistakes, out, .next = 0};
    next_line(&head);
    read_title(&head);
    while (next_line(&head))
        read_clause(&head);
    if (head.in_row)
        source_mistake(mistakes, source, head.at, "the row ends with a comma");
    out->sql = sql_number(arena, mistakes, source, head.at, &out->parameters);
    check_body(&head);
}

const struct declared *contract_find(const struct declared_list *list, struct str name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->at[i].name, name))
            return &list->at[i];
    }
    return NULL;
}

static void resolve_shapes(struct declared_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < list->at[i].columns.count; j++) {
            struct declared_type *type = &list->at[i].columns.at[j].type;
            type->shape = type->kind == TYPE_SHAPE ? contract_find(list, type->name) : NULL;
        }
    }
}

/* Whether a contract of room FROM nests one of room TO. */
static bool room_nests(const struct declared_list *list, struct str from, struct str to)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct declared *contract = &list->at[i];
        for (size_t j = 0; str_eq(contract->source.room, from) && j < contract->columns.count; j++) {
            const struct declared *shape = contract->columns.at[j].type.shape;
            if (shape != NULL && str_eq(shape->source.room, to))
                return true;
        }
    }
    return false;
}

static void check_shapes(struct mistakes *mistakes, const struct declared_list *list, const struct declared *contract)
{
    for (size_t i = 0; i < contract->columns.count; i++) {
        const struct declared_member *column = &contract->columns.at[i];
        const struct declared_type *type = &column->type;
        if (type->kind != TYPE_SHAPE)
            continue;
        const char *why = contract->sql.p != NULL  ? "only a shape, a contract without SQL, may nest others"
                          : type->shape == NULL    ? "neither a type nor a contract"
                          : type->shape->columns.count == 0 ? "this contract has no row"
                          : !str_eq(type->shape->source.room, contract->source.room) &&
                                  room_nests(list, type->shape->source.room, contract->source.room)
                              ? "its room nests contracts of this one, and headers cannot include each other"
                              : NULL;
        if (why != NULL)
            source_mistake(mistakes, &contract->source, column->at, "unknown type " STR_FMT ": %s", STR_ARG(type->name), why);
    }
}

/* Sets each contract's depth; a shape that contains itself, through whatever others, is a mistake. */
static void measure(struct mistakes *mistakes, struct declared_list *list, struct declared *contract)
{
    if (contract->visit == DONE)
        return;
    contract->visit = UNDER_WAY;
    for (size_t i = 0; i < contract->columns.count; i++) {
        const struct declared *shape = contract->columns.at[i].type.shape;
        if (shape == NULL)
            continue;
        struct declared *nested = &list->at[shape - list->at];
        if (nested->visit == UNDER_WAY) {
            source_mistake(mistakes, &contract->source, contract->columns.at[i].at, STR_FMT " contains itself", STR_ARG(shape->name));
            continue;
        }
        measure(mistakes, list, nested);
        if (contract->depth <= nested->depth)
            contract->depth = nested->depth + 1;
    }
    contract->visit = DONE;
}

static int text_order(struct str a, struct str b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static int declared_order(const void *left, const void *right)
{
    const struct declared *a = left, *b = right;
    int room = text_order(a->source.room, b->source.room);
    if (room != 0)
        return room;
    return a->depth != b->depth ? (a->depth > b->depth) - (a->depth < b->depth) : text_order(a->name, b->name);
}

static void check_names(struct mistakes *mistakes, const struct declared_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct declared *first = contract_find(list, list->at[i].name);
        if (first != &list->at[i])
            source_mistake(mistakes, &list->at[i].source, 0, STR_FMT " is declared in " STR_FMT " too", STR_ARG(first->name),
                           STR_ARG(first->source.path));
        struct str name = list->at[i].name;
        if (!str_ends_with(name, STR("_one")))
            continue;
        const struct declared *many = contract_find(list, str_slice(name, 0, name.n - 4));
        if (many != NULL && many->sql.p != NULL && many->columns.count > 0)
            source_mistake(mistakes, &list->at[i].source, 0, STR_FMT " is also the call for one row of " STR_FMT, STR_ARG(name),
                           STR_ARG(many->name));
    }
}

bool contracts_parse(struct arena *arena, struct mistakes *mistakes, const struct source *files, size_t count, struct declared_list *out)
{
    *out = (struct declared_list){arena_array(arena, count + 1, sizeof(struct declared)), count};
    for (size_t i = 0; i < count; i++)
        contract_read(arena, mistakes, &files[i], &out->at[i]);
    check_names(mistakes, out);
    resolve_shapes(out);
    for (size_t i = 0; i < count; i++)
        check_shapes(mistakes, out, &out->at[i]);
    for (size_t i = 0; i < count; i++)
        measure(mistakes, out, &out->at[i]);
    qsort(out->at, count, sizeof(struct declared), declared_order);
    resolve_shapes(out); /* sorting moved them */
    return mistakes->count == 0;
}
