/* What the site told a person. */
#include "core/text.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "queries/account.h"

enum { NOTICE_LIMIT = 24 };

enum status notice_list(struct request *rq, struct response *rs)
{
    const struct notice_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : NOTICE_LIMIT;
    const struct notice_page_in which = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = notice_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_NOTICE_PAGE, rows, limit, "id") : response_db(rs, result);
}

enum status notice_mark_read(struct request *rq, struct response *rs)
{
    const struct notice_read_all_in whose = {.account = rq->viewer.account};
    enum db_result result = notice_read_all(rq->db, rq->arena, &whose);
    if (result != DB_OK && result != DB_NONE)
        return response_db(rs, result);
    rs->location = STR("/notices");
    return rs->status = OK;
}
