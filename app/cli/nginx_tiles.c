#include "cli/nginx_tiles.h"

#include <stdio.h>
#include <string.h>

enum { ADDRESS = 64, LINE = 256 };

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/_.:-[]~", c)))
            return false;
    }
    return true;
}

/* Of "https://host[:port]/path": the origin, the path without a slash at its end, the host alone. */
static bool split(struct str address, struct str *origin, struct str *path, struct str *host)
{
    const ptrdiff_t scheme = str_find(address, STR("://"));
    if (scheme < 0 || !is_plain(address) ||
        !(str_starts_with(address, STR("https://")) || str_starts_with(address, STR("http://"))))
        return false;
    struct str rest = str_slice(address, (size_t)scheme + 3, address.n), below;
    const bool has_path = str_cut(rest, '/', host, &below);
    *origin = str_slice(address, 0, (size_t)scheme + 3 + host->n);
    *path = has_path ? str_slice(address, origin->n, address.n) : STR("");
    while (str_ends_with(*path, STR("/")))
        path->n--;
    return host->n > 0;
}

/* nginx asks for the name when a tile is wanted: one that is away then must not keep the site from starting. */
static struct str resolver_of(struct arena *arena)
{
    char line[LINE], address[ADDRESS] = "127.0.0.53";
    FILE *file = fopen("/etc/resolv.conf", "re");
    while (file && fgets(line, sizeof line, file)) {
        const struct str text = str_trim(str_of(line));
        const struct str found = str_trim(str_slice(text, sizeof "nameserver" - 1, text.n));
        if (!str_starts_with(text, STR("nameserver")) || found.n == 0 || found.n >= sizeof address || !is_plain(found))
            continue;
        snprintf(address, sizeof address, STR_FMT, STR_ARG(found));
        break;
    }
    if (file)
        fclose(file);
    return strchr(address, ':') ? arena_printf(arena, "[%s]", address) : arena_printf(arena, "%s", address);
}

struct str nginx_tiles_http(struct arena *arena, const struct config *config)
{
    if (config->map_tiles.n == 0)
        return STR("# The map has no tiles: map_tiles is empty.");
    return arena_printf(arena,
                        "proxy_cache_path " STR_FMT
                        "/tiles levels=1:2 use_temp_path=off keys_zone=curio_tiles:8m max_size=2g inactive=60d;\n"
                        "    limit_req_zone $binary_remote_addr zone=curio_tile_rate:4m rate=40r/s;",
                        STR_ARG(config->run_dir));
}

struct str nginx_tiles_server(struct arena *arena, const struct config *config, struct str conf_dir)
{
    struct str origin, path, host;
    if (config->map_tiles.n == 0)
        return STR("# The map has no tiles.");
    if (!split(config->map_tiles, &origin, &path, &host))
        return STR_NULL;
    const struct str resolver = resolver_of(arena);
    return arena_printf(
        arena,
        "location ~ \"^/markets/tiles/(?<tile>1?[0-9]/[0-9]{1,6}/[0-9]{1,6})$\" {\n"
        "            limit_except GET { deny all; }\n"
        "            limit_req zone=curio_tile_rate burst=200 nodelay;\n"
        "            resolver " STR_FMT " valid=5m;\n"
        "            set $tiles_origin \"" STR_FMT "\";\n"
        "            proxy_pass $tiles_origin" STR_FMT "/$tile.png;\n"
        "            proxy_http_version 1.1;\n"
        "            proxy_pass_request_headers off;\n"
        "            proxy_set_header Host \"" STR_FMT "\";\n"
        "            proxy_set_header Connection \"\";\n"
        "            proxy_set_header User-Agent \"Curio (+" STR_FMT ")\";\n"
        "            proxy_set_header Referer \"" STR_FMT "/\";\n"
        "            proxy_ssl_server_name on;\n"
        "            proxy_ssl_verify on;\n"
        "            proxy_ssl_verify_depth 4;\n"
        "            proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;\n"
        "            proxy_connect_timeout 5s;\n"
        "            proxy_read_timeout 15s;\n"
        "            proxy_cache curio_tiles;\n"
        "            proxy_cache_key $tile;\n"
        "            proxy_cache_valid 200 30d;\n"
        "            proxy_cache_valid 404 1d;\n"
        "            proxy_cache_lock on;\n"
        "            proxy_cache_use_stale error timeout updating http_500 http_502 http_503 http_504;\n"
        "            proxy_ignore_headers Set-Cookie Vary X-Accel-Redirect X-Accel-Expires;\n"
        "            proxy_hide_header Set-Cookie;\n"
        "            proxy_hide_header Content-Type;\n"
        "            proxy_hide_header Content-Security-Policy;\n"
        "            include " STR_FMT "/nginx.d/headers.conf;\n"
        "            add_header Content-Type image/png always;\n"
        "            add_header Content-Security-Policy \"default-src 'none'; sandbox\" always;\n"
        "            access_log off;\n"
        "        }",
        STR_ARG(resolver), STR_ARG(origin), STR_ARG(path), STR_ARG(host), STR_ARG(config->site_url),
        STR_ARG(config->site_url), STR_ARG(conf_dir));
}
