/* Telling the moderators that something is wrong. */
#include "core/text.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/audit.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "web/visitor.h"

enum { VISITOR_REPORTS = 10 /* open ones, of an address that nobody is signed in from */ };

/* False: rs tells why it can't be reported. */
static bool find(struct request *rq, struct response *rs, struct str room, struct uuid id, struct moderation_subject_row *subject)
{
    enum db_result result = moderation_find(rq, room, id, subject);
    if (result != DB_OK)
        response_db(rs, result);
    else if (moderation_is_own(rq, subject->owner))
        response_problem(rs, CONFLICT, "own-subject", _("This is your own: change it, or take it away."));
    return result == DB_OK && !moderation_is_own(rq, subject->owner);
}

enum status report_begin(struct request *rq, struct response *rs)
{
    const struct report_about_form *form = rq->form;
    struct moderation_subject_row *subject = ARENA_NEW(rq->arena, struct moderation_subject_row);
    if (!find(rq, rs, form->room, form->subject.v, subject))
        return rs->status;
    rs->view = subject;
    return rs->status = OK;
}

static enum db_result put_back(struct request *rq, struct str room, const struct moderation_subject_row *subject)
{
    struct moderation_mark_row marked;
    const struct moderation_open_in row = {
        .id = uuid_new(), .room = room, .subject = subject->id, .account = subject->owner, .note = STR("")};
    const struct moderation_mark_in mark = {.room = room, .subject = subject->id, .becomes = STR("waiting"), .reason = STR("")};
    const struct moderation_tell_in notice = {.id = uuid_new(),
                                              .account = subject->owner.v,
                                              .kind = STR("schematic.waiting"),
                                              .room = room,
                                              .subject = subject->id,
                                              .title = subject->title,
                                              .link = arena_printf(rq->arena, STR_FMT "/review", STR_ARG(subject->path))};
    const struct audited deed = {
        .action = "review.reopened", .room = room, .subject = subject->id, .title = subject->title, .by_itself = true};
    enum db_result result = moderation_mark_one(rq->db, rq->arena, &mark, &marked);
    if (result == DB_OK)
        result = moderation_open(rq->db, rq->arena, &row);
    if (result == DB_OK && subject->owner.set)
        result = moderation_tell(rq->db, rq->arena, &notice);
    return result == DB_OK ? audit_write(rq, &deed) : result;
}

/* A build that as many people report as the site says goes back to the moderators before it is listed again. */
static enum db_result count_reports(struct request *rq, struct str room, const struct moderation_subject_row *subject)
{
    const struct report_count_in about = {.room = room, .subject = subject->id};
    const struct moderation_state_in which = {.subject = subject->id};
    struct report_count_row reports;
    struct moderation_state_row state;
    if (rq->config->report_hide_count == 0 || !str_eq(room, STR("schematic")))
        return DB_OK;
    enum db_result result = report_count_one(rq->db, rq->arena, &about, &reports);
    if (result != DB_OK || reports.people < rq->config->report_hide_count)
        return result;
    result = moderation_state_one(rq->db, rq->arena, &which, &state);
    bool shown = result == DB_OK && str_eq(state.review, STR("approved")) && !state.entry.set;
    return shown ? put_back(rq, room, subject) : result;
}

/* False where an address has so many reports that the moderators could do nothing else. */
static bool may_say_more(struct request *rq, struct response *rs, struct str visitor)
{
    const struct report_visitor_in who = {.visitor = visitor};
    struct report_visitor_row reports;
    enum db_result result = report_visitor_one(rq->db, rq->arena, &who, &reports);
    if (result != DB_OK)
        response_db(rs, result);
    else if (reports.open >= VISITOR_REPORTS)
        response_problem(rs, TOO_MANY_REQUESTS, "too-many-reports",
                         _("Several reports from your address wait for a moderator. Sign in to make more, or come back when they have been looked at."));
    return result == DB_OK && reports.open < VISITOR_REPORTS;
}

enum status report_create(struct request *rq, struct response *rs)
{
    const struct report_form *form = rq->form;
    struct moderation_subject_row subject;
    struct report_one_row *made = ARENA_NEW(rq->arena, struct report_one_row);
    const struct sha256_digest digest = visitor_digest(rq, STR("report"));
    const struct str visitor = rq->viewer.signed_in ? STR_NULL : sha256_bytes(&digest);
    if (!find(rq, rs, form->room, form->subject.v, &subject) || (visitor.p && !may_say_more(rq, rs, visitor)))
        return rs->status;
    const struct report_insert_in row = {.id = uuid_new(),
                                         .room = form->room,
                                         .subject = subject.id,
                                         .account = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                         .visitor = visitor,
                                         .kind = form->kind,
                                         .words = form->words.p ? form->words : STR("")};
    const struct report_one_in which = {.id = row.id};
    enum db_result result = moderation_lock(rq, form->room, subject.id);
    if (result == DB_OK)
        result = report_insert(rq->db, rq->arena, &row);
    if (result == DB_CONFLICT)
        return response_problem(rs, CONFLICT, "reported-already",
                                _("You have reported this already. A moderator will look at it; thank you for your patience."));
    if (result == DB_OK)
        result = count_reports(rq, form->room, &subject);
    if (result == DB_OK)
        result = report_one_one(rq->db, rq->arena, &which, made);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = subject.path;
    rs->toast = str_of(visitor.p ? _("Thank you. A moderator will look at it.") : _("Thank you. A moderator will look at it, and you are told what came of it."));
    return response_one(rs, CREATED, &Q_REPORT_ONE, made);
}
