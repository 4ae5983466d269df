/* Hiding a photo: one tap for whoever sees it, and it is gone from everywhere at once. Moderators decide afterwards; what they showed again
 * needs a reason the next time. */
#include "core/text.h"
#include "handlers/image/problem.h"
#include "handlers/market/photo.h"
#include "handlers/moderation/access.h"
#include "web/visitor.h"

enum { VISITOR_HIDES = 10 /* open ones, of an address that nobody is signed in from */ };

/* False where an address hides so much that the moderators could do nothing else. */
static bool may_hide_more(struct request *rq, struct response *rs, struct str visitor)
{
    const struct report_visitor_in who = {.visitor = visitor};
    struct report_visitor_row reports;
    enum db_result result = visitor.p ? report_visitor_one(rq->db, rq->arena, &who, &reports) : DB_OK;
    bool may = result == DB_OK && (!visitor.p || reports.open < VISITOR_HIDES);
    if (result != DB_OK)
        response_db(rs, result);
    else if (!may)
        response_problem(rs, TOO_MANY_REQUESTS, "too-many-reports",
                         _("Several photos that were hidden from your address wait for a moderator. Sign in to hide more, or come back when they have been looked at."));
    return may;
}

/* The photo of {photo}, locked and still shown. */
static bool take(struct request *rq, struct response *rs, struct market_photo_one_row *photo)
{
    enum db_result result = photo_find(rq, photo);
    if (result == DB_OK)
        result = moderation_lock(rq, STR("photo"), photo->id);
    if (result == DB_OK)
        result = photo_find(rq, photo);
    if (result == DB_OK && !photo->shown)
        result = DB_NONE;
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static enum db_result tell_uploader(struct request *rq, const struct market_photo_one_row *photo)
{
    char id[UUID_TEXT];
    const struct market_photo_tell_in notice = {.id = uuid_new(),
                                                .photo = photo->id,
                                                .kind = STR("photo.hidden"),
                                                .link = arena_printf(rq->arena, "/markets/photos/" STR_FMT, STR_ARG(uuid_text(photo->id, id)))};
    enum db_result result = photo->mine ? DB_OK : market_photo_tell(rq->db, rq->arena, &notice);
    return result == DB_NONE ? DB_OK : result;
}

/* The hiding is a report as well: who hid it is told what came of it. */
static enum db_result put_before_moderators(struct request *rq, const struct market_photo_one_row *photo, struct str visitor, struct str reason)
{
    const struct report_insert_in report = {.id = uuid_new(),
                                            .room = STR("photo"),
                                            .subject = photo->id,
                                            .account = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                            .visitor = visitor,
                                            .kind = STR("face"),
                                            .words = reason};
    const struct market_photo_await_in which = {.id = photo->id};
    struct market_photo_await_row awaited;
    enum db_result result = db_savepoint(rq->db);
    if (result == DB_OK)
        result = report_insert(rq->db, rq->arena, &report);
    if (result == DB_CONFLICT) /* reported already by the same person */
        result = db_savepoint_rollback(rq->db);
    if (result == DB_OK)
        result = market_photo_await_one(rq->db, rq->arena, &which, &awaited);
    return result == DB_OK ? tell_uploader(rq, photo) : result;
}

enum status photo_hide(struct request *rq, struct response *rs)
{
    const struct photo_hide_form *form = rq->form;
    const struct image_context in = photo_context(rq);
    const struct sha256_digest digest = visitor_digest(rq, STR("report"));
    const struct str visitor = rq->viewer.signed_in ? STR_NULL : sha256_bytes(&digest);
    const struct str reason = form->reason.p ? form->reason : STR("");
    const struct opt_uuid by = {.set = rq->viewer.signed_in, .v = rq->viewer.account};
    struct market_photo_one_row photo;
    if (!may_hide_more(rq, rs, visitor) || !take(rq, rs, &photo))
        return rs->status;
    if (photo.needs_reason && reason.n == 0) {
        form_fail(rq->arena, rq->form_state, "reason", "required", _("A moderator has looked at this photo and shows it. Say what is wrong with it."));
        return response_invalid(rs, rq);
    }
    enum db_result result = put_before_moderators(rq, &photo, visitor, reason);
    if (result != DB_OK)
        return response_db(rs, result);
    enum image_done done = image_hide(&in, photo.image, by, reason);
    if (done != IMAGE_DONE)
        return image_problem(rs, done);
    rs->location = arena_printf(rq->arena, "/markets/" STR_FMT "/photos", STR_ARG(photo.market_slug));
    rs->toast = str_of(_("The photo is hidden. A moderator will look at it."));
    return rs->status = OK;
}
