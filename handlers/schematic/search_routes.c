#include "core/text.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/search.h"
#include "queries/schematic.h"

static const struct route routes[] = {
    {GET, "/schematics", schematic_list, N_("Builds that everyone may see, searched, filtered and sorted"), ON_BOTH, ANYONE,
     &schematic_search_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_SCHEMATIC_PAGE, .page = schematic_search_page,
     .room = ROOM_SCHEMATIC},
    {GET, "/schematics/facets", schematic_search_facets,
     N_("How many builds a search finds, and how many of them have which tag, format, licence and mod; may be a minute old"), ON_API,
     ANYONE, &schematic_search_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_ONE, &Q_SCHEMATIC_SEARCH_COUNTS, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/blocks", schematic_search_blocks, N_("Kinds of blocks to search for, the most frequent first"), ON_API, ANYONE,
     &schematic_block_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_SCHEMATIC_SEARCH_BLOCK, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/searches", saved_search_list, N_("One's saved searches, newest first"), ON_BOTH, SIGNED_IN, NULL, LIMIT_READ,
     CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_SAVED_SEARCH, .page = saved_search_page, .room = ROOM_SCHEMATIC},
    {POST, "/schematics/searches", saved_search_create, N_("Save a search"), ON_BOTH, SIGNED_IN, &saved_search_new_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_SAVED_SEARCH, CREATED, .page = saved_search_page, .room = ROOM_SCHEMATIC},
    {PATCH, "/schematics/searches/{search}", saved_search_revise, N_("Change a saved search; what is left out stays as it is"), ON_BOTH,
     SIGNED_IN, &saved_search_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_SAVED_SEARCH, .page = saved_search_page,
     .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/searches/{search}", saved_search_remove, N_("Forget a saved search"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .page = saved_search_page, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_search_routes = {routes, sizeof routes / sizeof *routes, N_("Searching builds")};
