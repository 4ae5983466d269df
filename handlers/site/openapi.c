#include "handlers/site/openapi.h"

#include "core/text.h"
#include "queries/site.h"
#include "web/idempotency.h"
#include "web/limits.h"
#include "web/openapi.h"
#include "web/router.h"

enum status openapi_show(struct request *rq, struct response *rs)
{
    openapi_write(rq->config, &rs->body);
    rs->content_type = STR("application/json");
    return rs->status = OK;
}

static struct list fields_of(struct arena *arena, const struct form *form)
{
    if (form == NULL)
        return (struct list){"", 0};
    struct api_field_row *rows = arena_array(arena, form->count, sizeof *rows);
    for (size_t i = 0; i < form->count; i++)
        rows[i] = (struct api_field_row){.name = str_of(form->fields[i].name),
                                         .says = str_of(gettext(form->fields[i].says)),
                                         .type = str_of(openapi_type_name(form->fields[i].type)),
                                         .required = form->fields[i].required};
    return (struct list){rows, form->count};
}

static struct str needs_of(enum permission needs)
{
    if (needs == ANYONE)
        return STR_NULL;
    return needs == SIGNED_IN ? str_of(_("signed in")) : str_of(permission_name(needs));
}

static struct str mounted_path(struct arena *arena, const struct route *route)
{
    const struct str parts[] = {STR(API_PREFIX), str_of(route->path)};
    return route->on == ON_ROOT ? parts[1] : arena_join(arena, 2, parts);
}

static struct api_route_row row_of(const struct request *rq, const struct route *route)
{
    return (struct api_route_row){
        .method = str_of(method_name(route->method)),
        .path = mounted_path(rq->arena, route),
        .says = str_of(gettext(route->says)),
        .needs = needs_of(route->needs),
        .limit = str_of(limit_policy(rq->config, route->limit).name),
        .idempotent = route->method != GET && idempotency_keeps(route),
        .fields = fields_of(rq->arena, route->form),
    };
}

/* Appends what the guide shows of a table; returns how many ROWS there are then. */
static size_t rows_of(const struct request *rq, const struct route_table *table, struct api_route_row *rows, size_t count)
{
    const size_t first = count;
    for (size_t r = 0; r < table->count; r++)
        if (table->routes[r].on != ON_ROOT && openapi_shows(rq->config, &table->routes[r]))
            rows[count++] = row_of(rq, &table->routes[r]);
    if (count > first)
        rows[first].part = str_of(gettext(table->title));
    return count;
}

/* The guide is for those who write programs: what probes and browsers ask for stays in the document alone. */
enum status openapi_list(struct request *rq, struct response *rs)
{
    size_t count = 0, most = 0;
    for (size_t t = 0; t < route_table_count; t++)
        most += route_tables[t]->count;
    struct api_route_row *rows = arena_array(rq->arena, most + 1, sizeof *rows);
    for (size_t t = 0; t < route_table_count; t++)
        count = rows_of(rq, route_tables[t], rows, count);
    return response_rows(rs, &Q_API_ROUTE, (struct rows){rows, count});
}
