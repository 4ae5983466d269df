/* Blocking people. */
#include "account/then.h"
#include "core/text.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"

static enum status done(struct request *rq, struct response *rs, enum db_result result, const char *toast)
{
    const struct then_form *form = rq->form;
    if (!social_done(result))
        return response_db(rs, result);
    rs->location = form != NULL && form->then.n > 0 ? then_place(form->then) : STR("/social/blocks");
    rs->toast = str_of(toast);
    return rs->status = OK;
}

enum status block_begin(struct request *rq, struct response *rs)
{
    struct social_person_row person;
    if (!social_asked_person(rq, rs, &person))
        return rs->status;
    if (uuid_eq(person.id, rq->viewer.account))
        return response_problem(rs, CONFLICT, "own-account", _("Nobody blocks themselves."));
    const struct social_block_insert_in block = {.id = uuid_new(), .account = rq->viewer.account, .blocked = person.id};
    return done(rq, rs, social_block_insert(rq->db, rq->arena, &block), _("Blocked."));
}

enum status block_end(struct request *rq, struct response *rs)
{
    struct social_person_row person;
    if (!social_asked_person(rq, rs, &person))
        return rs->status;
    const struct social_block_delete_in block = {.account = rq->viewer.account, .blocked = person.id};
    return done(rq, rs, social_block_delete(rq->db, rq->arena, &block), _("No longer blocked."));
}

enum status block_list(struct request *rq, struct response *rs)
{
    const struct social_list_form *form = rq->form;
    int64_t limit = social_limit(form->limit);
    const struct social_block_page_in which = {.account = rq->viewer.account, .before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = social_block_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_SOCIAL_BLOCK_PAGE, rows, limit, "id") : response_db(rs, result);
}
