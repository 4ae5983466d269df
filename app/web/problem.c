#include "web/problem.h"

#include "core/text.h"
#include "web/percent.h"
#include "web/problem_types.h"

static const struct {
    enum status status;
    const char *phrase;
} phrases[] = {
    {OK, "OK"}, {CREATED, "Created"}, {ACCEPTED, "Accepted"}, {NO_CONTENT, "No Content"},
    {FOUND, "Found"}, {SEE_OTHER, "See Other"}, {NOT_MODIFIED, "Not Modified"},
    {BAD_REQUEST, "Bad Request"}, {UNAUTHORIZED, "Unauthorized"}, {FORBIDDEN, "Forbidden"}, {NOT_FOUND, "Not Found"},
    {METHOD_NOT_ALLOWED, "Method Not Allowed"}, {NOT_ACCEPTABLE, "Not Acceptable"}, {CONFLICT, "Conflict"}, {GONE, "Gone"},
    {PRECONDITION_FAILED, "Precondition Failed"}, {CONTENT_TOO_LARGE, "Content Too Large"},
    {UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type"}, {UNPROCESSABLE_CONTENT, "Unprocessable Content"},
    {TOO_MANY_REQUESTS, "Too Many Requests"}, {CHECKSUM_MISMATCH, "Checksum Mismatch"}, {INTERNAL_SERVER_ERROR, "Internal Server Error"},
    {SERVICE_UNAVAILABLE, "Service Unavailable"}, {INSUFFICIENT_STORAGE, "Insufficient Storage"},
};

const char *status_phrase(enum status status)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "Unknown";
}

static void write_errors(struct json *json, const struct form_state *state)
{
    if (state == NULL || state->error_count == 0)
        return;
    json_key(json, STR("errors"));
    json_array_open(json);
    for (size_t i = 0; i < state->error_count; i++) {
        json_object_open(json);
        json_member_text(json, "field", state->errors[i].field);
        json_member_text(json, "code", str_of(state->errors[i].code));
        json_member_text(json, "message", state->errors[i].message);
        json_object_close(json);
    }
    json_array_close(json);
}

static const char *title_of(const struct response *rs)
{
    const struct problem_type *type = rs->problem == NULL ? NULL : problem_type_named(rs->problem);
    return type == NULL ? status_phrase(rs->status) : gettext(type->title);
}

void problem_write_json(const struct request *rq, struct response *rs)
{
    struct json json;
    const struct str type[] = {STR("/problems/"), str_of(rs->problem)};
    json_begin(&json, &rs->body);
    json_object_open(&json);
    json_member_text(&json, "type", rs->problem == NULL ? STR("about:blank") : arena_join(rs->arena, 2, type));
    json_member_text(&json, "title", str_of(title_of(rs)));
    json_key(&json, STR("status"));
    json_int64(&json, (int64_t)rs->status);
    if (rs->detail.p != NULL)
        json_member_text(&json, "detail", rs->detail);
    json_member_text(&json, "instance", percent_encode(rs->arena, rq->path, "/:@!$&'()*+,;="));
    json_member_text(&json, "request_id", rq->id);
    if (rs->status == UNPROCESSABLE_CONTENT || rs->status == CONFLICT)
        write_errors(&json, rq->form_state);
    if (rs->extra.n > 0) {
        buf_add_char(&rs->body, ',');
        buf_add(&rs->body, buf_str(&rs->extra));
    }
    json_object_close(&json);
    if (!json_end(&json))
        rs->body.failed = true;
    rs->content_type = STR("application/problem+json");
}
