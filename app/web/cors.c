#include "web/cors.h"

bool cors_allows(struct str allow_list, struct str origin)
{
    struct str one, rest = allow_list;
    bool more = origin.n > 0;
    while (more) {
        more = str_cut(rest, ' ', &one, &rest);
        if (one.n > 0 && str_equal_ignoring_case(one, origin))
            return true;
    }
    return false;
}

static bool allowed(const struct exchange *x)
{
    return !x->rq.page && cors_allows(x->site->config->cors_origins, request_header(&x->rq, "HTTP_ORIGIN"));
}

/* Never refuses: without these headers it is the browser that keeps the answer from the foreign page. */
enum status cors_check(struct exchange *x)
{
    if (!allowed(x))
        return PASS;
    response_header(&x->rs, STR("Access-Control-Allow-Origin"), request_header(&x->rq, "HTTP_ORIGIN"));
    response_header(&x->rs, STR("Access-Control-Expose-Headers"),
                    STR("ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotency-Replayed, "
                        "Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Offset"));
    return PASS;
}

void cors_preflight(struct exchange *x)
{
    if (!allowed(x))
        return;
    response_header(&x->rs, STR("Access-Control-Allow-Methods"), methods_allowed(x->rq.arena, x->match.allowed));
    response_header(&x->rs, STR("Access-Control-Allow-Headers"),
                    STR("Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, "
                        "Upload-Offset, X-Request-Id"));
    response_header(&x->rs, STR("Access-Control-Max-Age"), STR("7200"));
}
