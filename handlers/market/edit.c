/* Entering a market, changing it and taking it away. */
#include "core/slug.h"
#include "core/text.h"
#include "handlers/market/edit_handlers.h"
#include "handlers/market/edit_save.h"

enum { SLUG_TRIES = 3, ALIKE_SHOWN = 3 };

static struct str review_rule(const struct config *config)
{
    static const char *const rules[] = {[REVIEW_NONE] = "none", [REVIEW_FIRST] = "first", [REVIEW_ALL] = "all"};
    return str_of(rules[config->market_review]);
}

/* The name and town in its address, so that people know it again. */
static struct str slug_for(struct request *rq, const struct market_edit_form *form)
{
    return slug_of(rq->arena, form->town.n > 0 ? arena_printf(rq->arena, STR_FMT " " STR_FMT, STR_ARG(form->title), STR_ARG(form->town)) : form->title);
}

static enum db_result insert(struct request *rq, const struct market_edit_form *form, struct uuid id)
{
    const struct str slug = slug_for(rq, form);
    struct market_insert_in row = {.id = id,
                                   .account = rq->viewer.account,
                                   .slug = slug,
                                   .title = form->title,
                                   .zone = form->zone.n > 0 ? form->zone : rq->config->market_zone,
                                   .currency = form->currency.n > 0 ? form->currency : rq->config->market_currency,
                                   .review = review_rule(rq->config),
                                   .review_case = uuid_new()};
    enum db_result result = DB_CONFLICT;
    for (int i = 0; i < SLUG_TRIES && result == DB_CONFLICT; i++) {
        if (i > 0)
            row.slug = slug_another(rq->arena, slug);
        if (db_savepoint(rq->db) != DB_OK)
            return DB_FAIL;
        result = market_insert(rq->db, rq->arena, &row);
        if (result == DB_CONFLICT && db_savepoint_rollback(rq->db) != DB_OK)
            return DB_FAIL;
    }
    return result == DB_NONE ? DB_OK : result; /* none: no case for the moderators */
}

static enum db_result organiser_new(struct request *rq, const struct market_edit_form *form, struct opt_uuid *out)
{
    const struct market_organiser_insert_in row = {.id = uuid_new(),
                                                   .account = {true, rq->viewer.account},
                                                   .slug = slug_another(rq->arena, slug_of(rq->arena, form->organiser)),
                                                   .name = form->organiser,
                                                   .website = STR(""),
                                                   .email = STR(""),
                                                   .phone = STR("")};
    *out = (struct opt_uuid){true, row.id};
    return market_organiser_insert(rq->db, rq->arena, &row);
}

/* The organiser by name: one's own of that name, or a new one; an empty name means none. */
static enum db_result organiser_said(struct request *rq, const struct market_edit_form *form, struct market_update_in *out)
{
    struct market_organiser_named_row known;
    const struct market_organiser_named_in which = {.name = form->organiser, .viewer = rq->viewer.account, .moderator = request_may(rq, MARKET_MODERATE)};
    out->has_organiser = form->has_organiser;
    if (!form->has_organiser || form->organiser.n == 0)
        return DB_OK;
    const enum db_result result = market_organiser_named_one(rq->db, rq->arena, &which, &known);
    if (result == DB_OK)
        out->organiser = (struct opt_uuid){true, known.id};
    return result == DB_NONE ? organiser_new(rq, form, &out->organiser) : result;
}

/* An empty row to compare with: all that is said is new. */
static struct market_change_row nothing_yet(struct request *rq, const struct market_edit_form *form, struct uuid id)
{
    return (struct market_change_row){.id = id,
                                      .zone = form->zone.n > 0 ? form->zone : rq->config->market_zone,
                                      .currency = rq->config->market_currency,
                                      .was = STR("{}")};
}

/* Nothing of it is kept: who enters it says first whether it is one of ALIKE. */
static enum status looks_alike(struct response *rs, const struct rows *alike)
{
    const struct market_alike_row *first = alike->at;
    response_problem(rs, CONFLICT, "looks-alike",
                     arena_printf(rs->arena, _("This may be “%.*s”, which is here already."), STR_ARG(first->title)).p);
    response_problem_text(rs, "path", first->path);
    rs->view = alike;
    return rs->status;
}

static enum db_result alike_read(struct request *rq, struct uuid market, struct rows *out)
{
    const struct market_alike_in which = {.market = market, .account = rq->viewer.account, .limit = ALIKE_SHOWN};
    return market_alike(rq->db, rq->arena, &which, out);
}

enum status market_create(struct request *rq, struct response *rs)
{
    const struct market_edit_form *form = rq->form;
    struct rows *alike = ARENA_NEW(rq->arena, struct rows);
    const struct market_change_row change = nothing_yet(rq, form, uuid_new());
    struct market_update_in changes;
    struct schedule schedule = {.zone = change.zone};
    if (!market_edit_read(rq, form, &change, &schedule, &changes))
        return response_invalid(rs, rq);
    changes.zone = change.zone;
    enum db_result result = insert(rq, form, change.id);
    if (result == DB_OK)
        result = organiser_said(rq, form, &changes);
    if (result == DB_OK)
        result = market_save(rq, &change, &schedule, &changes);
    if (result == DB_OK && str_eq(form->alike, STR("ask")))
        result = alike_read(rq, change.id, alike);
    if (result == DB_OK && alike->count > 0)
        return looks_alike(rs, alike);
    if (result == DB_OK)
        result = market_alike_await(rq, change.id);
    return result == DB_OK ? market_edit_answer(rq, rs, CREATED, change.id, "", _("Thank you! The market is entered.")) : response_db(rs, result);
}

/* What weighs in a change by who is not trusted yet comes back to the moderators; theirs does not. */
static enum db_result look_again(struct request *rq, const struct market_change_row *was)
{
    const struct market_look_again_in change = {.market = was->id, .was = was->was, .person = rq->viewer.account, .rule = review_rule(rq->config)};
    struct market_look_again_row row;
    return request_may(rq, MARKET_MODERATE) ? DB_OK : market_look_again_one(rq->db, rq->arena, &change, &row);
}

enum status market_revise(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    struct market_update_in changes;
    struct schedule schedule;
    if (!market_take(rq, rs, &change) || !market_schedule_of(rq, rs, &change, &schedule))
        return rs->status;
    if (!market_edit_read(rq, rq->form, &change, &schedule, &changes))
        return response_invalid(rs, rq);
    enum db_result result = organiser_said(rq, rq->form, &changes);
    if (result == DB_OK)
        result = market_save(rq, &change, &schedule, &changes);
    if (result == DB_OK)
        result = market_alike_await(rq, change.id);
    if (result == DB_OK)
        result = look_again(rq, &change);
    return result == DB_OK ? market_edit_answer(rq, rs, OK, change.id, "", _("Saved.")) : response_db(rs, result);
}

enum status market_remove(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    if (!market_take(rq, rs, &change))
        return rs->status;
    const enum db_result result = market_delete(rq->db, rq->arena, &(struct market_delete_in){.id = change.id});
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/markets/mine");
    rs->toast = str_of(_("The market is deleted."));
    return rs->status = OK;
}

enum status market_edit_show(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    return market_take(rq, rs, &change) ? market_edit_answer(rq, rs, OK, change.id, "", NULL) : rs->status;
}
