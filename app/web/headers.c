#include "web/headers.h"

#include "core/language.h"
#include "web/problem.h"

/* What every answer carries. nginx/headers.conf says the same for what nginx answers by itself. */
static const struct {
    const char *name, *value;
} safety[] = {
    {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "strict-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(self), microphone=()"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static const char page_policy[] = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
                                  "form-action 'self'; frame-ancestors 'none'";
static const char embed_policy[] = "default-src 'self'; img-src 'self' data:; object-src 'none'; script-src 'none'; base-uri 'self'; form-action 'none'; "
                                   "frame-ancestors *";
static const char data_policy[] = "default-src 'none'; frame-ancestors 'none'";

static void add(struct buf *out, const char *name, struct str value)
{
    buf_add(out, str_of(name));
    buf_add(out, STR(": "));
    buf_add(out, value);
    buf_add(out, STR("\r\n"));
}

/* What a browser runs may fetch from here: pages, and the service worker, which lives under its own answer's policy. */
static bool is_run(const struct exchange *x)
{
    return str_starts_with(x->rs.content_type, STR("text/html")) || str_starts_with(x->rs.content_type, STR("text/javascript"));
}

/* What would keep a page out of others' frames. */
static bool keeps_apart(const char *name)
{
    const struct str header = str_of(name);
    return str_eq(header, STR("X-Frame-Options")) || str_starts_with(header, STR("Cross-Origin-"));
}

static void add_safety(const struct exchange *x, struct buf *out)
{
    const bool embeds = x->match.route != NULL && x->match.route->embeds && x->rs.status == OK;
    for (size_t i = 0; i < sizeof safety / sizeof *safety; i++)
        if (!embeds || !keeps_apart(safety[i].name))
            add(out, safety[i].name, str_of(safety[i].value));
    if (embeds) {
        add(out, "Content-Security-Policy", str_of(embed_policy));
        return;
    }
    add(out, "Content-Security-Policy", str_of(is_run(x) ? page_policy : data_policy));
}

/* Not what another origin asks for: its answer names that origin. That there is nothing is shared as well, so that it takes
 * the place of what was there: nginx keeps what it has when the next answer is not to be kept. */
static bool shared_by_readers(const struct exchange *x)
{
    const struct route *route = x->match.route;
    return route != NULL && request_header(&x->rq, "HTTP_ORIGIN").p == NULL && route->cache == CACHE_BRIEF &&
           x->rq.method == GET && !x->rq.viewer.signed_in &&
           (x->rs.status == OK || x->rs.status == NOT_MODIFIED || x->rs.status == NOT_FOUND);
}

static void add_caching(const struct exchange *x, struct buf *out)
{
    bool shown = x->rs.status == OK || x->rs.status == NOT_MODIFIED;
    if (shared_by_readers(x) && x->rs.status != NOT_MODIFIED && x->site->config->microcache_seconds > 0)
        buf_printf(out, "X-Accel-Expires: %lld\r\n", (long long)x->site->config->microcache_seconds);
    bool store = shown && !x->rq.viewer.signed_in && x->match.route->cache != CACHE_NEVER;
    bool lasting = shown && x->rs.lasting;
    add(out, "Cache-Control", lasting ? STR("private, max-age=31536000, immutable") : store ? STR("no-cache") : STR("no-store"));
    bool readable_abroad = !x->rq.page && x->site->config->cors_origins.n > 0;
    add(out, "Vary", readable_abroad ? STR("Authorization, Cookie, Accept-Language, Origin")
                                             : STR("Authorization, Cookie, Accept-Language"));
}

/* draft-ietf-httpapi-ratelimit-headers: structured fields; r is what is left, t the seconds until all of it is back. An
 * answer that readers share says nothing of one reader's limit. */
static void add_limit(const struct exchange *x, struct buf *out)
{
    const struct limit_state *limit = &x->limit;
    if (!limit->counted || shared_by_readers(x))
        return;
    buf_printf(out, "RateLimit-Policy: \"%s\";q=%lld;w=%lld\r\n", limit->policy.name, (long long)limit->policy.count,
               (long long)limit->policy.seconds);
    buf_printf(out, "RateLimit: \"%s\";r=%lld;t=%lld\r\n", limit->policy.name, (long long)limit->now.remaining,
               (long long)limit->now.reset_seconds);
}

/* Whatever is away is expected back soon: pools replace their workers, PostgreSQL and the disk are restarted or repaired. */
static void add_retry(const struct exchange *x, struct buf *out)
{
    if (x->rs.status == SERVICE_UNAVAILABLE)
        add(out, "Retry-After", STR("5"));
}

static bool is_in_a_language(struct str content_type)
{
    if (language_count() == 0)
        return false;
    return str_starts_with(content_type, STR("text/html")) || str_eq(content_type, STR("application/problem+json")) ||
           str_eq(content_type, STR("application/manifest+json"));
}

static void add_body(const struct exchange *x, struct buf *out)
{
    if (x->rs.status == NO_CONTENT || x->rs.status == NOT_MODIFIED)
        return;
    if (x->rs.content_type.p != NULL)
        add(out, "Content-Type", x->rs.content_type);
    if (is_in_a_language(x->rs.content_type))
        add(out, "Content-Language", language_at(language_spoken())->tag);
    if (!x->rs.accel)
        buf_printf(out, "Content-Length: %zu\r\n", x->rs.body.n);
}

void headers_write(const struct exchange *x, struct buf *out)
{
    buf_printf(out, "Status: %d %s\r\n", (int)x->rs.status, status_phrase(x->rs.status));
    add_body(x, out);
    add_safety(x, out);
    add_caching(x, out);
    add_limit(x, out);
    add_retry(x, out);
    if ((x->rs.status == OK || x->rs.status == NOT_MODIFIED) && x->rs.etag.p != NULL)
        add(out, "ETag", x->rs.etag);
    add(out, "X-Request-Id", x->rq.id);
    if (x->rs.headers.n > 0)
        buf_add(out, buf_str(&x->rs.headers));
    buf_add(out, STR("\r\n"));
}
