#include "core/text.h"
#include "handlers/market/feed.h"
#include "handlers/market/forms.h"
#include "queries/market.h"

static const struct route routes[] = {
    {GET, "/markets/calendar.ics", market_feed_ics, N_("The markets of a list as a calendar to subscribe to"), ON_BOTH, ANYONE, &market_list_fields,
     LIMIT_READ, CACHE_BRIEF, ANSWER_RAW, .room = ROOM_MARKET},
    {GET, "/markets/feed.rss", market_feed_rss, N_("The markets of a list as a feed"), ON_BOTH, ANYONE, &market_list_fields, LIMIT_READ, CACHE_BRIEF,
     ANSWER_RAW, .room = ROOM_MARKET},
    {GET, "/markets/markets.geojson", market_feed_geojson, N_("The markets of a list as GeoJSON"), ON_BOTH, ANYONE, &market_list_fields, LIMIT_READ,
     CACHE_BRIEF, ANSWER_RAW, .room = ROOM_MARKET},
    {GET, "/markets/markets.jsonld", market_feed_jsonld, N_("The markets of a list as JSON-LD of schema.org"), ON_BOTH, ANYONE, &market_list_fields,
     LIMIT_READ, CACHE_BRIEF, ANSWER_RAW, .room = ROOM_MARKET},
    {GET, "/markets/embed", market_embed, N_("A list to show in a frame of another site"), ON_PAGE, ANYONE, &market_list_fields, LIMIT_READ, CACHE_BRIEF,
     ANSWER_LIST, &Q_MARKET_PAGE, .page = market_embed_page, .room = ROOM_MARKET, .embeds = true},
    {GET, "/markets/{id}/calendar.ics", market_feed_ics, N_("A market as a calendar to subscribe to"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF,
     ANSWER_RAW, .room = ROOM_MARKET},
    {GET, "/markets/{id}/market.geojson", market_feed_geojson, N_("A market as GeoJSON"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF, ANSWER_RAW,
     .room = ROOM_MARKET},
    {GET, "/markets/{id}/market.jsonld", market_feed_jsonld, N_("A market as JSON-LD of schema.org"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF,
     ANSWER_RAW, .room = ROOM_MARKET},
};

const struct route_table market_feed_routes = {routes, sizeof routes / sizeof *routes, N_("Markets elsewhere: calendars, feeds, data")};
