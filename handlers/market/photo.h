/* Photos of markets: those of ratings and the organiser's own. */
#ifndef CURIO_HANDLERS_MARKET_PHOTO_H
#define CURIO_HANDLERS_MARKET_PHOTO_H

#include "handlers/image/boxes.h"
#include "image/record/record.h"
#include "queries/market.h"
#include "web/form.h"
#include "web/route.h"

enum { PHOTOS_RATING = 6, PHOTOS_OWN = 24, PHOTOS_SHOWN = 60 };

struct photo_new_form {
    struct str receipt, caption;
    struct image_boxes_form boxes;
    bool looked;
};

struct photo_edit_form {
    struct str caption, move;
    bool cover, has_caption, has_move, has_cover;
};

struct photo_boxes_form {
    struct image_boxes_form boxes;
};

struct photo_hide_form {
    struct str reason;
};

extern const struct form photo_new_fields, photo_edit_fields, photo_boxes_fields, photo_hide_fields; /* photo_forms.c */

handler_fn photo_list, photo_show;                                             /* photo_show.c */
handler_fn photo_add_own, photo_add_rated, photo_revise, photo_remove, photo_boxes; /* photo_change.c */
handler_fn photo_hide;                                                         /* photo_hide.c */
page_fn photo_list_page, photo_page;                                           /* photo_show.c */

/* The photos of IDS, in their order, as the viewer may see them. */
enum db_result photo_rows(struct request *, struct list ids, struct rows *out) DB_CHECKED;
/* Those of RATINGS (a list of struct uuid), each rating's in its order. */
enum db_result photo_rows_of(struct request *, struct list ratings, struct rows *out) DB_CHECKED;
/* Those of a market that everybody sees, at most PHOTOS_SHOWN; and for their uploaders and moderators also the others. */
enum db_result photo_rows_market(struct request *, struct uuid market, struct rows *out) DB_CHECKED;
/* The photo of {photo}. */
enum db_result photo_find(struct request *, struct market_photo_one_row *out) DB_CHECKED;
enum status photo_answer(struct request *, struct response *, enum status, struct uuid id);
/* The page of a market's photos. */
struct str photo_own_path(struct request *, const struct market_rating_place_row *);
struct image_context photo_context(struct request *);
/* The files of a rating's photos go, with the rating that is about to. */
enum db_result photo_forget_rated(struct request *, struct uuid rating) DB_CHECKED;
/* Pictures of MARKET's ratings that are not shown lose their addresses, as do all of a market that moderators took away; what is shown again gets
 * its own back. To be called after either may have changed. */
enum db_result photo_follow(struct request *, struct uuid market) DB_CHECKED;
/* After moderators decided about a photo, a rating, a market, or a burst of its ratings. */
enum db_result photo_settled(struct request *, struct uuid photo, bool approved) DB_CHECKED;
enum db_result rating_settled(struct request *, struct uuid rating, bool approved) DB_CHECKED;
enum db_result market_settled(struct request *, struct uuid market, bool approved) DB_CHECKED;

extern const struct route_table market_photo_routes; /* photo_routes.c */

#endif
