/* The body of a query: enough of PostgreSQL's lexical rules to tell a :name from what only looks like one. */
#include <string.h>

#include "tools/contract_parse.h"

struct scan {
    struct arena *arena;
    struct mistakes *mistakes;
    const struct source *source;
    struct declared_members *parameters;
    size_t at;
    unsigned brackets;
    size_t semicolon; /* 0: none yet */
    struct buf out;
};

static char peek(const struct scan *scan, size_t ahead)
{
    size_t at = scan->at + ahead;
    return at < scan->source->text.n ? scan->source->text.p[at] : '\0';
}

static struct str rest(const struct scan *scan)
{
    return str_slice(scan->source->text, scan->at, scan->source->text.n);
}

static void copy(struct scan *scan, size_t n)
{
    buf_add(&scan->out, str_slice(scan->source->text, scan->at, scan->at + n));
    scan->at += n;
}

static void skip_line_comment(struct scan *scan)
{
    while (scan->at < scan->source->text.n && peek(scan, 0) != '\n')
        scan->at++;
}

/* They nest in PostgreSQL. */
static void skip_block_comment(struct scan *scan)
{
    size_t start = scan->at;
    unsigned depth = 0;
    while (scan->at < scan->source->text.n) {
        if (peek(scan, 0) == '/' && peek(scan, 1) == '*') {
            depth++;
            scan->at += 2;
        } else if (peek(scan, 0) == '*' && peek(scan, 1) == '/') {
            scan->at += 2;
            if (--depth == 0) {
                buf_add_char(&scan->out, ' ');
                return;
            }
        } else {
            scan->at++;
        }
    }
    source_mistake(scan->mistakes, scan->source, start, "a comment that is not closed");
}

/* '…' with '' inside, "…" with "" inside, and E'…' where a backslash escapes. */
static void copy_quoted(struct scan *scan, char quote)
{
    size_t start = scan->at;
    char before = start > 0 ? scan->source->text.p[start - 1] : ' ';
    char before_that = start > 1 ? scan->source->text.p[start - 2] : ' ';
    bool escapes = quote == '\'' && (before == 'E' || before == 'e') && !is_name_part(before_that);
    size_t n = 1;
    for (; scan->at + n < scan->source->text.n; n++) {
        if (escapes && peek(scan, n) == '\\')
            n++;
        else if (peek(scan, n) == quote && peek(scan, n + 1) == quote)
            n++;
        else if (peek(scan, n) == quote)
            break;
    }
    bool closed = scan->at + n < scan->source->text.n;
    copy(scan, closed ? n + 1 : n);
    if (!closed)
        source_mistake(scan->mistakes, scan->source, start, "a quote that is not closed");
}

/* $tag$ … $tag$; false where the dollar starts no quote. */
static bool copy_dollar_quoted(struct scan *scan)
{
    struct str after = str_slice(rest(scan), 1, rest(scan).n);
    struct str tag = name_at(after);
    char before = scan->at > 0 ? scan->source->text.p[scan->at - 1] : ' ';
    if (peek(scan, 1 + tag.n) != '$' || is_name_part(before))
        return false;
    struct str fence = str_slice(rest(scan), 0, tag.n + 2);
    ptrdiff_t end = str_find(str_slice(rest(scan), fence.n, rest(scan).n), fence);
    if (end < 0)
        source_mistake(scan->mistakes, scan->source, scan->at, "a dollar quote that is not closed");
    copy(scan, end < 0 ? rest(scan).n : (size_t)end + 2 * fence.n);
    return true;
}

/* In a[1:n] the colon follows a value and parts a slice; write [1: :n] to mean the parameter. */
static bool slices(const struct scan *scan)
{
    char before = scan->at > 0 ? scan->source->text.p[scan->at - 1] : ' ';
    return scan->brackets > 0 && (is_name_part(before) || strchr(")]'\"", before) != NULL);
}

