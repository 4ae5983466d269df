/* Decisions about a case, taking a build down, and bringing it back: all in one transaction with what follows from them. */
#include "core/text.h"
#include "handlers/market/moderate.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/audit.h"
#include "handlers/moderation/canned.h"
#include "handlers/moderation/decide.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "handlers/schematic/access.h"
#include "social/activity.h"
#include "web/markdown.h"

enum { NOTICE_REASON = 300 /* code points */ };

static bool approves(const struct moderation_verdict *verdict)
{
    return str_eq(str_of(verdict->decision), STR("approved"));
}

static enum db_result settle_case(struct request *rq, const struct moderation_verdict *verdict)
{
    const struct moderation_decide_in open = {.room = verdict->room,
                                              .subject = verdict->subject->id,
                                              .decision = str_of(verdict->decision),
                                              .reason = verdict->reason,
                                              .by = rq->viewer.account};
    const struct moderation_record_in row = {.id = uuid_new(),
                                             .room = verdict->room,
                                             .subject = verdict->subject->id,
                                             .account = verdict->subject->owner,
                                             .decision = open.decision,
                                             .reason = verdict->reason,
                                             .by = rq->viewer.account};
    enum db_result result = moderation_decide(rq->db, rq->arena, &open);
    return result == DB_NONE && verdict->stands_alone ? moderation_record(rq->db, rq->arena, &row) : result;
}

/* Who reported it learns whether that led to something. */
static enum db_result settle_subject(struct request *rq, const struct moderation_verdict *verdict, struct moderation_mark_row *marked)
{
    struct report_resolve_row resolved;
    const struct moderation_mark_in mark = {.room = verdict->room,
                                            .subject = verdict->subject->id,
                                            .becomes = str_of(verdict->decision),
                                            .reason = approves(verdict) ? STR("") : verdict->reason};
    const struct report_resolve_in reports = {.room = verdict->room,
                                              .subject = verdict->subject->id,
                                              .resolution = approves(verdict) ? STR("dismissed") : STR("acted"),
                                              .by = rq->viewer.account,
                                              .title = verdict->subject->title};
    enum db_result result = moderation_mark_one(rq->db, rq->arena, &mark, marked);
    return result == DB_OK ? report_resolve_one(rq->db, rq->arena, &reports, &resolved) : result;
}

/* Of a refusal the notice holds the reason and leads to the page where it stands in full. */
static enum db_result tell_owner(struct request *rq, const struct moderation_verdict *verdict)
{
    const struct moderation_subject_row *subject = verdict->subject;
    bool refused = !approves(verdict);
    struct str words = subject->title, link = subject->path;
    if (!verdict->notice || !subject->owner.set || moderation_is_own(rq, subject->owner))
        return DB_OK;
    if (refused) {
        struct str reason = markdown_excerpt(rq->arena, verdict->reason, NOTICE_REASON);
        words = arena_printf(rq->arena, STR_FMT ": " STR_FMT, STR_ARG(subject->title), STR_ARG(reason));
        link = arena_printf(rq->arena, STR_FMT "%s", STR_ARG(subject->path), moderation_room(verdict->room)->review);
    }
    const struct moderation_tell_in notice = {.id = uuid_new(),
                                              .account = subject->owner.v,
                                              .kind = str_of(verdict->notice),
                                              .room = verdict->room,
                                              .subject = subject->id,
                                              .title = words,
                                              .link = link};
    return moderation_tell(rq->db, rq->arena, &notice);
}

/* The world hears of what is listed for the first time, which social_record knows; or of a new version. */
static enum db_result publish(struct request *rq, const struct moderation_verdict *verdict, bool moved)
{
    if (!approves(verdict) || !verdict->subject->owner.set || !moderation_room(verdict->room)->published)
        return DB_OK;
    const char *room = arena_str(rq->arena, verdict->room).p;
    enum db_result result = social_record(rq->db, rq->arena, verdict->subject->owner.v, "published", room, verdict->subject->id);
    if (result == DB_NONE && moved)
        result = social_record(rq->db, rq->arena, verdict->subject->owner.v, "updated", room, verdict->subject->id);
    return result == DB_NONE ? DB_OK : result;
}

