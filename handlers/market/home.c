#include "handlers/market/home.h"

#include "handlers/market/find.h"

enum { HOME_TODAY = 6, HOME_WEEKEND = 6, HOME_RATED = 3 };

static struct list some(struct request *rq, const char *span, const char *sort, int64_t limit)
{
    struct market_find find = {.filter = arena_printf(rq->arena, "{\"span\":\"%s\"}", span), .sort = str_of(sort), .span = str_of(span)};
    struct rows rows;
    struct str next;
    if (market_find_rows(rq, &find, STR(""), limit, &rows, &next) != DB_OK)
        return (struct list){NULL, 0};
    return (struct list){rows.at, rows.count};
}

/* Best rated: of those that have ratings at all. */
static struct list rated(struct request *rq)
{
    struct list found = some(rq, "coming", "rating", HOME_RATED);
    const struct market_page_row *markets = found.at;
    while (found.count > 0 && markets[found.count - 1].ratings == 0)
        found.count--;
    return found;
}

const struct market_home_row *market_home(struct request *rq)
{
    struct market_home_row *home = ARENA_NEW(rq->arena, struct market_home_row);
    home->today = some(rq, "today", "date", HOME_TODAY);
    home->weekend = some(rq, "weekend", "date", HOME_WEEKEND);
    home->rated = rated(rq);
    home->any = home->today.count + home->weekend.count + home->rated.count > 0 || some(rq, "any", "newest", 1).count > 0;
    return home;
}
