#include "handlers/moderation/audit.h"

#include "core/json_write.h"
#include "core/text.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "queries/moderation.h"

enum { DETAIL_MAX = 32 * 1024 };

/* {"reason": …, "request": the id that logs know the request by}. */
static struct str detail_of(struct request *rq, struct str reason)
{
    struct buf text;
    struct json json;
    buf_init_in(rq->arena, &text, DETAIL_MAX);
    json_begin(&json, &text);
    json_object_open(&json);
    if (reason.n > 0) {
        json_key(&json, STR("reason"));
        json_text(&json, reason);
    }
    json_key(&json, STR("request"));
    json_text(&json, rq->id);
    json_object_close(&json);
    return json_end(&json) ? buf_str(&text) : STR("{}");
}

enum db_result audit_write(struct request *rq, const struct audited *what)
{
    const struct audit_insert_in row = {.id = uuid_new(),
                                        .account = {.set = !what->by_itself, .v = rq->viewer.account},
                                        .name = what->by_itself ? rq->config->site_name : rq->viewer.name,
                                        .action = str_of(what->action),
                                        .room = what->room,
                                        .subject = {.set = true, .v = what->subject},
                                        .title = what->title,
                                        .detail = detail_of(rq, what->reason)};
    return audit_insert(rq->db, rq->arena, &row);
}

static struct str asked(struct str text)
{
    return text.n > 0 ? text : STR_NULL;
}

enum status audit_list(struct request *rq, struct response *rs)
{
    const struct audit_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : MODERATION_LIMIT;
    struct audit_page_in which = {.actor = asked(form->actor),
                                  .subject = asked(form->subject),
                                  .action = asked(form->action),
                                  .before = form->before,
                                  .limit = limit + 1};
    struct rows rows;
    which.id.set = form->subject.n > 0 && uuid_parse(form->subject, &which.id.v);
    enum db_result result = audit_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_AUDIT_PAGE, rows, limit, "id") : response_db(rs, result);
}
