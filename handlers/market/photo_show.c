/* Looking at the photos of a market, and at one of them. */
#include "core/text.h"
#include "handlers/image/back.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "handlers/site/pages.h"
#include "templates/market.h"

struct image_context photo_context(struct request *rq)
{
    return (struct image_context){.db = rq->db, .arena = rq->arena, .config = rq->config, .request_id = rq->id};
}

enum db_result photo_rows(struct request *rq, struct list ids, struct rows *out)
{
    const struct market_photo_one_in which = {.ids = ids,
                                              .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                              .moderator = request_may(rq, MARKET_MODERATE)};
    return market_photo_one(rq->db, rq->arena, &which, out);
}

enum db_result photo_rows_of(struct request *rq, struct list ratings, struct rows *out)
{
    const struct market_photo_of_in which = {.ratings = ratings};
    enum db_result result = market_photo_of(rq->db, rq->arena, &which, out);
    if (result != DB_OK)
        return result;
    const struct market_photo_of_row *found = out->at;
    struct uuid *ids = arena_array(rq->arena, out->count + 1, sizeof *ids);
    for (size_t i = 0; i < out->count; i++)
        ids[i] = found[i].id;
    return photo_rows(rq, (struct list){ids, out->count}, out);
}

enum db_result photo_rows_market(struct request *rq, struct uuid market, struct rows *out)
{
    const struct market_photo_list_in which = {.market = market, .limit = PHOTOS_SHOWN};
    enum db_result result = market_photo_list(rq->db, rq->arena, &which, out);
    return result == DB_OK ? photo_rows(rq, (struct list){out->count > 0 ? out->at : "", out->count}, out) : result;
}

static enum db_result find_by_id(struct request *rq, struct uuid id, struct market_photo_one_row *out)
{
    struct rows rows;
    enum db_result result = photo_rows(rq, (struct list){&id, 1}, &rows);
    if (result == DB_OK && rows.count > 0)
        *out = *(const struct market_photo_one_row *)rows.at;
    return result == DB_OK && rows.count == 0 ? DB_NONE : result;
}

enum db_result photo_find(struct request *rq, struct market_photo_one_row *out)
{
    struct uuid id;
    return uuid_parse(rq->arguments[0], &id) ? find_by_id(rq, id, out) : DB_NONE;
}

enum status photo_answer(struct request *rq, struct response *rs, enum status status, struct uuid id)
{
    struct market_photo_one_row *photo = ARENA_NEW(rq->arena, struct market_photo_one_row);
    char text[UUID_TEXT];
    enum db_result result = find_by_id(rq, id, photo);
    if (result != DB_OK)
        return response_db(rs, result);
    if (rq->method != GET)
        rs->location = arena_printf(rq->arena, "/markets/photos/" STR_FMT, STR_ARG(uuid_text(id, text)));
    return response_one(rs, status, &Q_MARKET_PHOTO_ONE, photo);
}

enum status photo_show(struct request *rq, struct response *rs)
{
    struct uuid id;
    return uuid_parse(rq->arguments[0], &id) ? photo_answer(rq, rs, OK, id) : response_db(rs, DB_NONE);
}

enum status photo_list(struct request *rq, struct response *rs)
{
    struct rating_view *view = ARENA_NEW(rq->arena, struct rating_view);
    struct rows rows = {NULL, 0};
    enum db_result result = rating_market(rq, &view->market);
    if (result == DB_OK)
        result = photo_rows_market(rq, view->market.id, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = view;
    return response_rows(rs, &Q_MARKET_PHOTO_ONE, rows);
}

struct str photo_own_path(struct request *rq, const struct market_rating_place_row *market)
{
    const struct str parts[] = {market->path, STR("/photos")};
    return arena_join(rq->arena, 2, parts);
}

/* After a refusal the list is shown again, with what was wrong above it. */
void photo_list_page(struct request *rq, struct response *rs)
{
    struct response again;
    response_init(&again, rq->arena);
    if (rs->status < BAD_REQUEST)
        again.view = rs->view, again.rows = rs->rows;
    else if (photo_list(rq, &again) != OK) {
        page_problem(rq, rs);
        return;
    }
    const struct rating_view *view = again.view;
    const struct image_back_row *back = image_back(rq, photo_own_path(rq, &view->market));
    template_market_photos(&rs->body, page_frame(rq, rs), &view->market, again.rows, back, rq->form_state,
                           rs->status >= BAD_REQUEST ? rs->detail : back->refused);
}

/* What a form without script shows of it: the clean one to its uploader while there is one. */
static struct str photo_source(struct request *rq, const struct market_photo_one_row *photo)
{
    char text[UUID_TEXT];
    if (str_eq(photo->state, STR("ready")))
        return arena_printf(rq->arena, "/images/" STR_FMT "/1280", STR_ARG(photo->name));
    return arena_printf(rq->arena, "/api/v1/images/" STR_FMT "/original", STR_ARG(uuid_text(photo->image, text)));
}

void photo_page(struct request *rq, struct response *rs)
{
    struct market_photo_one_row *photo = ARENA_NEW(rq->arena, struct market_photo_one_row);
    bool fields = rs->status == UNPROCESSABLE_CONTENT && rq->form_state != NULL && rq->form_state->error_count > 0;
    struct str problem = rs->status >= BAD_REQUEST && !fields ? rs->detail : STR_NULL;
    if (photo_find(rq, photo) != DB_OK) {
        page_problem(rq, rs);
        return;
    }
    template_market_photo_page(&rs->body, page_frame(rq, rs), photo, image_boxes_rows(rq->arena, photo->boxes), photo_source(rq, photo), rq->form_state, problem);
}