enum db_result moderation_settle(struct request *rq, const struct moderation_verdict *verdict)
{
    const struct audited deed = {.action = verdict->action,
                                 .room = verdict->room,
                                 .subject = verdict->subject->id,
                                 .title = verdict->subject->title,
                                 .reason = verdict->reason};
    struct moderation_mark_row marked;
    enum db_result result = settle_case(rq, verdict);
    if (result == DB_OK)
        result = settle_subject(rq, verdict, &marked);
    const struct moderation_room *room = moderation_room(verdict->room);
    if (result == DB_OK && room->settled)
        result = room->settled(rq, verdict->subject->id, approves(verdict));
    if (result == DB_OK)
        result = tell_owner(rq, verdict);
    if (result == DB_OK)
        result = publish(rq, verdict, marked.moved);
    return result == DB_OK ? audit_write(rq, &deed) : result;
}

/* The case of {id} with its subject locked, still open and not the viewer's own; otherwise rs tells why not. */
static bool take_case(struct request *rq, struct response *rs, struct moderation_entry_row *entry, struct moderation_subject_row *subject)
{
    struct moderation_entry_in which;
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? DB_OK : DB_NONE;
    if (result == DB_OK)
        result = moderation_entry_one(rq->db, rq->arena, &which, entry);
    if (result == DB_OK)
        result = moderation_lock(rq, entry->room, entry->subject);
    if (result == DB_OK)
        result = moderation_entry_one(rq->db, rq->arena, &which, entry);
    if (result == DB_OK && entry->decision.p != NULL) {
        moderation_decided(rs, entry->decision, entry->decided_by);
        return false;
    }
    if (result == DB_OK)
        result = moderation_find(rq, entry->room, entry->subject, subject);
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    return moderation_lets(rq, rs, subject->owner);
}

/* What came after a moderator has looked is looked at before it is decided about. */
static bool looked_at(struct request *rq, struct response *rs, const struct moderation_entry_row *entry)
{
    const struct decision_form *form = rq->form;
    const struct moderation_version_in which = {.subject = entry->subject};
    struct moderation_version_row version;
    if (!form->version.set || !str_eq(entry->room, STR("schematic")))
        return true;
    enum db_result result = moderation_version_one(rq->db, rq->arena, &which, &version);
    if (result == DB_OK && version.number == form->version.v)
        return true;
    if (result == DB_FAIL)
        response_db(rs, result);
    else
        response_problem(rs, CONFLICT, "changed-meanwhile", _("There is another version now. Please look at it, then decide."));
    return false;
}

