#include "cli/mounts.h"

#include "web/router.h"

size_t mounts_of(struct arena *arena, const struct config *config, const struct route *route, struct str out[MOUNTS_MOST])
{
    if (!config_room_on(config, route->room))
        return 0;
    struct str page = str_of(route->path), api = arena_printf(arena, API_PREFIX "%s", route->path);
    switch (route->on) {
    case ON_API: out[0] = api; return 1;
    case ON_PAGE:
    case ON_ROOT: out[0] = page; return 1;
    case ON_BOTH: break;
    }
    out[0] = api;
    out[1] = page;
    return 2;
}
