/* What browsers and crawlers ask for at fixed addresses: the web app manifest, the service worker, robots.txt. */
#include "core/json_write.h"
#include "core/language.h"
#include "handlers/site/handlers.h"
#include "handlers/site/pages.h"
#include "web/assets.h"
#include "web/view.h"

static void member(struct json *json, struct str key, struct str value)
{
    json_key(json, key);
    json_text(json, value);
}

static void write_icon(struct json *json, const char *file, const char *sizes, const char *type, const char *purpose)
{
    json_object_open(json);
    member(json, STR("src"), view_asset(str_of(file)));
    member(json, STR("sizes"), str_of(sizes));
    member(json, STR("type"), str_of(type));
    member(json, STR("purpose"), str_of(purpose));
    json_object_close(json);
}

static void write_icons(struct json *json)
{
    json_key(json, STR("icons"));
    json_array_open(json);
    write_icon(json, "icon.svg", "any", "image/svg+xml", "any");
    write_icon(json, "icon-192.png", "192x192", "image/png", "any");
    write_icon(json, "icon-512.png", "512x512", "image/png", "any");
    write_icon(json, "maskable-512.png", "512x512", "image/png", "maskable");
    json_array_close(json);
}

enum status manifest_show(struct request *rq, struct response *rs)
{
    struct json json;
    json_begin(&json, &rs->body);
    json_object_open(&json);
    member(&json, STR("id"), STR("/"));
    member(&json, STR("name"), rq->config->site_name);
    member(&json, STR("short_name"), rq->config->site_name);
    member(&json, STR("description"), page_tagline(rq->config));
    member(&json, STR("lang"), language_at(language_spoken())->tag);
    member(&json, STR("start_url"), STR("/"));
    member(&json, STR("scope"), STR("/"));
    member(&json, STR("display"), STR("standalone"));
    member(&json, STR("background_color"), STR("#f7f3ea"));
    member(&json, STR("theme_color"), STR("#f7f3ea"));
    write_icons(&json);
    json_object_close(&json);
    if (!json_end(&json))
        rs->body.failed = true;
    rs->content_type = STR("application/manifest+json");
    return rs->status = OK;
}

enum status worker_show(struct request *rq, struct response *rs)
{
    (void)rq;
    buf_add(&rs->body, str_of(asset_worker));
    rs->content_type = STR("text/javascript; charset=utf-8");
    return rs->status = OK;
}

enum status robots_show(struct request *rq, struct response *rs)
{
    (void)rq;
    buf_add(&rs->body, STR("User-agent: *\nDisallow: /account\nDisallow: /auth/\nDisallow: /notices\nDisallow: /api/\n"));
    rs->content_type = STR("text/plain; charset=utf-8");
    return rs->status = OK;
}