/* Only a market has changes to take back, and only while nobody else decided about them. */
static bool take_back(struct request *rq, struct response *rs, const struct moderation_entry_row *entry)
{
    enum db_result result = str_eq(entry->room, STR("market")) ? market_change_take_back(rq, entry->subject) : DB_NONE;
    if (result == DB_NONE)
        response_problem(rs, CONFLICT, "not-changed", _("There is no change to take back."));
    else if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static struct str decided_toast(bool approved, bool reverted)
{
    return str_of(reverted ? _("Taken back. It is as it was before.") : approved ? _("Approved.") : _("Rejected. The uploader is told why."));
}

enum status case_decide(struct request *rq, struct response *rs)
{
    const struct decision_form *form = rq->form;
    struct moderation_entry_row *entry = ARENA_NEW(rq->arena, struct moderation_entry_row);
    struct moderation_subject_row subject;
    bool reverted = str_eq(form->decision, STR("reverted")), approved = reverted || str_eq(form->decision, STR("approved"));
    struct moderation_verdict verdict = {.decision = approved ? "approved" : "rejected",
                              .action = reverted ? "market.reverted" : approved ? "review.approved" : "review.rejected",
                              .reason = canned_with(rq->arena, form->canned, form->reason.p ? form->reason : STR("")),
                              .subject = &subject};
    if (!approved && verdict.reason.n == 0) {
        form_fail(rq->arena, rq->form_state, "reason", "required", _("Say why: the uploader reads it."));
        return response_invalid(rs, rq);
    }
    if (!take_case(rq, rs, entry, &subject) || !looked_at(rq, rs, entry) || (reverted && !take_back(rq, rs, entry)))
        return rs->status;
    verdict.room = entry->room;
    verdict.notice = reverted ? "market.reverted" : approved ? moderation_room(entry->room)->approved : moderation_room(entry->room)->rejected;
    const struct moderation_entry_in which = {.id = entry->id};
    enum db_result result = moderation_settle(rq, &verdict);
    if (result == DB_OK)
        result = moderation_entry_one(rq->db, rq->arena, &which, entry);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/moderation");
    rs->toast = decided_toast(approved, reverted);
    return response_one(rs, OK, &Q_MODERATION_ENTRY, entry);
}

/* The build of {id}, locked, and how it stands; not the viewer's own. Otherwise rs tells why not. */
static bool take_build(struct request *rq, struct response *rs, struct moderation_subject_row *subject, struct moderation_state_row *state)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_one_row build;
    *subject = (struct moderation_subject_row){0};
    enum db_result result = schematic_find(rq, &asked, &build);
    if (result == DB_OK)
        result = moderation_lock(rq, STR("schematic"), build.id);
    if (result == DB_OK)
        result = moderation_find(rq, STR("schematic"), build.id, subject);
    const struct moderation_state_in which = {.subject = subject->id};
    if (result == DB_OK)
        result = moderation_state_one(rq->db, rq->arena, &which, state);
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    return moderation_lets(rq, rs, subject->owner);
}

static enum status answer(struct request *rq, struct response *rs, enum db_result result, const struct moderation_subject_row *subject,
                          const char *toast)
{
    struct moderation_state_row *state = ARENA_NEW(rq->arena, struct moderation_state_row);
    const struct moderation_state_in which = {.subject = subject->id};
    if (result == DB_OK)
        result = moderation_state_one(rq->db, rq->arena, &which, state);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, STR_FMT "/review", STR_ARG(subject->path));
    rs->toast = str_of(toast);
    return response_one(rs, OK, &Q_MODERATION_STATE, state);
}

enum status build_take_down(struct request *rq, struct response *rs)
{
    const struct takedown_form *form = rq->form;
    struct moderation_subject_row subject;
    struct moderation_state_row state;
    if (str_trim(form->reason).n == 0) {
        form_fail(rq->arena, rq->form_state, "reason", "required", _("Say why: the uploader reads it."));
        return response_invalid(rs, rq);
    }
    if (!take_build(rq, rs, &subject, &state))
        return rs->status;
    if (str_eq(state.review, STR("taken_down")) && !state.entry.set)
        return moderation_decided(rs, state.review, state.decided_by);
    const struct moderation_verdict verdict = {.decision = "taken_down",
                                    .notice = "schematic.taken_down",
                                    .action = "schematic.taken_down",
                                    .stands_alone = true,
                                    .room = STR("schematic"),
                                    .reason = form->reason,
                                    .subject = &subject};
    return answer(rq, rs, moderation_settle(rq, &verdict), &subject, _("Taken down. The uploader is told why."));
}

enum status build_restore(struct request *rq, struct response *rs)
{
    struct moderation_subject_row subject;
    struct moderation_state_row state;
    if (!take_build(rq, rs, &subject, &state))
        return rs->status;
    if (!str_eq(state.review, STR("taken_down")))
        return response_problem(rs, CONFLICT, "not-taken-down", _("This build is not taken down."));
    const struct moderation_verdict verdict = {.decision = "approved",
                                    .notice = "schematic.restored",
                                    .action = "schematic.restored",
                                    .stands_alone = true,
                                    .room = STR("schematic"),
                                    .reason = STR(""),
                                    .subject = &subject};
    return answer(rq, rs, moderation_settle(rq, &verdict), &subject, _("Back again."));
}
