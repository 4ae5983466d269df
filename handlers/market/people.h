/* Markets that people mark, places that they watch, and claims of those who hold a market. */
#ifndef CURIO_HANDLERS_MARKET_PEOPLE_H
#define CURIO_HANDLERS_MARKET_PEOPLE_H

#include "web/form.h"
#include "web/route.h"

struct market_favourites_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct market_mark_form {
    struct str then; /* where the browser was */
};

struct market_watch_form {
    struct str title;
    struct opt_float latitude, longitude;
    struct opt_bigint radius;
};

struct market_claim_form {
    struct str way;
};

extern const struct form market_favourites_fields, market_mark_fields, market_watch_fields, market_claim_fields; /* people_forms.c */
extern const struct route_table market_people_routes;

enum { MARKET_WATCHES_MOST = 20, MARKET_WATCH_KM = 25 };

handler_fn market_favourite_give, market_favourite_take_back, market_favourite_list; /* favourites.c */
page_fn market_favourites_page;                                                      /* favourites.c */
handler_fn market_watch_create, market_watch_list, market_watch_end;                 /* watches.c */
page_fn market_watches_page;                                                         /* watches.c */
handler_fn market_claim_show, market_claim_create, market_claim_open, market_claim_confirm; /* claims.c */
page_fn market_claim_page, market_claim_confirm_page;                                /* claims.c */

#endif
