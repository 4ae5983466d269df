#include "core/text.h"
#include "handlers/market/rating.h"

#define RATING "/markets/ratings/{rating}"

static const struct route routes[] = {
    {GET, "/markets/{id}/ratings", rating_list, N_("What people say of a market: newest, best or worst first; one's own also while they wait"),
     ON_BOTH, ANYONE, &rating_list_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_MARKET_RATING_ONE, .page = rating_list_page,
     .room = ROOM_MARKET},
    {GET, "/markets/{id}/ratings/summary", rating_summary, N_("How a market is rated: its score, the means, and how many gave how many stars"),
     ON_API, ANYONE, NULL, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_MARKET_RATING_SUMMARY, .room = ROOM_MARKET},
    {GET, "/markets/{id}/ratings/new", rating_begin, N_("The page to rate a market"), ON_PAGE, MARKET_CONTRIBUTE, &rating_begin_fields,
     LIMIT_READ, CACHE_NEVER, ANSWER_NONE, .page = rating_new_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/ratings", rating_create, N_("Rate a date of a market: one rating a person and date"), ON_BOTH, MARKET_CONTRIBUTE,
     &rating_new_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_RATING_ONE, .status = CREATED, .page = rating_new_page,
     .room = ROOM_MARKET},
    {GET, "/markets/ratings/mine", rating_mine, N_("What oneself said of markets, newest first"), ON_BOTH, SIGNED_IN, &rating_mine_fields,
     LIMIT_READ, CACHE_NEVER, ANSWER_LIST, &Q_MARKET_RATING_ONE, .page = rating_mine_page, .room = ROOM_MARKET},
    {GET, RATING, rating_show, N_("A rating"), ON_BOTH, ANYONE, NULL, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_MARKET_RATING_ONE,
     .page = rating_page, .room = ROOM_MARKET},
    {PATCH, RATING, rating_revise, N_("Change what oneself said"), ON_BOTH, SIGNED_IN, &rating_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_RATING_ONE, .page = rating_page, .room = ROOM_MARKET},
    {DELETE, RATING, rating_remove, N_("Take a rating back"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .page = rating_page, .room = ROOM_MARKET},
    {PUT, RATING "/reply", rating_reply, N_("Answer a rating as the market's organiser"), ON_BOTH, SIGNED_IN, &rating_reply_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_RATING_ONE, .page = rating_page, .room = ROOM_MARKET},
    {DELETE, RATING "/reply", rating_reply_remove, N_("Take the answer back"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_RATING_ONE, .page = rating_page, .room = ROOM_MARKET},
    {PUT, RATING "/hidden", rating_hide, N_("Hide a rating: only its author and moderators see it then"), ON_BOTH, MARKET_MODERATE,
     &rating_hide_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_RATING_ONE, .page = rating_page, .room = ROOM_MARKET},
    {DELETE, RATING "/hidden", rating_restore, N_("Show a rating that was hidden or that waits"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_RATING_ONE, .page = rating_page, .room = ROOM_MARKET},
};

const struct route_table market_rating_routes = {routes, sizeof routes / sizeof *routes, N_("Ratings of markets")};
