#include "core/text.h"
#include "handlers/schematic/collection.h"
#include "queries/schematic.h"

static const struct route routes[] = {
    {GET, "/schematics/collections", collection_list, N_("Public collections of builds, newest first"), ON_BOTH, ANYONE,
     &collection_list_fields, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_SCHEMATIC_COLLECTION_PAGE, .page = collection_list_page,
     .room = ROOM_SCHEMATIC},
    {POST, "/schematics/collections", collection_create, N_("Start a collection"), ON_BOTH, SIGNED_IN, &collection_new_fields,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_COLLECTION_ONE, CREATED, .page = collection_mine_page,
     .room = ROOM_SCHEMATIC},
    {GET, "/schematics/collections/mine", collection_list_mine, N_("One's own collections, the last changed first"), ON_BOTH,
     SIGNED_IN, &collection_mine_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_COLLECTION_MINE,
     .page = collection_mine_page, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/collections/{collection}", collection_show, N_("One collection, by id or slug"), ON_BOTH, ANYONE,
     &collection_builds_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_SCHEMATIC_COLLECTION_ONE, .page = collection_show_page,
     .room = ROOM_SCHEMATIC},
    {PATCH, "/schematics/collections/{collection}", collection_revise,
     N_("Change a collection; what is left out stays as it is"), ON_BOTH, SIGNED_IN, &collection_edit_fields, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_COLLECTION_ONE, .page = collection_show_page, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/collections/{collection}", collection_remove, N_("Delete a collection; its builds stay"), ON_BOTH,
     SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/collections/{collection}/builds", collection_list_builds, N_("Builds of a collection, newest first"),
     ON_API, ANYONE, &collection_builds_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, .returns = &Q_SCHEMATIC_PAGE,
     .room = ROOM_SCHEMATIC},
    {PUT, "/schematics/collections/{collection}/builds/{build}", collection_put_build,
     N_("Put a build into a collection; once is enough"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/collections/{collection}/builds/{build}", collection_take_build,
     N_("Take a build out of a collection"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE,
     .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_collection_routes = {routes, sizeof routes / sizeof *routes, N_("Collections")};
