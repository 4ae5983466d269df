/* What people report, as moderators work it off. */
#include "core/text.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/audit.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"

enum { REPORTS_SHOWN = 100 };

enum status reported_list(struct request *rq, struct response *rs)
{
    const struct moderation_queue_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : MODERATION_LIMIT;
    const struct moderation_reported_in which = {.after = form->after, .limit = limit + 1};
    struct rows rows;
    enum db_result result = moderation_reported(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MODERATION_REPORTED, rows, limit, "id") : response_db(rs, result);
}

/* The reports about {room} and {id}. What was reported may be gone: then only they are left. */
static enum db_result read(struct request *rq, struct moderation_reports_row *out)
{
    struct moderation_report_in about = {.room = rq->arguments[0], .limit = REPORTS_SHOWN};
    struct moderation_subject_row subject;
    struct rows rows;
    if (!uuid_parse(rq->arguments[1], &about.subject))
        return DB_NONE;
    enum db_result result = moderation_report(rq->db, rq->arena, &about, &rows);
    if (result != DB_OK || rows.count == 0)
        return result == DB_OK ? DB_NONE : result;
    *out = (struct moderation_reports_row){
        .room = about.room, .subject = about.subject, .title = STR(""), .path = STR(""), .reports = {rows.at, rows.count}};
    const struct moderation_report_row *report = rows.at;
    for (size_t i = 0; i < rows.count; i++)
        out->open += report[i].resolution.p == NULL;
    result = moderation_find(rq, about.room, about.subject, &subject);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    out->title = subject.title;
    out->path = subject.path;
    out->owner_name = subject.owner_name;
    out->owner_slug = subject.owner_slug;
    out->own = !moderation_may_decide(rq, subject.owner);
    return DB_OK;
}

enum status reported_show(struct request *rq, struct response *rs)
{
    struct moderation_reports_row *reports = ARENA_NEW(rq->arena, struct moderation_reports_row);
    enum db_result result = read(rq, reports);
    return result == DB_OK ? response_one(rs, OK, &Q_MODERATION_REPORTS, reports) : response_db(rs, result);
}

static enum db_result resolve(struct request *rq, const struct moderation_reports_row *reports)
{
    const struct resolution_form *form = rq->form;
    bool acted = str_eq(form->resolution, STR("acted"));
    const struct report_resolve_in all = {.room = reports->room,
                                          .subject = reports->subject,
                                          .resolution = form->resolution,
                                          .by = rq->viewer.account,
                                          .title = reports->title};
    const struct audited deed = {.action = acted ? "report.acted" : "report.dismissed",
                                 .room = reports->room,
                                 .subject = reports->subject,
                                 .title = reports->title};
    struct report_resolve_row done;
    enum db_result result = report_resolve_one(rq->db, rq->arena, &all, &done);
    if (result == DB_OK && done.resolved == 0)
        return DB_NONE;
    return result == DB_OK ? audit_write(rq, &deed) : result;
}

enum status reported_resolve(struct request *rq, struct response *rs)
{
    struct moderation_reports_row *reports = ARENA_NEW(rq->arena, struct moderation_reports_row);
    struct uuid id;
    enum db_result result = uuid_parse(rq->arguments[1], &id) ? moderation_lock(rq, rq->arguments[0], id) : DB_NONE;
    if (result == DB_OK)
        result = read(rq, reports);
    if (result != DB_OK)
        return response_db(rs, result);
    if (reports->own)
        return moderation_own(rs);
    const struct moderation_report_row *latest = reports->reports.at;
    result = resolve(rq, reports);
    if (result == DB_NONE)
        return moderation_decided(rs, latest->resolution, latest->resolved_by);
    if (result == DB_OK)
        result = read(rq, reports);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/moderation/reports");
    rs->toast = str_of(_("Done. Those who reported it are told."));
    return response_one(rs, OK, &Q_MODERATION_REPORTS, reports);
}
