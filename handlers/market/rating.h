/* What people say of the dates of a market: forms, what the routes do, and their pages. */
#ifndef CURIO_HANDLERS_MARKET_RATING_H
#define CURIO_HANDLERS_MARKET_RATING_H

#include "queries/market.h"
#include "web/form.h"
#include "web/route.h"

enum { RATING_LIMIT = 24, RATING_WORDS_MAX = 4000 };

struct rating_new_form {
    struct str date, words;
    struct opt_bigint selection, prices, setting, access;
};

struct rating_edit_form {
    struct str words;
    struct opt_bigint selection, prices, setting, access;
    bool has_words;
};

struct rating_list_form {
    struct str sort, before;
    struct opt_bigint limit;
};

struct rating_mine_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct rating_begin_form {
    struct str date;
};

struct rating_reply_form {
    struct str reply;
};

struct rating_hide_form {
    struct str reason;
};

extern const struct form rating_new_fields, rating_edit_fields, rating_list_fields, rating_mine_fields, rating_begin_fields, rating_reply_fields,
    rating_hide_fields; /* rating_forms.c */

handler_fn rating_list, rating_show, rating_mine, rating_summary, rating_begin;            /* rating_show.c */
handler_fn rating_create, rating_revise, rating_remove, rating_reply, rating_reply_remove; /* rating_change.c */
handler_fn rating_hide, rating_restore;                                                    /* rating_moderate.c */
page_fn rating_list_page, rating_page, rating_mine_page, rating_new_page;                  /* rating_pages.c */

/* What the pages want besides their rows. */
struct rating_view {
    struct market_rating_place_row market;
    struct market_rating_summary_row summary;
    struct rows dates;  /* market_rating_dates */
    struct rows photos; /* market_photo_one: of the ratings that are shown */
    struct str sort, next;
};

/* The market of {id}, as the viewer may see it. */
enum db_result rating_market(struct request *, struct market_rating_place_row *out) DB_CHECKED;
/* The ratings of IDS, in their order, as the viewer may see them. */
enum db_result rating_rows(struct request *, struct list ids, struct rows *out) DB_CHECKED;
/* The photos of RATINGS (rows of market_rating_one). */
enum db_result rating_photos(struct request *, struct rows ratings, struct rows *out) DB_CHECKED;
/* The rating of {rating}. */
enum db_result rating_find(struct request *, struct market_rating_one_row *out) DB_CHECKED;
struct str rating_path(struct request *, struct uuid id); /* of its page */
enum status rating_answer(struct request *, struct response *, enum status, struct uuid id);

/* For the page of the market of {id}; NULL where it could not be read: a page without is better than none. */
const struct market_rated_row *rating_panel(struct request *);

extern const struct route_table market_rating_routes; /* rating_routes.c */

#endif
