#include "core/text.h"
#include "handlers/market/people.h"
#include "handlers/site/pages.h"
#include "queries/market.h"

enum { PAGE_MOST = 100, RADIUS_MOST = 200, TITLE_MAX = 120, THEN_MAX = 1200 };

#define FAVOURITES(member) offsetof(struct market_favourites_form, member)
static const struct field favourites_fields[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = FAVOURITES(before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = FAVOURITES(limit), .min = 1, .max = PAGE_MOST},
};
const struct form market_favourites_fields = FORM_OF(market_favourites_form, favourites_fields);

static const struct field mark_fields[] = {
    {"then", N_("The page to go to afterwards; for browsers"), FIELD_TEXT, .offset = offsetof(struct market_mark_form, then), .max = THEN_MAX},
};
const struct form market_mark_fields = FORM_OF(market_mark_form, mark_fields);

#define WATCH(member) offsetof(struct market_watch_form, member)
static const struct field watch_fields[] = {
    {"title", N_("What the place is called"), FIELD_TEXT, true, WATCH(title), .min = 1, .max = TITLE_MAX},
    {"latitude", N_("Its latitude in degrees"), FIELD_FLOAT, true, WATCH(latitude), .min = -90, .max = 90},
    {"longitude", N_("Its longitude in degrees"), FIELD_FLOAT, true, WATCH(longitude), .min = -180, .max = 180},
    {"radius", N_("How far around it, in kilometres; 25 if not said"), FIELD_INT, .offset = WATCH(radius), .min = 1, .max = RADIUS_MOST},
};
const struct form market_watch_fields = FORM_OF(market_watch_form, watch_fields);

static const char *const ways[] = {"mail", "domain", NULL};
static const struct field claim_fields[] = {
    {"way", N_("By what it is proved: a mail to the market's address, or a file on its web site"), FIELD_CHOICE, true, offsetof(struct market_claim_form, way),
     .choices = ways},
};
const struct form market_claim_fields = FORM_OF(market_claim_form, claim_fields);

static const struct route routes[] = {
    {GET, "/markets/favourites", market_favourite_list, N_("The markets that one marked, newest mark first, each with its next date"), ON_BOTH, SIGNED_IN,
     &market_favourites_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_MARKET_FAVOURITE_IDS, .page = market_favourites_page, .room = ROOM_MARKET},
    {PUT, "/markets/{id}/favourite", market_favourite_give, N_("Mark a market, to be told when its dates change"), ON_BOTH, SIGNED_IN, &market_mark_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_FAVOURITE_STATE, .page = page_problem, .room = ROOM_MARKET},
    {DELETE, "/markets/{id}/favourite", market_favourite_take_back, N_("Take one's mark from a market"), ON_BOTH, SIGNED_IN, &market_mark_fields, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_ONE, &Q_MARKET_FAVOURITE_STATE, .page = page_problem, .room = ROOM_MARKET},
    {GET, "/markets/watches", market_watch_list, N_("The places that one watches for new markets"), ON_BOTH, SIGNED_IN, NULL, LIMIT_READ, CACHE_PRIVATE,
     ANSWER_LIST, &Q_MARKET_WATCH_PAGE, .page = market_watches_page, .room = ROOM_MARKET},
    {POST, "/markets/watches", market_watch_create, N_("Watch a place: one is told of new markets near it"), ON_BOTH, SIGNED_IN, &market_watch_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_WATCH_PAGE, CREATED, .page = market_watches_page, .room = ROOM_MARKET},
    {DELETE, "/markets/watches/{watch}", market_watch_end, N_("Watch a place no longer"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .room = ROOM_MARKET},
    {GET, "/markets/{id}/claim", market_claim_show, N_("By what one can prove to hold a market"), ON_BOTH, SIGNED_IN, NULL, LIMIT_READ, CACHE_NEVER,
     ANSWER_ONE, &Q_MARKET_CLAIM_WAYS, .page = market_claim_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/claim", market_claim_create, N_("Claim a market; it is one's own once that is proved"), ON_BOTH, SIGNED_IN, &market_claim_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_CLAIM_WAYS, ACCEPTED, .page = market_claim_page, .room = ROOM_MARKET},
    {GET, "/markets/claims/{token}", market_claim_open, N_("The page that a claim's mail leads to"), ON_PAGE, SIGNED_IN, NULL, LIMIT_READ, CACHE_NEVER,
     ANSWER_ONE, &Q_MARKET_CLAIM_ONE, .page = market_claim_confirm_page, .room = ROOM_MARKET},
    {POST, "/markets/claims/{token}", market_claim_confirm, N_("Prove a claim by what its mail said"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_NONE, .status = NO_CONTENT, .page = market_claim_confirm_page, .room = ROOM_MARKET},
};

const struct route_table market_people_routes = {routes, sizeof routes / sizeof *routes, N_("Favourites, watched places, claims")};
