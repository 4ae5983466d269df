/* What organisers say of themselves. */
#include "core/text.h"
#include "handlers/market/edit_handlers.h"
#include "handlers/market/edit_forms.h"
#include "handlers/market/edit_save.h"
#include "queries/market.h"

static bool take(struct request *rq, struct response *rs, struct market_organiser_change_row *out)
{
    struct market_organiser_change_in which = {.slug = rq->arguments[0], .viewer = rq->viewer.account, .moderator = request_may(rq, MARKET_MODERATE)};
    which.id.set = uuid_parse(rq->arguments[0], &which.id.v);
    const enum db_result result = market_organiser_change_one(rq->db, rq->arena, &which, out);
    if (result == DB_OK && out->may_edit)
        return true;
    if (result == DB_OK)
        response_problem(rs, FORBIDDEN, NULL, _("Only the organiser can change this."));
    else
        response_db(rs, result);
    return false;
}

static enum status answer(struct request *rq, struct response *rs, const struct market_organiser_change_row *row)
{
    struct market_organiser_change_row *kept = ARENA_NEW(rq->arena, struct market_organiser_change_row);
    *kept = *row;
    rs->location = arena_printf(rq->arena, "/organisers/" STR_FMT, STR_ARG(row->slug));
    return response_one(rs, OK, &Q_MARKET_ORGANISER_CHANGE, kept);
}

enum status market_organiser_edit(struct request *rq, struct response *rs)
{
    struct market_organiser_change_row row;
    return take(rq, rs, &row) ? answer(rq, rs, &row) : rs->status;
}

enum status market_organiser_revise(struct request *rq, struct response *rs)
{
    const struct market_organiser_form *form = rq->form;
    struct market_organiser_change_row row;
    if (!take(rq, rs, &row))
        return rs->status;
    if (!market_website_right(rq, form->website))
        return response_invalid(rs, rq);
    const struct market_organiser_update_in changes = {.id = row.id,
                                                       .name = form->has_name ? form->name : STR_NULL,
                                                       .description = form->has_description ? form->description : STR_NULL,
                                                       .website = form->has_website ? form->website : STR_NULL,
                                                       .email = form->has_email ? form->email : STR_NULL,
                                                       .phone = form->has_phone ? form->phone : STR_NULL};
    const enum db_result result = market_organiser_update(rq->db, rq->arena, &changes);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!take(rq, rs, &row))
        return rs->status;
    rs->toast = str_of(_("Saved."));
    return answer(rq, rs, &row);
}
