/* Finding markets: what is asked becomes a filter of the database, and its answer the rows of a list. */
#ifndef CURIO_HANDLERS_MARKET_FIND_H
#define CURIO_HANDLERS_MARKET_FIND_H

#include "handlers/market/forms.h"
#include "store/db.h"
#include "web/request.h"
#include "web/response.h"

/* A point on the map, and what it is called. */
struct market_here {
    bool set;
    double latitude, longitude;
    struct str name; /* empty where the reader gave coordinates */
};

struct market_find {
    struct str filter, sort; /* as the SQL function market_search_page takes them */
    struct str span, first, last;
    struct market_here here;
    double radius; /* metres */
    bool asks;     /* for anything besides a place and a time */
    bool near;     /* nothing has the words as they were written: names like them are shown */
};

enum find_result { FIND_READ, FIND_WRONG /* rs holds the field errors or the problem */ };
/* SPAN, if not empty, is what the route itself says of the time. POINTED: without a point there is nothing to show. */
__attribute__((warn_unused_result)) enum find_result market_find_read(struct request *, struct response *, const struct market_find_form *,
                                                                      struct str span, bool pointed, struct market_find *out);
/* A point by its coordinates or its name; out->set is false where neither is given. False: rq->form_state says what is wrong. */
__attribute__((warn_unused_result)) enum db_result market_here_read(struct request *, struct opt_float latitude, struct opt_float longitude,
                                                                    struct str near, struct market_here *out);
/* TEXT is a day that there is, between 1970 and 2100, as 2026-11-21. */
bool market_day_is(struct str text);
/* LIMIT markets from BEFORE on, as rows of market_page; *next is the next page's cursor or absent. DB_NONE: BEFORE is of another list. */
enum db_result market_find_rows(struct request *, struct market_find *, struct str before, int64_t limit, struct rows *out, struct str *next) DB_CHECKED;
/* The same as ids alone, for what shows less of them: *ids is a list of struct uuid. */
enum db_result market_find_ids(struct request *, const struct market_find *, int64_t limit, struct list *ids) DB_CHECKED;

#endif
