#include "cli/show.h"

#include "cli/mounts.h"
#include "core/text.h"
#include "web/limits.h"
#include "web/openapi.h"
#include "web/router.h"

enum { OUTPUT_MOST = 16 << 20 };

enum exit_code show_config(struct cli *cli)
{
    struct buf out;
    buf_init(&out, OUTPUT_MOST);
    config_print(&cli->config, &out);
    print_buf(&out);
    buf_free(&out);
    return EXIT_DONE;
}

static const char *needs(const struct route *route)
{
    if (route->needs == ANYONE)
        return "-";
    return route->needs == SIGNED_IN ? _("signed in") : permission_name(route->needs);
}

static void print_route(const struct config *config, const struct route *route, struct str path)
{
    enum { PATH_WIDTH = 40 };
    const char *limit = limit_policy(config, route->limit).name;
    int padding = path.n < PATH_WIDTH ? PATH_WIDTH - (int)path.n : 0;
    printf("%-6s " STR_FMT "%*s %-20s %-8s %s\n", method_name(route->method), STR_ARG(path), padding, "", needs(route),
           limit ? limit : "-", gettext(route->says));
}

enum exit_code show_routes(struct cli *cli)
{
    for (size_t t = 0; t < route_table_count; t++)
        for (size_t r = 0; r < route_tables[t]->count; r++) {
            const struct route *route = &route_tables[t]->routes[r];
            struct str paths[MOUNTS_MOST];
            size_t count = mounts_of(cli->arena, &cli->config, route, paths);
            for (size_t i = 0; i < count; i++)
                print_route(&cli->config, route, paths[i]);
        }
    return EXIT_DONE;
}

enum exit_code show_openapi(struct cli *cli)
{
    struct buf out;
    buf_init(&out, OUTPUT_MOST);
    openapi_write(&cli->config, &out);
    buf_add_char(&out, '\n');
    enum exit_code code = out.failed ? complain(_("the document is too large")) : EXIT_DONE;
    if (code == EXIT_DONE)
        print_buf(&out);
    buf_free(&out);
    return code;
}

enum exit_code show_version(struct cli *cli)
{
    (void)cli;
    puts("curio " CURIO_VERSION);
    return EXIT_DONE;
}

enum exit_code show_help(struct cli *cli)
{
    (void)cli;
    command_help(stdout);
    return EXIT_DONE;
}