static void number_parameter(struct scan *scan, struct str name)
{
    for (size_t i = 0; i < scan->parameters->count; i++) {
        struct declared_member *parameter = &scan->parameters->at[i];
        if (str_eq(parameter->name, name)) {
            parameter->used = true;
            buf_printf(&scan->out, "$%zu", i + 1);
            return;
        }
    }
    source_mistake(scan->mistakes, scan->source, scan->at, ":" STR_FMT " is not declared", STR_ARG(name));
}

static void colon(struct scan *scan)
{
    struct str name = name_at(str_slice(rest(scan), 1, rest(scan).n));
    if (peek(scan, 1) == ':') {
        copy(scan, 2);
    } else if (name.n == 0 || slices(scan)) {
        copy(scan, 1);
    } else {
        number_parameter(scan, name);
        scan->at += 1 + name.n;
    }
}

static void scan_one(struct scan *scan)
{
    char c = peek(scan, 0);
    if (c == '-' && peek(scan, 1) == '-') {
        skip_line_comment(scan);
        return;
    }
    if (c == '/' && peek(scan, 1) == '*') {
        skip_block_comment(scan);
        return;
    }
    if (scan->semicolon > 0 && strchr(" \t\r\n;", c) == NULL) {
        source_mistake(scan->mistakes, scan->source, scan->at, "one statement a file: nothing may follow the semicolon");
        scan->at = scan->source->text.n;
    } else if (c == '\'' || c == '"') {
        copy_quoted(scan, c);
    } else if (c == '$' && copy_dollar_quoted(scan)) {
        return;
    } else if (c == ':') {
        colon(scan);
    } else if (c == ';') {
        scan->semicolon = scan->at++;
    } else {
        scan->brackets += c == '[';
        scan->brackets -= c == ']' && scan->brackets > 0;
        copy(scan, 1);
    }
}

struct str sql_number(struct arena *arena, struct mistakes *mistakes, const struct source *source, size_t from,
                      struct declared_members *parameters)
{
    struct scan scan = {arena, mistakes, source, parameters, .at = from};
    buf_init(&scan.out, TOOL_FILE_MAX * 2);
    while (scan.at < source->text.n)
        scan_one(&scan);
    struct str sql = str_trim(buf_str(&scan.out));
    sql = sql.n == 0 ? STR_NULL : arena_str(arena, sql);
    buf_free(&scan.out);
    return sql;
}

/* Past a quoted text, name or dollar quote at *AT. */
static size_t past_quote(struct str sql, size_t at)
{
    struct str fence = str_slice(sql, at, at + 1);
    if (sql.p[at] == '$') {
        size_t n = name_at(str_slice(sql, at + 1, sql.n)).n;
        if (at + 1 + n >= sql.n || sql.p[at + 1 + n] != '$')
            return at + 1;
        fence = str_slice(sql, at, at + n + 2);
    }
    ptrdiff_t end = str_find(str_slice(sql, at + fence.n, sql.n), fence);
    return end < 0 ? sql.n : at + 2 * fence.n + (size_t)end;
}

static bool is_one_of(struct str word, const char *const words[])
{
    for (; *words != NULL; words++) {
        if (str_equal_ignoring_case(word, str_of(*words)))
            return true;
    }
    return false;
}

bool sql_has_rows(struct str sql)
{
    static const char *const answering[] = {"select", "values", "table", "show", "explain", NULL};
    static const char *const silent[] = {"insert", "update", "delete", "merge", NULL};
    unsigned depth = 0;
    bool main_word_seen = false;
    for (size_t at = 0; at < sql.n;) {
        struct str word = name_at(str_slice(sql, at, sql.n));
        char c = sql.p[at];
        if (c == '\'' || c == '"' || c == '$') {
            at = past_quote(sql, at);
            continue;
        }
        depth += c == '(';
        depth -= c == ')' && depth > 0;
        if (depth == 0 && !main_word_seen && is_one_of(word, answering))
            return true;
        main_word_seen = main_word_seen || (depth == 0 && is_one_of(word, silent));
        if (depth == 0 && str_equal_ignoring_case(word, STR("returning")))
            return true;
        at += word.n > 0 ? word.n : 1;
    }
    return false;
}
