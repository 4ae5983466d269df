#include "web/access_log.h"

#include "core/log.h"
#include "core/metrics.h"

static struct str method_text(const struct exchange *x)
{
    if (x->line.options)
        return STR("OPTIONS");
    return x->rq.head ? STR("HEAD") : str_of(method_name(x->rq.method));
}

/* A reset link is a secret also where something at its end keeps it from leading anywhere. */
static struct str logged_path(const struct exchange *x)
{
    static const struct str secret = {"/auth/reset/", sizeof "/auth/reset/" - 1};
    struct str pattern = x->match.route == NULL ? STR("") : str_of(x->match.route->path);
    if (str_find(pattern, STR("{token}")) >= 0)
        return pattern;
    ptrdiff_t at = str_find(x->rq.path, secret);
    return at < 0 ? x->rq.path : str_slice(x->rq.path, 0, (size_t)at + secret.n);
}

/* The pattern, never the path: paths are without number. */
static void count(const struct exchange *x, int64_t duration_us)
{
    const struct route *route = x->match.route;
    struct str labels = arena_printf(x->rq.arena, "method=\"" STR_FMT "\",route=\"%s%s\",status=\"%d\"",
                                     STR_ARG(method_text(x)), route != NULL && !x->rq.page && route->on != ON_ROOT ? API_PREFIX : "",
                                     route == NULL ? "none" : route->path, (int)x->rs.status);
    metrics_add(METRIC_REQUESTS, labels, 1);
    metrics_time(TIMING_REQUEST, duration_us);
}

void access_log(const struct exchange *x, int64_t duration_us)
{
    char account[UUID_TEXT];
    struct str user = x->rq.viewer.signed_in ? uuid_text(x->rq.viewer.account, account) : STR("");
    log_with(x->rs.status >= INTERNAL_SERVER_ERROR ? LOG_ERROR : LOG_INFO, "request", log_text("method", method_text(x)),
             log_text("path", logged_path(x)), log_number("statusCode", (int64_t)x->rs.status),
             log_number("duration", duration_us / 1000), log_number("durationMicroseconds", duration_us),
             log_text("userId", user));
    count(x, duration_us);
}
