#include "handlers/market/routes.h"

#include "core/text.h"
#include "handlers/market/forms.h"
#include "handlers/market/handlers.h"
#include "queries/market.h"

static const struct route routes[] = {
    {GET, "/markets", market_list, N_("Markets to come, filtered and sorted"), ON_BOTH, ANYONE, &market_list_fields, LIMIT_READ, CACHE_BRIEF,
     ANSWER_LIST, &Q_MARKET_PAGE, .page = market_list_page, .room = ROOM_MARKET},
    {GET, "/markets/today", market_today, N_("Markets that are on today, by each one's own calendar and clock, and not over"), ON_BOTH, ANYONE,
     &market_today_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_PAGE, .page = market_list_page, .room = ROOM_MARKET},
    {GET, "/markets/nearby", market_nearby, N_("Markets around a point, the nearest first"), ON_BOTH, ANYONE, &market_nearby_fields, LIMIT_READ,
     CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_PAGE, .page = market_list_page, .room = ROOM_MARKET},
    {GET, "/markets/search", market_searched, N_("Markets that have these words; names like them where none has"), ON_BOTH, ANYONE,
     &market_search_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_PAGE, .page = market_list_page, .room = ROOM_MARKET},
    {GET, "/markets/points", market_points, N_("Where the markets of a list are, for a map; a thousand at most"), ON_API, ANYONE, &market_list_fields,
     LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_POINT, .room = ROOM_MARKET},
    {GET, "/markets/places", market_places, N_("Towns that markets are in, by the beginning of their name or by postcode"), ON_API, ANYONE,
     &market_place_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_PLACE, .room = ROOM_MARKET},
    {GET, "/markets/map", market_list, N_("The map of markets"), ON_PAGE, ANYONE, &market_list_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST,
     &Q_MARKET_PAGE, .page = market_map_page, .room = ROOM_MARKET},
    {GET, "/markets/calendar", market_calendar_show, N_("The days of a month or a week, with the markets on each: the first few of a day and how many"),
     ON_BOTH, ANYONE, &market_calendar_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_CALENDAR, .page = market_calendar_page,
     .room = ROOM_MARKET},
    {GET, "/markets/{id}", market_show, N_("One market, by id or slug; one that was merged leads to the one that was kept"), ON_BOTH, ANYONE,
     &market_one_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_ONE, &Q_MARKET_ONE, .page = market_show_page, .room = ROOM_MARKET, .also = {FOUND}},
    {GET, "/markets/{id}/dates", market_show_dates, N_("A market's dates, those to come first; cancelled and moved ones with the reason"), ON_BOTH, ANYONE,
     &market_dates_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_MARKET_DATES, .page = market_dates_page, .room = ROOM_MARKET, .also = {FOUND}},
    {GET, "/organisers/{id}", market_organiser_show, N_("Who holds markets, by id or slug"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF,
     ANSWER_ONE, &Q_MARKET_ORGANISER_ONE, .page = market_organiser_page, .room = ROOM_MARKET},
};

const struct route_table market_routes = {routes, sizeof routes / sizeof *routes, N_("Markets")};
