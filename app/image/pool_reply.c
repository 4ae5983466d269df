#include "core/json_write.h"
#include "core/text.h"
#include "image/pool_task.h"

static const struct {
    int status;
    const char *phrase;
} phrases[] = {{200, "OK"},        {201, "Created"}, {303, "See Other"}, {400, "Bad Request"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
               {409, "Conflict"},  {413, "Content Too Large"}, {415, "Unsupported Media Type"}, {422, "Unprocessable Content"},
               {500, "Internal Server Error"}, {503, "Service Unavailable"}, {507, "Insufficient Storage"}};

static const char *phrase_of(int status)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].status == status)
            return phrases[i].phrase;
    return "";
}

void task_answer(struct task *task, int status, const char *type, const char *headers)
{
    task->status = status;
    buf_clear(&task->head);
    buf_printf(&task->head, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s\r\n", status, phrase_of(status), type, task->body.n,
               headers ? headers : "Cache-Control: no-store\r\n");
}

void task_lead(struct task *task, const char *name, struct str value)
{
    buf_clear(&task->body);
    const struct str headers = arena_printf(task->arena, "Cache-Control: no-store\r\nLocation: " STR_FMT "?%s=" STR_FMT "\r\n", STR_ARG(task->next), name,
                                            STR_ARG(value));
    task_answer(task, 303, "text/plain", headers.p);
}

void task_problem(struct task *task, int status, const char *type, const char *reason, const char *detail)
{
    struct json json;
    task->reason = reason ? reason : type;
    if (task->next.n > 0) {
        task_lead(task, "refused", str_of(task->reason ? task->reason : "unavailable"));
        return;
    }
    buf_clear(&task->body);
    json_begin(&json, &task->body);
    json_object_open(&json);
    json_member_text(&json, "type", type ? arena_printf(task->arena, "/problems/%s", type) : STR("about:blank"));
    json_member_text(&json, "title", str_of(phrase_of(status)));
    json_key(&json, STR("status"));
    json_int64(&json, status);
    json_member_text(&json, "detail", str_of(detail));
    json_member_text(&json, "request_id", incoming_parameter(task->in, "HTTP_X_REQUEST_ID"));
    if (reason)
        json_member_text(&json, "reason", str_of(reason));
    json_object_close(&json);
    task_answer(task, status, "application/problem+json", status == 503 ? "Cache-Control: no-store\r\nRetry-After: 5\r\n" : NULL);
}

void task_refuse(struct task *task, enum image_result why)
{
    task_problem(task, 422, "picture-refused", image_reason(why),
                 why == IMAGE_TOO_LARGE            ? _("No side of a picture may be longer than 16,384 pixels.")
                 : why == IMAGE_UNSUPPORTED_FORMAT ? _("Send the picture as JPEG, PNG, WebP, GIF, AVIF or HEIC.")
                 : why == IMAGE_NOT_A_PICTURE      ? _("This file is not a picture.")
                 : why == IMAGE_OUT_OF_LIMITS      ? _("This picture takes more time or memory than a picture may.")
                                                   : _("This picture is damaged."));
}
