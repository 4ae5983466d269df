#include "core/text.h"
#include "handlers/market/import.h"

#define AT "/moderation/markets"
#define IN_ROOM .room = ROOM_MARKET

static const struct route routes[] = {
    {GET, AT "/sources", source_list, N_("Where markets come from, and how each source was read last"), ON_BOTH, MARKET_MODERATE, &import_list_fields, LIMIT_READ,
     CACHE_NEVER, ANSWER_LIST, &Q_MARKET_SOURCE_LIST, .page = source_list_page, IN_ROOM},
    {GET, AT "/sources/new", NULL, N_("The page to add a source"), ON_PAGE, MARKET_MODERATE, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_NONE, .page = source_new_page,
     IN_ROOM},
    {POST, AT "/sources", source_create, N_("Add a source of markets"), ON_BOTH, MARKET_MODERATE, &source_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_SOURCE_ONE, .status = CREATED, .page = source_new_page, IN_ROOM},
    {GET, AT "/sources/{source}", source_show, N_("A source"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_SOURCE_ONE,
     .page = source_page, IN_ROOM},
    {PUT, AT "/sources/{source}", source_replace, N_("Change how a source is read: all that is known of it"), ON_BOTH, MARKET_MODERATE, &source_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_SOURCE_ONE, .page = source_page, IN_ROOM},
    {DELETE, AT "/sources/{source}", source_remove, N_("Forget a source; its markets stay"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .page = source_page, IN_ROOM},
    {GET, AT "/sources/{source}/runs", run_list, N_("How a source was read, latest first"), ON_API, MARKET_MODERATE, &import_list_fields, LIMIT_READ, CACHE_NEVER,
     ANSWER_LIST, &Q_MARKET_RUN_PAGE, IN_ROOM},
    {POST, AT "/sources/{source}/runs", source_read, N_("Have a source read now, or only see what that would change"), ON_BOTH, MARKET_MODERATE, &import_ask_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_RUN_ONE, .status = ACCEPTED, .page = source_page, IN_ROOM},
    {GET, AT "/runs/{run}", run_show, N_("A reading of a source: what came of it, and what was wrong"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_READ, CACHE_NEVER,
     ANSWER_ONE, &Q_MARKET_RUN_ONE, .page = run_page, IN_ROOM},
    {POST, AT "/runs/{run}/undo", run_undo, N_("Take back what a reading changed"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_RUN_ONE, .page = run_page, IN_ROOM},
    {GET, AT "/doubles", double_list, N_("Markets that may be one, or were made one"), ON_BOTH, MARKET_MODERATE, &double_list_fields, LIMIT_READ, CACHE_NEVER,
     ANSWER_LIST, &Q_MARKET_MERGE_PAGE, .page = double_list_page, IN_ROOM},
    {PUT, AT "/doubles/{double}/merged", double_merge, N_("Make two markets one: what people attached to the one goes over to the other"), ON_BOTH, MARKET_MODERATE, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_MERGE_ONE, .page = double_list_page, IN_ROOM},
    {DELETE, AT "/doubles/{double}/merged", double_unmerge, N_("Make two of them again; all that went over comes back"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_MARKET_MERGE_ONE, .page = double_list_page, IN_ROOM},
    {PUT, AT "/doubles/{double}/apart", double_part, N_("Say that two markets are not the same"), ON_BOTH, MARKET_MODERATE, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE,
     &Q_MARKET_MERGE_ONE, .page = double_list_page, IN_ROOM},
    {GET, "/markets/conflicts", conflict_list, N_("What a source says of one's own markets that differs; for moderators of all"), ON_BOTH, SIGNED_IN,
     &conflict_list_fields, LIMIT_READ, CACHE_NEVER, ANSWER_LIST, &Q_MARKET_CONFLICT_PAGE, .page = conflict_list_page, IN_ROOM},
    {PUT, "/markets/conflicts/{conflict}", conflict_decide, N_("Say whose word stands: ours, or theirs, which the source then keeps up to date"), ON_BOTH, SIGNED_IN,
     &conflict_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_MARKET_CONFLICT_ONE, .page = conflict_list_page, IN_ROOM},
    {GET, "/markets/{market}/sources", origin_list, N_("Who says each field of a market, and how old that is"), ON_API, ANYONE, NULL, LIMIT_READ, CACHE_PRIVATE,
     ANSWER_LIST, &Q_MARKET_SAYING, IN_ROOM},
};

const struct route_table market_import_routes = {routes, sizeof routes / sizeof *routes, N_("Where markets come from")};
