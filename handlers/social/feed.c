/* What those whom one follows did. */
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"

enum status feed_list(struct request *rq, struct response *rs)
{
    const struct social_list_form *form = rq->form;
    int64_t limit = social_limit(form->limit);
    const struct social_feed_in which = {.viewer = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = social_feed(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_SOCIAL_FEED, rows, limit, "id") : response_db(rs, result);
}
