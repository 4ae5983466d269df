#include "cli/nginx.h"

#include "cli/mounts.h"
#include "cli/nginx_languages.h"
#include "cli/nginx_tiles.h"
#include "core/text.h"

#include <inttypes.h>
#include <limits.h>

enum { TEMPLATE_MOST = 1 << 20 };

typedef struct str place_fn(struct cli *, const void *setting);

/* A place is text or a number of the settings, or what a function makes. */
struct place {
    const char *name;
    place_fn *make;
    size_t offset; /* of the setting that MAKE is given, in struct config */
};

static struct str text_setting(struct cli *cli, const void *setting)
{
    (void)cli;
    return *(const struct str *)setting;
}

static struct str number_setting(struct cli *cli, const void *setting)
{
    return arena_printf(cli->arena, "%" PRId64, *(const int64_t *)setting);
}

/* An IPv6 address goes in brackets. */
static struct str address_setting(struct cli *cli, const void *setting)
{
    struct str address = *(const struct str *)setting;
    bool bare_ipv6 = str_find(address, STR(":")) >= 0 && !str_starts_with(address, STR("["));
    return bare_ipv6 ? arena_printf(cli->arena, "[" STR_FMT "]", STR_ARG(address)) : address;
}

static struct str site_host(struct cli *cli, const void *setting)
{
    struct str host = str_slice(*(const struct str *)setting, sizeof "https://" - 1, SIZE_MAX), rest;
    (void)cli;
    if (str_starts_with(host, STR("[")))
        return str_slice(host, 0, (size_t)str_find(host, STR("]")) + 1);
    str_cut(host, ':', &host, &rest);
    return host;
}

static struct str conf_dir(struct cli *cli, const void *setting)
{
    char path[PATH_MAX];
    (void)setting;
    if (!cli->config_path || !realpath(cli->config_path, path))
        return STR("/etc/curio");
    *strrchr(path, '/') = '\0';
    return arena_str(cli->arena, str_of(path));
}

/* PATH as a regular expression: {parts} match one segment. */
static void add_pattern(struct buf *out, struct str path)
{
    while (path.n) {
        struct str fixed, part;
        bool has_part = str_cut(path, '{', &fixed, &path);
        for (size_t i = 0; i < fixed.n; i++) {
            if (strchr(".+*?()|^$[]\\", fixed.p[i]))
                buf_add_char(out, '\\');
            buf_add_char(out, fixed.p[i]);
        }
        if (has_part) {
            str_cut(path, '}', &part, &path);
            buf_add(out, STR("[^/]+"));
        }
    }
}

/* The paths of the routes that CHOSEN takes, once each, as alternatives; what no path has where there are none. */
static struct str patterns(struct cli *cli, bool (*chosen)(const struct route *))
{
    struct buf out;
    buf_init(&out, TEMPLATE_MOST);
    for (size_t t = 0; t < route_table_count; t++)
        for (size_t r = 0; r < route_tables[t]->count; r++) {
            const struct route *route = &route_tables[t]->routes[r];
            struct str paths[MOUNTS_MOST];
            size_t count = chosen(route) ? mounts_of(cli->arena, &cli->config, route, paths) : 0;
            for (size_t i = 0; i < count; i++) {
                if (out.n)
                    buf_add_char(&out, '|');
                add_pattern(&out, paths[i]);
            }
        }
    struct str all = out.n ? arena_str(cli->arena, buf_str(&out)) : STR("(?!)");
    buf_free(&out);
    return all;
}

static bool hashes(const struct route *route)
{
    return route->hashes_password;
}

static bool uploads(const struct route *route)
{
    return route->uploads;
}

static bool draws(const struct route *route)
{
    return route->draws;
}

static struct str image_paths(struct cli *cli, const void *setting)
{
    (void)setting;
    return patterns(cli, draws);
}

/* A picture and what a form puts around it. */
static struct str picture_setting(struct cli *cli, const void *setting)
{
    enum { FORM_ROOM = 65536 };
    return arena_printf(cli->arena, "%" PRId64, *(const int64_t *)setting + FORM_ROOM);
}

static struct str auth_paths(struct cli *cli, const void *setting)
{
    (void)setting;
    return patterns(cli, hashes);
}

static struct str upload_paths(struct cli *cli, const void *setting)
{
    (void)setting;
    return patterns(cli, uploads);
}

static struct str languages(struct cli *cli, const void *setting)
{
    (void)setting;
    return nginx_languages(cli->arena);
}

