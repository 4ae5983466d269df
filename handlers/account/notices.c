/* What the site told a person, and what they want to be told. */
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

enum status notice_mark_one_read(struct request *rq, struct response *rs)
{
    struct notice_read_in which = {.account = rq->viewer.account};
    enum db_result result = DB_NONE;
    if (uuid_parse(rq->arguments[0], &which.id))
        result = notice_read(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/notices");
    return rs->status = OK;
}

enum status notice_show_preferences(struct request *rq, struct response *rs)
{
    const struct notice_preferences_in whose = {.account = rq->viewer.account};
    struct notice_preferences_row *wishes = ARENA_NEW(rq->arena, struct notice_preferences_row);
    enum db_result result = notice_preferences_one(rq->db, rq->arena, &whose, wishes);
    return result == DB_OK ? response_one(rs, OK, &Q_NOTICE_PREFERENCES, wishes) : response_db(rs, result);
}

static enum db_result prefer(struct request *rq, const char *kind, bool sent, struct str way)
{
    bool both = str_eq(way, STR("both"));
    const struct notice_prefer_in wish = {.account = rq->viewer.account,
                                          .kind = str_of(kind),
                                          .page = both || str_eq(way, STR("page")),
                                          .mail = both || str_eq(way, STR("mail"))};
    return sent ? notice_prefer(rq->db, rq->arena, &wish) : DB_OK;
}

enum status notice_change_preferences(struct request *rq, struct response *rs)
{
    const struct notice_preferences_form *form = rq->form;
    const struct notice_digest_in digest = {.account = rq->viewer.account, .every = form->digest};
    enum db_result result = form->has_digest ? notice_digest(rq->db, rq->arena, &digest) : DB_OK;
    const struct {
        const char *kind;
        bool sent;
        struct str way;
    } wishes[] = {
        {"social.comment", form->has_comments, form->comments}, {"social.reply", form->has_answers, form->answers},
        {"social.like", form->has_likes, form->likes},          {"social.follow", form->has_followers, form->followers},
        {"schematic.new", form->has_builds, form->builds},
        {"market.cancelled", form->has_markets, form->markets}, {"market.moved", form->has_markets, form->markets},
        {"market.back", form->has_markets, form->markets},      {"market.dropped", form->has_markets, form->markets},
        {"market.near", form->has_markets, form->markets},
    };
    for (size_t i = 0; result == DB_OK && i < sizeof wishes / sizeof *wishes; i++)
        result = prefer(rq, wishes[i].kind, wishes[i].sent, wishes[i].way);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/notices/preferences");
    rs->toast = str_of(_("Saved."));
    return notice_show_preferences(rq, rs);
}
