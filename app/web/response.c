#include "web/response.h"

#include <assert.h>
#include <string.h>

#include "core/text.h"
#include "web/cursor.h"
#include "web/problem_types.h"

enum { BODY_MAX = 64 * 1024 * 1024, HEADERS_MAX = 32 * 1024, EXTRA_MAX = 64 * 1024 };

void response_init(struct response *rs, struct arena *arena)
{
    *rs = (struct response){.arena = arena, .status = OK};
    buf_init_in(arena, &rs->body, BODY_MAX);
    buf_init_in(arena, &rs->headers, HEADERS_MAX);
    buf_init_in(arena, &rs->extra, EXTRA_MAX);
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f)
            return true;
    return false;
}

void response_header(struct response *rs, struct str name, struct str value)
{
    if (has_control(name) || has_control(value)) {
        rs->headers.failed = true;
        return;
    }
    buf_add(&rs->headers, name);
    buf_add(&rs->headers, STR(": "));
    buf_add(&rs->headers, value);
    buf_add(&rs->headers, STR("\r\n"));
}

void response_cookie(struct response *rs, struct str name, struct str value, int64_t max_age_seconds)
{
    assert(str_starts_with(name, STR("__Host-")));
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == ';' || value.p[i] == ',' || value.p[i] == ' ' || value.p[i] == '"')
            rs->headers.failed = true;
    struct str line = arena_printf(rs->arena, STR_FMT "=" STR_FMT "; Path=/; Max-Age=%lld; Secure; HttpOnly; SameSite=Lax",
                                   STR_ARG(name), STR_ARG(value), (long long)max_age_seconds);
    response_header(rs, STR("Set-Cookie"), line);
}

void response_cookie_clear(struct response *rs, struct str name)
{
    response_cookie(rs, name, STR(""), 0);
}

enum status response_one(struct response *rs, enum status status, const struct contract *contract, const void *row)
{
    rs->contract = contract;
    rs->rows = (struct rows){row, 1};
    return rs->status = status;
}

enum status response_rows(struct response *rs, const struct contract *contract, struct rows rows)
{
    rs->contract = contract;
    rs->rows = rows;
    return rs->status = OK;
}

static const struct column *column_named(const struct contract *contract, struct str name)
{
    for (size_t i = 0; i < contract->column_count; i++)
        if (str_eq(str_of(contract->columns[i].name), name))
            return &contract->columns[i];
    return NULL;
}

static struct uuid uuid_of_row(const struct contract *contract, const void *row, const char *key)
{
    const struct column *column = column_named(contract, str_of(key));
    assert(column != NULL && column->type == TYPE_UUID && !column->nullable && !column->array);
    struct uuid uuid;
    memcpy(&uuid, (const char *)row + column->offset, sizeof uuid);
    return uuid;
}

enum status response_page(struct response *rs, const struct contract *contract, struct rows rows, int64_t limit,
                          const char *key)
{
    assert(limit > 0);
    if (rows.count > (size_t)limit) {
        rows.count = (size_t)limit;
        const char *last = (const char *)rows.at + (rows.count - 1) * contract->row_size;
        rs->next = cursor_encode(rs->arena, uuid_of_row(contract, last, key));
    }
    return response_rows(rs, contract, rows);
}

enum status response_problem(struct response *rs, enum status status, const char *type, const char *translated_detail)
{
    assert(type == NULL || problem_type_named(type) != NULL);
    rs->contract = NULL;
    rs->rows = (struct rows){NULL, 0};
    rs->problem = type;
    rs->detail = arena_str(rs->arena, str_of(translated_detail));
    return rs->status = status;
}

/* A member written as {"key":value} goes into extra without its braces. */
static void add_member(struct response *rs, const struct buf *object)
{
    assert(object->n > 2 && !object->failed);
    if (rs->extra.n > 0)
        buf_add_char(&rs->extra, ',');
    buf_add(&rs->extra, str_slice(buf_str(object), 1, object->n - 1));
}

static void member_begin(struct buf *object, struct json *json, const char *key)
{
    buf_init(object, EXTRA_MAX);
    json_begin(json, object);
    json_object_open(json);
    json_key(json, str_of(key));
}

static void member_end(struct response *rs, struct buf *object, struct json *json)
{
    json_object_close(json);
    if (json_end(json))
        add_member(rs, object);
    buf_free(object);
}

void response_problem_text(struct response *rs, const char *key, struct str value)
{
    struct buf object;
    struct json json;
    member_begin(&object, &json, key);
    json_text(&json, value);
    member_end(rs, &object, &json);
}

void response_problem_int64(struct response *rs, const char *key, int64_t value)
{
    struct buf object;
    struct json json;
    member_begin(&object, &json, key);
    json_int64(&json, value);
    member_end(rs, &object, &json);
}

enum status response_invalid(struct response *rs, const struct request *rq)
{
    assert(rq->form_state != NULL && rq->form_state->error_count > 0);
    return response_problem(rs, UNPROCESSABLE_CONTENT, "invalid-form",
                            ngettext_("One field needs another look.", "Some fields need another look.",
                                      rq->form_state->error_count));
}

enum status response_db(struct response *rs, enum db_result result)
{
    switch (result) {
    case DB_NONE: return response_problem(rs, NOT_FOUND, NULL, _("There is nothing here."));
    case DB_CONFLICT:
        return response_problem(rs, CONFLICT, "conflict", _("This was changed by someone else at the same moment."));
    case DB_OK:
    case DB_FAIL: break;
    }
    return response_problem(rs, SERVICE_UNAVAILABLE, "database-away",
                            _("We can't reach our records just now. Please try again in a moment."));
}