static struct str tiles_http(struct cli *cli, const void *setting)
{
    (void)setting;
    return nginx_tiles_http(cli->arena, &cli->config);
}

static struct str tiles_server(struct cli *cli, const void *setting)
{
    return nginx_tiles_server(cli->arena, &cli->config, conf_dir(cli, setting));
}

#define OF(setting) offsetof(struct config, setting)
static const struct place places[] = {
    {"conf_dir", conf_dir, 0},
    {"site_host", site_host, OF(site_url)},
    {"listen_address", address_setting, OF(listen_address)},
    {"listen_port", number_setting, OF(listen_port)},
    {"metrics_address", address_setting, OF(metrics_address)},
    {"metrics_port", number_setting, OF(metrics_port)},
    {"web_socket", text_setting, OF(web_socket)},
    {"auth_socket", text_setting, OF(auth_socket)},
    {"auth_paths", auth_paths, 0},
    {"upload_paths", upload_paths, 0},
    {"image_paths", image_paths, 0},
    {"image_socket", text_setting, OF(image_socket)},
    {"image_dir", text_setting, OF(image_dir)},
    {"picture_max", picture_setting, OF(picture_max)},
    {"body_max", number_setting, OF(body_max)},
    {"upload_max", number_setting, OF(upload_max)},
    {"tiles_http", tiles_http, 0},
    {"tiles_server", tiles_server, 0},
    {"languages", languages, 0},
    {"language", text_setting, OF(language)},
    {"static_dir", text_setting, OF(static_dir)},
    {"blob_dir", text_setting, OF(blob_dir)},
    {"spool_dir", text_setting, OF(spool_dir)},
    {"run_dir", text_setting, OF(run_dir)},
};

/* Within nginx's configuration these would begin something else. */
static bool is_safe(const struct place *place, struct str value)
{
    if (place->make == auth_paths || place->make == upload_paths || place->make == languages || place->make == image_paths ||
        place->make == tiles_http || place->make == tiles_server)
        return value.p != NULL;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] <= ' ' || strchr(";{}\"'\\$#@", value.p[i]))
            return false;
    return value.n > 0;
}

static bool add_place(struct cli *cli, struct str name, struct buf *out)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct place *place = &places[i];
        if (!str_eq(name, str_of(place->name)))
            continue;
        struct str value = place->make(cli, (const char *)&cli->config + place->offset);
        if (!is_safe(place, value)) {
            complain(_("%s: \"%.*s\" cannot stand in nginx's configuration"), place->name, STR_ARG(value));
            return false;
        }
        buf_add(out, value);
        return true;
    }
    complain(_("the template asks for @%.*s@, which is not known"), STR_ARG(name));
    return false;
}

static bool is_place_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || name.p[i] == '_'))
            return false;
    return name.n > 0;
}

/* Comments keep their @name@: they tell what the places mean. */
static bool add_line(struct cli *cli, struct str line, struct buf *out)
{
    struct str before, name, after;
    if (str_starts_with(str_trim(line), STR("#"))) {
        buf_add(out, line);
        line = STR("");
    }
    while (str_cut(line, '@', &before, &after)) {
        buf_add(out, before);
        if (str_cut(after, '@', &name, &line) && is_place_name(name)) {
            if (!add_place(cli, name, out))
                return false;
        } else {
            buf_add_char(out, '@');
            line = after;
        }
    }
    buf_add(out, line);
    buf_add_char(out, '\n');
    return true;
}

static struct str read_template(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return STR_NULL;
    char *text = arena_alloc(arena, TEMPLATE_MOST);
    size_t n = fread(text, 1, TEMPLATE_MOST, file);
    fclose(file);
    return (struct str){text, n};
}

enum exit_code nginx_render(struct cli *cli)
{
    const char *path = cli->count ? cli->arguments[0] : share_path(cli->arena, "nginx.conf.in", "nginx/nginx.conf.in");
    struct str line, rest = read_template(cli->arena, path);
    struct buf out;
    if (!rest.p || rest.n == TEMPLATE_MOST)
        return complain(_("%s cannot be read"), path);
    buf_init(&out, 2 * TEMPLATE_MOST);
    bool good = true;
    while (good && rest.n) {
        str_cut(rest, '\n', &line, &rest);
        good = add_line(cli, line, &out);
    }
    if (good)
        print_buf(&out);
    buf_free(&out);
    return good ? EXIT_DONE : EXIT_FAILED;
}
