/* The queue, and all that is needed to decide about one case of it. */
#include "core/text.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/seen.h"

enum { ALIKE_SHOWN = 12, RATINGS_SHOWN = 50, DECISIONS_SHOWN = 20, REPORTS_SHOWN = 50 };

enum status case_list(struct request *rq, struct response *rs)
{
    const struct moderation_queue_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : MODERATION_LIMIT;
    const struct moderation_queue_in which = {.after = form->after, .limit = limit + 1};
    struct rows rows;
    enum db_result result = moderation_queue(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MODERATION_QUEUE, rows, limit, "id") : response_db(rs, result);
}

static struct list list_of(struct rows rows)
{
    return (struct list){rows.count > 0 ? rows.at : "", rows.count};
}

/* What only builds have: their facts, what may run in them, and what they are like. A build that is gone has none. */
static enum db_result read_build(struct request *rq, struct moderation_case_row *out)
{
    const struct schematic_one_in asked = schematic_asked_by_id(rq, out->entry.subject);
    const struct moderation_version_in looked_at = {.subject = out->entry.subject};
    const struct moderation_alike_in alike = {.subject = out->entry.subject, .limit = ALIKE_SHOWN};
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    struct moderation_version_row *version = ARENA_NEW(rq->arena, struct moderation_version_row);
    struct rows rows;
    if (!str_eq(out->entry.room, STR("schematic")))
        return DB_OK;
    enum db_result result = schematic_find(rq, &asked, build);
    if (result == DB_OK)
        result = moderation_version_one(rq->db, rq->arena, &looked_at, version);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    out->build = build;
    out->version = version;
    out->seen = seen_in(rq->arena, version->manifest);
    result = moderation_alike(rq->db, rq->arena, &alike, &rows);
    if (result == DB_OK)
        out->alike = list_of(rows);
    return result;
}

/* The ratings of a burst, to look through. */
static enum db_result read_burst(struct request *rq, struct moderation_case_row *out)
{
    const struct market_rating_waiting_in which = {.market = out->entry.subject, .limit = RATINGS_SHOWN};
    struct rows rows;
    if (!str_eq(out->entry.room, STR("burst")))
        return DB_OK;
    enum db_result result = market_rating_waiting(rq->db, rq->arena, &which, &rows);
    if (result != DB_OK)
        return result;
    const struct market_rating_waiting_row *waiting = rows.at;
    struct uuid *ids = arena_array(rq->arena, rows.count + 1, sizeof *ids);
    for (size_t i = 0; i < rows.count; i++)
        ids[i] = waiting[i].id;
    const struct list all = {ids, rows.count};
    result = rating_rows(rq, all, &rows);
    out->ratings = list_of(rows);
    if (result == DB_OK)
        result = photo_rows_of(rq, all, &rows);
    if (result == DB_OK)
        out->photos = list_of(rows);
    return result;
}

static enum db_result read_photo(struct request *rq, struct moderation_case_row *out)
{
    const struct list one = {&out->entry.subject, 1};
    struct rows rows;
    if (!str_eq(out->entry.room, STR("photo")))
        return DB_OK;
    enum db_result result = photo_rows(rq, one, &rows);
    if (result == DB_OK && rows.count > 0)
        out->photo = rows.at;
    return result;
}

/* What became another in a market that moderators knew; nothing, once that was decided about. */
static enum db_result read_changes(struct request *rq, struct moderation_case_row *out)
{
    const struct market_revised_in which = {.market = out->entry.subject};
    struct rows rows;
    if (!str_eq(out->entry.room, STR("market")) || out->entry.decision.p != NULL)
        return DB_OK;
    enum db_result result = market_revised(rq->db, rq->arena, &which, &rows);
    if (result == DB_OK)
        out->changes = list_of(rows);
    return result;
}

static enum db_result read_history(struct request *rq, struct moderation_case_row *out)
{
    const struct moderation_uploader_in who = {.account = out->entry.owner.v};
    const struct moderation_report_in reports = {.room = out->entry.room, .subject = out->entry.subject, .limit = REPORTS_SHOWN};
    const struct moderation_decision_in decisions = {.room = reports.room, .subject = reports.subject, .limit = DECISIONS_SHOWN};
    struct moderation_uploader_row *owner = ARENA_NEW(rq->arena, struct moderation_uploader_row);
    struct rows rows = {NULL, 0};
    enum db_result result = out->entry.owner.set ? moderation_uploader_one(rq->db, rq->arena, &who, owner) : DB_NONE;
    if (result == DB_OK)
        out->owner = owner;
    if (result != DB_FAIL)
        result = moderation_report(rq->db, rq->arena, &reports, &rows);
    out->reports = list_of(rows);
    if (result == DB_OK)
        result = moderation_decision(rq->db, rq->arena, &decisions, &rows);
    out->decisions = list_of(rows);
    return result;
}

enum status case_show(struct request *rq, struct response *rs)
{
    struct moderation_case_row *shown = ARENA_NEW(rq->arena, struct moderation_case_row);
    struct moderation_entry_in which;
    *shown = (struct moderation_case_row){.seen = {"", 0}, .alike = {"", 0}, .ratings = {"", 0}, .photos = {"", 0}, .changes = {"", 0}, .reports = {"", 0}, .decisions = {"", 0}};
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? DB_OK : DB_NONE;
    if (result == DB_OK)
        result = moderation_entry_one(rq->db, rq->arena, &which, &shown->entry);
    if (result == DB_OK)
        result = read_build(rq, shown);
    if (result == DB_OK)
        result = read_burst(rq, shown);
    if (result == DB_OK)
        result = read_photo(rq, shown);
    if (result == DB_OK)
        result = read_changes(rq, shown);
    if (result == DB_OK)
        result = read_history(rq, shown);
    if (result != DB_OK)
        return response_db(rs, result);
    shown->own = moderation_is_own(rq, shown->entry.owner);
    shown->may_decide = shown->entry.decision.p == NULL && moderation_may_decide(rq, shown->entry.owner);
    return response_one(rs, OK, &Q_MODERATION_CASE, shown);
}
