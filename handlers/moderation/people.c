/* Keeping a person out, and letting them in again. What is theirs stays. */
#include "account/session_store.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/audit.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"

enum { DAY_TEXT = 10 /* 2026-12-01 */ };

enum status suspended_list(struct request *rq, struct response *rs)
{
    const struct moderation_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : MODERATION_LIMIT;
    const struct moderation_people_in which = {.before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = moderation_people(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MODERATION_PEOPLE, rows, limit, "id") : response_db(rs, result);
}

static enum status answer(struct request *rq, struct response *rs)
{
    const struct moderation_person_in who = {.slug = rq->arguments[0]};
    struct moderation_person_row *person = ARENA_NEW(rq->arena, struct moderation_person_row);
    enum db_result result = moderation_person_one(rq->db, rq->arena, &who, person);
    return result == DB_OK ? response_one(rs, OK, &Q_MODERATION_PERSON, person) : response_db(rs, result);
}

enum status person_show(struct request *rq, struct response *rs)
{
    return answer(rq, rs);
}

/* Nobody keeps themselves out; other moderators and administrators are for administrators. */
static bool take(struct request *rq, struct response *rs, struct moderation_person_row *person)
{
    const struct moderation_person_in who = {.slug = rq->arguments[0]};
    enum db_result result = moderation_person_one(rq->db, rq->arena, &who, person);
    if (result == DB_OK)
        result = moderation_lock(rq, STR("person"), person->id);
    if (result == DB_OK)
        result = moderation_person_one(rq->db, rq->arena, &who, person);
    if (result != DB_OK)
        response_db(rs, result);
    else if (uuid_eq(person->id, rq->viewer.account))
        result = (response_problem(rs, FORBIDDEN, "own-subject", _("Nobody suspends themselves.")), DB_NONE);
    else if (person->staff && !request_may(rq, SITE_ADMIN))
        result = (response_problem(rs, FORBIDDEN, NULL, _("Only an administrator can suspend somebody who moderates.")), DB_NONE);
    return result == DB_OK;
}

/* False: no day and no moment, or one that is over. */
static bool until_of(struct request *rq, struct str text, struct opt_timestamp *out)
{
    struct str moment = text.n == DAY_TEXT ? arena_printf(rq->arena, STR_FMT "T00:00:00Z", STR_ARG(text)) : text;
    out->set = text.n > 0;
    return text.n == 0 || (timestamp_parse_rfc3339(moment, &out->v) && out->v.us > timestamp_now().us);
}

static enum db_result record(struct request *rq, const struct moderation_person_row *person, const char *action, struct str reason)
{
    const struct audited deed = {
        .action = action, .room = STR("person"), .subject = person->id, .title = person->name, .reason = reason};
    return audit_write(rq, &deed);
}

enum status person_suspend(struct request *rq, struct response *rs)
{
    const struct suspension_form *form = rq->form;
    const struct opt_uuid none = {.set = false};
    struct account_suspend_in change = {.reason = form->reason};
    struct moderation_person_row person;
    if (str_trim(form->reason).n == 0)
        form_fail(rq->arena, rq->form_state, "reason", "required", _("Say why: the person reads it."));
    if (!until_of(rq, form->until, &change.until))
        form_fail(rq->arena, rq->form_state, "until", "wrong", _("A day to come, such as 2031-12-01."));
    if (rq->form_state->error_count > 0)
        return response_invalid(rs, rq);
    if (!take(rq, rs, &person))
        return rs->status;
    change.id = person.id;
    enum db_result result = account_suspend(rq->db, rq->arena, &change);
    if (result == DB_OK)
        result = session_end_others(rq->db, rq->cache, rq->arena, person.id, none, "admin");
    if (result == DB_OK)
        result = record(rq, &person, "account.suspended", form->reason);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/moderation/people/" STR_FMT, STR_ARG(person.slug));
    rs->toast = str_of(_("Suspended. Their sessions are ended."));
    return answer(rq, rs);
}

enum status person_unsuspend(struct request *rq, struct response *rs)
{
    struct moderation_person_row person;
    if (!take(rq, rs, &person))
        return rs->status;
    const struct account_unsuspend_in who = {.id = person.id};
    enum db_result result = account_unsuspend(rq->db, rq->arena, &who);
    if (result == DB_NONE)
        return response_problem(rs, CONFLICT, "not-suspended", _("This person is not suspended."));
    if (result == DB_OK)
        result = record(rq, &person, "account.unsuspended", STR_NULL);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/moderation/people/" STR_FMT, STR_ARG(person.slug));
    rs->toast = str_of(_("They can sign in again."));
    return answer(rq, rs);
}
