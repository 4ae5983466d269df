#include "web/router.h"

#include <assert.h>

#include "core/buf.h"

struct node {
    struct str segment; /* absent for a {part} */
    bool page;
    const struct route *routes[METHOD_COUNT];
    struct node *child, *part, *next; /* first fixed child, the {part} child, next brother */
};

struct router {
    struct arena *arena;
    struct node root; /* stands for "" before the first slash */
};

static struct node *fixed_child(const struct node *parent, struct str segment)
{
    struct node *child = parent->child;
    while (child != NULL && !str_eq(child->segment, segment))
        child = child->next;
    return child;
}

static struct node *add_segment(struct arena *arena, struct node *parent, struct str segment)
{
    bool part = segment.n > 2 && segment.p[0] == '{';
    struct node *found = part ? parent->part : fixed_child(parent, segment);
    if (found != NULL)
        return found;
    struct node *made = ARENA_NEW(arena, struct node);
    if (part) {
        parent->part = made;
        return made;
    }
    made->segment = segment;
    made->next = parent->child;
    parent->child = made;
    return made;
}

static void add_path(struct router *router, struct str path, const struct route *route, bool page)
{
    struct node *at = &router->root;
    struct str segment;
    path = str_slice(path, 1, path.n);
    bool more = true;
    while (more) {
        more = str_cut(path, '/', &segment, &path);
        at = add_segment(router->arena, at, segment);
    }
    assert(at->routes[route->method] == NULL);
    at->routes[route->method] = route;
    at->page = page;
}

static void add_route(struct router *router, const struct route *route)
{
    struct str path = str_of(route->path);
    const struct str parts[] = {STR(API_PREFIX), path};
    if (route->on == ON_BOTH || route->on == ON_API)
        add_path(router, arena_join(router->arena, 2, parts), route, false);
    if (route->on != ON_API)
        add_path(router, path, route, route->on != ON_ROOT);
}

struct router *router_new(struct arena *arena, const struct config *config, const struct route_table *const tables[],
                          size_t count)
{
    struct router *router = ARENA_NEW(arena, struct router);
    router->arena = arena;
    for (size_t t = 0; t < count; t++)
        for (size_t r = 0; r < tables[t]->count; r++)
            if (config_room_on(config, tables[t]->routes[r].room))
                add_route(router, &tables[t]->routes[r]);
    return router;
}

static bool has_routes(const struct node *node)
{
    for (int m = 0; m < METHOD_COUNT; m++)
        if (node->routes[m] != NULL)
            return true;
    return false;
}

/* Depth is bounded by the longest path of the table. */
static const struct node *walk(const struct node *node, struct str path, bool more, struct router_match *match, size_t depth)
{
    if (!more)
        return has_routes(node) ? node : NULL;
    struct str segment, rest;
    more = str_cut(path, '/', &segment, &rest);
    const struct node *child = fixed_child(node, segment);
    const struct node *found = child == NULL ? NULL : walk(child, rest, more, match, depth);
    if (found != NULL || node->part == NULL || segment.n == 0 || depth == REQUEST_ARGUMENTS)
        return found;
    match->arguments[depth] = segment;
    return walk(node->part, rest, more, match, depth + 1);
}

struct router_match router_find(const struct router *router, enum method method, struct str path)
{
    struct router_match match = {.found = false};
    const struct node *node = walk(&router->root, str_slice(path, 1, path.n), true, &match, 0);
    if (node == NULL)
        return match;
    match.found = true;
    match.page = node->page;
    match.route = node->routes[method];
    for (unsigned m = 0; m < METHOD_COUNT; m++)
        if (node->routes[m] != NULL)
            match.allowed |= 1u << m;
    return match;
}

const char *method_name(enum method method)
{
    static const char *const names[] = {
        [GET] = "GET", [POST] = "POST", [PUT] = "PUT", [PATCH] = "PATCH", [DELETE] = "DELETE"};
    static_assert(sizeof names / sizeof *names == METHOD_COUNT, "one name a method");
    return names[method];
}

struct str methods_allowed(struct arena *arena, unsigned allowed)
{
    struct str list = STR("OPTIONS");
    for (unsigned m = METHOD_COUNT; m > 0; m--) {
        if ((allowed & 1u << (m - 1)) == 0)
            continue;
        const struct str parts[] = {str_of(method_name((enum method)(m - 1))), STR(", "), list};
        list = arena_join(arena, 3, parts);
    }
    if ((allowed & 1u << GET) == 0)
        return list;
    const struct str with_head[] = {STR("HEAD, "), list};
    return arena_join(arena, 2, with_head);
}
