/* The pages of ratings: each shows what its handler made, or its form again with what is wrong beside its fields. */
#include "core/text.h"
#include "handlers/image/back.h"
#include "handlers/market/rating.h"
#include "handlers/site/pages.h"
#include "templates/market.h"

/* What is not a field's fault stands above the form. */
static struct str problem_of(const struct request *rq, const struct response *rs)
{
    bool of_fields = rs->status == UNPROCESSABLE_CONTENT && rq->form_state != NULL && rq->form_state->error_count > 0;
    return rs->status >= BAD_REQUEST && !of_fields ? rs->detail : STR_NULL;
}

void rating_list_page(struct request *rq, struct response *rs)
{
    const struct rating_view *view = rs->view;
    if (rs->status != OK) {
        page_problem(rq, rs);
        return;
    }
    template_market_ratings(&rs->body, page_frame(rq, rs), &view->market, &view->summary, rs->rows, view->photos, view->sort, rs->next);
}

void rating_mine_page(struct request *rq, struct response *rs)
{
    struct rows photos;
    if (rating_photos(rq, rs->rows, &photos) != DB_OK)
        photos = (struct rows){NULL, 0};
    template_market_ratings_mine(&rs->body, page_frame(rq, rs), rs->rows, photos, rs->next);
}

/* After a refusal the form is shown again, with what was sent in it. */
void rating_new_page(struct request *rq, struct response *rs)
{
    struct response again;
    response_init(&again, rq->arena);
    if (rs->status < BAD_REQUEST)
        again.view = rs->view;
    else if (rating_begin(rq, &again) != OK) {
        page_problem(rq, rs);
        return;
    }
    const struct rating_view *view = again.view;
    template_market_rating_new(&rs->body, page_frame(rq, rs), &view->market, view->dates, form_value(rq->form_state, STR("date")), rq->form_state,
                               problem_of(rq, rs));
}

void rating_page(struct request *rq, struct response *rs)
{
    struct market_rating_one_row *rating = ARENA_NEW(rq->arena, struct market_rating_one_row);
    struct str problem = problem_of(rq, rs);
    struct rows photos;
    if (rating_find(rq, rating) != DB_OK) {
        page_problem(rq, rs);
        return;
    }
    if (rating_photos(rq, (struct rows){rating, 1}, &photos) != DB_OK)
        photos = (struct rows){NULL, 0};
    const struct image_back_row *back = image_back(rq, rating_path(rq, rating->id));
    template_market_rating_page(&rs->body, page_frame(rq, rs), rating, photos, back, rq->form_state, problem.p ? problem : back->refused, request_may(rq, MARKET_MODERATE) && !rating->mine);
}
