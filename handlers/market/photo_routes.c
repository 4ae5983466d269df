#include "core/text.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"

#define PHOTO "/markets/photos/{photo}"

static const struct route routes[] = {
    {GET, "/markets/{id}/photos", photo_list, N_("A market's photos: the cover, its organiser's own, then those of ratings"), ON_BOTH, ANYONE, NULL,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_MARKET_PHOTO_ONE, .page = photo_list_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/photos", photo_add_own, N_("Add a photo to the market itself, as its organiser, against the receipt of its upload"), ON_BOTH,
     MARKET_CONTRIBUTE, &photo_new_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_PHOTO_ONE, .status = CREATED, .page = photo_list_page,
     .room = ROOM_MARKET},
    {POST, "/markets/ratings/{rating}/photos", photo_add_rated, N_("Add a photo to one's rating, against the receipt of its upload"), ON_BOTH,
     MARKET_CONTRIBUTE, &photo_new_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_PHOTO_ONE, .status = CREATED, .page = rating_page,
     .room = ROOM_MARKET},
    {GET, PHOTO, photo_show, N_("A photo"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_MARKET_PHOTO_ONE, .page = photo_page,
     .room = ROOM_MARKET},
    {PATCH, PHOTO, photo_revise, N_("Change what is said of a photo or its place, or choose it to stand for the market"), ON_BOTH, SIGNED_IN,
     &photo_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_PHOTO_ONE, .page = photo_page, .room = ROOM_MARKET},
    {DELETE, PHOTO, photo_remove, N_("Delete one's photo"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT,
     .page = photo_page, .room = ROOM_MARKET},
    {PUT, PHOTO "/boxes", photo_boxes, N_("Say what to obscure on one's photo; on one that was drawn, what more"), ON_BOTH, SIGNED_IN,
     &photo_boxes_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_PHOTO_ONE, .page = photo_page, .room = ROOM_MARKET},
    {POST, PHOTO "/hide", photo_hide, N_("Hide a photo at once, whoever one is; a moderator looks at it"), ON_BOTH, ANYONE, &photo_hide_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .page = photo_page, .room = ROOM_MARKET},
};

const struct route_table market_photo_routes = {routes, sizeof routes / sizeof *routes, N_("Photos of markets")};
