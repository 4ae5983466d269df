#include "handlers/market/edit_routes.h"

#include "core/text.h"
#include "handlers/market/edit_forms.h"
#include "handlers/market/edit_handlers.h"
#include "queries/market.h"

static const struct route routes[] = {
    {GET, "/markets/new", NULL, N_("The page to enter a market"), ON_PAGE, MARKET_CONTRIBUTE, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_NONE,
     .page = market_new_page, .room = ROOM_MARKET},
    {POST, "/markets", market_create, N_("Enter a market"), ON_BOTH, MARKET_CONTRIBUTE, &market_new_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_EDIT, CREATED, .page = market_new_page, .room = ROOM_MARKET},
    {GET, "/markets/mine", market_own, N_("One's own markets, newest first"), ON_BOTH, SIGNED_IN, &market_own_fields, LIMIT_READ, CACHE_PRIVATE,
     ANSWER_LIST, &Q_MARKET_MINE, .page = market_own_page, .room = ROOM_MARKET},
    {PATCH, "/markets/{id}", market_revise, N_("Change a market; what is left out stays as it is"), ON_BOTH, SIGNED_IN, &market_edit_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_EDIT, .page = market_edit_page, .room = ROOM_MARKET},
    {DELETE, "/markets/{id}", market_remove, N_("Delete a market"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .room = ROOM_MARKET},
    {GET, "/markets/{id}/edit", market_edit_show, N_("The page to change a market"), ON_PAGE, SIGNED_IN, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_EDIT, .page = market_edit_page, .room = ROOM_MARKET},
    {GET, "/markets/{id}/schedule", market_schedule_show, N_("A market as who holds it may change it, with its schedule"), ON_BOTH, SIGNED_IN, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_EDIT, .page = market_schedule_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/rules", market_rule_add, N_("Add a rule or a single date to a market's schedule"), ON_BOTH, SIGNED_IN, &market_rule_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_EDIT, .page = market_schedule_page, .room = ROOM_MARKET},
    {DELETE, "/markets/{id}/rules/{number}", market_rule_remove, N_("Take a rule from a market's schedule"), ON_BOTH, SIGNED_IN,
     &market_rule_number_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_EDIT, .page = market_schedule_page, .room = ROOM_MARKET},
    {POST, "/markets/{id}/dates/{key}", market_date_say, N_("Cancel or move one date of a market, or take that back"), ON_BOTH, SIGNED_IN,
     &market_date_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_EDIT, .page = market_schedule_page, .room = ROOM_MARKET},
    {GET, "/organisers/{id}/edit", market_organiser_edit, N_("The page to change an organiser"), ON_PAGE, SIGNED_IN, NULL, LIMIT_READ, CACHE_NEVER,
     ANSWER_ONE, &Q_MARKET_ORGANISER_CHANGE, .page = market_organiser_edit_page, .room = ROOM_MARKET},
    {PATCH, "/organisers/{id}", market_organiser_revise, N_("Change what an organiser says of itself"), ON_BOTH, SIGNED_IN, &market_organiser_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_ORGANISER_CHANGE, .page = market_organiser_edit_page, .room = ROOM_MARKET},
};

const struct route_table market_edit_routes = {routes, sizeof routes / sizeof *routes, N_("Markets of one's own")};
