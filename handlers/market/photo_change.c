/* Adding photos against the pool's receipts, saying what to obscure on them, and taking them away. */
#include "core/text.h"
#include "handlers/image/problem.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "queries/social.h"

static enum db_result take(struct request *rq, struct uuid market)
{
    const struct social_take_in which = {.viewer = rq->viewer.account, .room = STR("market"), .id = market};
    struct social_take_row taken;
    return social_take_one(rq->db, rq->arena, &which, &taken);
}

static struct str said(struct str text)
{
    return text.p ? text : STR("");
}

static enum status too_many(struct response *rs, int64_t most)
{
    response_problem(rs, CONFLICT, "pictures-full", _("There are as many photos as fit. Delete one, then try again."));
    response_problem_int64(rs, "most", most);
    return rs->status;
}

/* A photo whose detector failed stays held until its uploader has looked at it: image_publish says so by IMAGE_NONE. */
static enum image_done bring(struct request *rq, struct uuid *image)
{
    const struct photo_new_form *form = rq->form;
    const struct image_context in = photo_context(rq);
    const struct str boxes = image_boxes_said(rq->arena, &form->boxes);
    enum image_done done = image_attach(&in, rq->viewer.account, form->receipt, image);
    if (done == IMAGE_DONE && (form->looked || form->boxes.boxes.n > 0))
        done = boxes.p ? image_boxes_set(&in, *image, boxes, form->boxes.manner) : IMAGE_BAD_BOXES;
    if (done != IMAGE_DONE)
        return done;
    done = image_publish(&in, *image);
    return done == IMAGE_NONE ? IMAGE_DONE : done;
}

/* A page goes back to where the next photo is added: PLACE. */
static enum status add(struct request *rq, struct response *rs, struct uuid market, struct opt_uuid rating, int64_t most, struct str place)
{
    const struct photo_new_form *form = rq->form;
    struct market_photo_insert_in row = {
        .id = uuid_new(), .market = market, .rating = rating, .account = rq->viewer.account, .caption = said(form->caption), .most = most};
    enum image_done done = bring(rq, &row.image);
    if (done != IMAGE_DONE)
        return image_problem(rs, done);
    enum db_result result = market_photo_insert(rq->db, rq->arena, &row);
    if (result == DB_NONE)
        return too_many(rs, most);
    if (result == DB_OK)
        result = photo_follow(rq, market);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("The photo is added, and shown as soon as its faces are obscured."));
    enum status status = photo_answer(rq, rs, CREATED, row.id);
    if (status == CREATED && rq->page)
        rs->location = place;
    return status;
}

enum status photo_add_own(struct request *rq, struct response *rs)
{
    struct market_rating_place_row market;
    enum db_result result = rating_market(rq, &market);
    if (result == DB_OK)
        result = take(rq, market.id);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!market.organises)
        return response_problem(rs, FORBIDDEN, NULL, _("Only the organiser adds photos to the market itself. Rate a date to add yours."));
    return add(rq, rs, market.id, (struct opt_uuid){.set = false}, PHOTOS_OWN, photo_own_path(rq, &market));
}

enum status photo_add_rated(struct request *rq, struct response *rs)
{
    struct market_rating_one_row rating;
    enum db_result result = rating_find(rq, &rating);
    if (result == DB_OK)
        result = take(rq, rating.market);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!rating.mine)
        return response_problem(rs, FORBIDDEN, NULL, _("Only who wrote this rating can do that."));
    return add(rq, rs, rating.market, (struct opt_uuid){.set = true, .v = rating.id}, PHOTOS_RATING, rating_path(rq, rating.id));
}

/* The photo of {photo}, its market locked, for its uploader; for the market's organiser where ORGANISERS. */
static bool take_own(struct request *rq, struct response *rs, bool organisers, struct market_photo_one_row *photo)
{
    enum db_result result = photo_find(rq, photo);
    if (result == DB_OK)
        result = take(rq, photo->market);
    if (result == DB_OK)
        result = photo_find(rq, photo);
    bool may = result == DB_OK && (photo->mine || (organisers && photo->organises));
    if (result != DB_OK)
        response_db(rs, result);
    else if (!may)
        response_problem(rs, FORBIDDEN, NULL, _("Only who added this photo can do that."));
    return may;
}

enum status photo_revise(struct request *rq, struct response *rs)
{
    const struct photo_edit_form *form = rq->form;
    struct market_photo_one_row photo;
    if (!take_own(rq, rs, form->has_cover, &photo))
        return rs->status;
    if (form->has_cover && !photo.organises)
        return response_problem(rs, FORBIDDEN, NULL, _("The organiser chooses the photo that stands for the market."));
    const bool up = str_eq(form->move, STR("up")), down = str_eq(form->move, STR("down"));
    const struct market_photo_update_in change = {
        .id = photo.id, .caption = photo.mine && form->has_caption ? said(form->caption) : STR_NULL, .step = {photo.mine && (up || down), down ? 1 : -1}};
    const struct market_photo_cover_in cover = {.id = photo.id, .cover = form->cover};
    enum db_result result = market_photo_update(rq->db, rq->arena, &change);
    if (result == DB_OK && form->has_cover)
        result = market_photo_cover(rq->db, rq->arena, &cover);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved."));
    return photo_answer(rq, rs, OK, photo.id);
}

static enum db_result forget(struct request *rq, const struct market_photo_one_row *photo)
{
    const struct image_context in = photo_context(rq);
    const struct market_photo_delete_in which = {.id = photo->id};
    enum image_done done = image_delete(&in, photo->image);
    return done == IMAGE_FAILED ? DB_FAIL : market_photo_delete(rq->db, rq->arena, &which);
}

enum db_result photo_forget_rated(struct request *rq, struct uuid rating)
{
    struct rows rows;
    enum db_result result = photo_rows_of(rq, (struct list){&rating, 1}, &rows);
    const struct market_photo_one_row *photos = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++)
        result = forget(rq, &photos[i]);
    return result;
}

enum status photo_remove(struct request *rq, struct response *rs)
{
    struct market_photo_one_row photo;
    if (!take_own(rq, rs, false, &photo))
        return rs->status;
    enum db_result result = forget(rq, &photo);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/markets/" STR_FMT "/photos", STR_ARG(photo.market_slug));
    rs->toast = str_of(_("The photo is deleted."));
    return rs->status = OK;
}

enum status photo_boxes(struct request *rq, struct response *rs)
{
    const struct photo_boxes_form *form = rq->form;
    const struct image_context in = photo_context(rq);
    struct market_photo_one_row photo;
    const struct str boxes = image_boxes_said(rq->arena, &form->boxes);
    if (!take_own(rq, rs, false, &photo))
        return rs->status;
    enum image_done done = boxes.p ? image_boxes_set(&in, photo.image, boxes, form->boxes.manner) : IMAGE_BAD_BOXES;
    if (done == IMAGE_DONE && str_eq(photo.state, STR("held")))
        done = image_publish(&in, photo.image);
    if (done != IMAGE_DONE)
        return image_problem(rs, done);
    enum db_result result = photo_follow(rq, photo.market);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved. The photo is drawn anew and shown in a moment."));
    return photo_answer(rq, rs, OK, photo.id);
}
