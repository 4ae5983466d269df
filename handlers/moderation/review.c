/* How a build stands with the moderators: its uploader sees the place in the queue and the reason, hands it in again, or withdraws it. */
#include "core/text.h"
#include "handlers/moderation/access.h"
#include "handlers/moderation/forms.h"
#include "handlers/moderation/handlers.h"
#include "handlers/moderation/view.h"
#include "handlers/schematic/access.h"

/* The build of {id}, for its owner and, where WATCHED, for moderators. Otherwise rs tells why not. */
static struct review_view *find(struct request *rq, struct response *rs, bool watched)
{
    struct review_view *view = ARENA_NEW(rq->arena, struct review_view);
    const struct schematic_one_in asked = schematic_asked(rq);
    enum db_result result = schematic_find(rq, &asked, &view->build);
    if (result != DB_OK) {
        response_db(rs, result);
    } else if (!view->build.mine && !(watched && request_may(rq, SCHEMATIC_MODERATE))) {
        response_problem(rs, FORBIDDEN, NULL, _("Only who uploaded this build can do that."));
    } else {
        return view;
    }
    return NULL;
}

static enum db_result read_state(struct request *rq, struct review_view *view)
{
    const struct moderation_state_in which = {.subject = view->build.id};
    return moderation_state_one(rq->db, rq->arena, &which, &view->state);
}

static enum status answer(struct request *rq, struct response *rs, enum status status, struct review_view *view)
{
    enum db_result result = read_state(rq, view);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = view;
    if (rq->method != GET)
        rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/review", STR_ARG(view->build.slug));
    return response_one(rs, status, &Q_MODERATION_STATE, &view->state);
}

enum status review_show(struct request *rq, struct response *rs)
{
    struct review_view *view = find(rq, rs, true);
    return view ? answer(rq, rs, OK, view) : rs->status;
}

/* The same, locked, with its state. */
static struct review_view *take(struct request *rq, struct response *rs)
{
    struct review_view *view = find(rq, rs, false);
    if (view == NULL)
        return NULL;
    enum db_result result = moderation_lock(rq, STR("schematic"), view->build.id);
    if (result == DB_OK)
        result = read_state(rq, view);
    if (result == DB_OK)
        return view;
    response_db(rs, result);
    return NULL;
}

/* What was taken down stays so until the moderators say otherwise, and so does the reason. */
static enum db_result mark(struct request *rq, const struct review_view *view, const char *becomes)
{
    bool down = str_eq(view->state.review, STR("taken_down"));
    struct moderation_mark_row marked;
    const struct moderation_mark_in change = {.room = STR("schematic"),
                                              .subject = view->build.id,
                                              .becomes = str_of(becomes),
                                              .reason = down ? view->state.reason : STR("")};
    return moderation_mark_one(rq->db, rq->arena, &change, &marked);
}

enum status review_again(struct request *rq, struct response *rs)
{
    const struct review_form *form = rq->form;
    struct review_view *view = take(rq, rs);
    if (view == NULL)
        return rs->status;
    if (view->state.entry.set)
        return response_problem(rs, CONFLICT, "waiting-already", _("This build waits for a moderator already."));
    if (str_eq(view->state.review, STR("approved")) && !view->state.refused.set)
        return response_problem(rs, CONFLICT, "not-refused", _("This build is approved."));
    const struct moderation_open_in row = {.id = uuid_new(),
                                           .room = STR("schematic"),
                                           .subject = view->build.id,
                                           .account = {.set = true, .v = rq->viewer.account},
                                           .note = form->note.p ? form->note : STR("")};
    const struct moderation_again_in again = {.subject = view->build.id};
    enum db_result result = moderation_again(rq->db, rq->arena, &again);
    if (result == DB_NONE)
        result = mark(rq, view, "waiting");
    if (result == DB_OK)
        result = moderation_open(rq->db, rq->arena, &row);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Handed in. You are told when it is decided."));
    return answer(rq, rs, CREATED, view);
}

enum status review_withdraw(struct request *rq, struct response *rs)
{
    struct review_view *view = take(rq, rs);
    if (view == NULL)
        return rs->status;
    const struct moderation_decide_in withdrawn = {.room = STR("schematic"),
                                                   .subject = view->build.id,
                                                   .decision = STR("withdrawn"),
                                                   .reason = STR(""),
                                                   .by = rq->viewer.account};
    enum db_result result = moderation_decide(rq->db, rq->arena, &withdrawn);
    if (result == DB_NONE)
        return response_problem(rs, CONFLICT, "not-waiting", _("This build does not wait for a moderator."));
    if (result == DB_OK)
        result = mark(rq, view, "rejected");
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(view->state.version.set ? _("Withdrawn. The build stays as it was without the new version.")
                                               : _("Withdrawn. Only you and the moderators see this build now."));
    return answer(rq, rs, OK, view);
}
