/* What readers ask of markets. */
#ifndef CURIO_HANDLERS_MARKET_FORMS_H
#define CURIO_HANDLERS_MARKET_FORMS_H

#include "web/form.h"

/* Of every list; a route's own table says which of it there is. */
struct market_find_form {
    struct str query, near, when, from, to, setting, kind, currency, organiser, sort, before;
    bool accessible, toilets, dogs, cards;
    struct opt_float latitude, longitude, radius;
    struct opt_bigint fee_max, stall_max, limit;
};

struct market_one_form {
    struct opt_float latitude, longitude;
};

struct market_dates_form {
    bool past;
    struct str before;
    struct opt_bigint limit;
};

struct market_place_form {
    struct str text;
    struct opt_bigint limit;
};

struct market_calendar_form {
    struct str near, month, week;
    struct opt_float latitude, longitude, radius;
};

extern const struct form market_list_fields, market_today_fields, market_nearby_fields, market_search_fields; /* all of market_find_form */
extern const struct form market_one_fields, market_dates_fields, market_place_fields, market_calendar_fields;

enum { MARKET_PAGE_LIMIT = 24, MARKET_RADIUS_KM = 50, MARKET_RADIUS_MOST_KM = 500, MARKET_POINTS_MOST = 1000 };

#endif
