#include "handlers/site/metrics.h"

#include "core/metrics.h"
#include "core/text.h"

/* The parameter is set by nginx's server on the metrics address and by nothing that a client could send: its headers arrive
 * as HTTP_…. */
enum status metrics_show(struct request *rq, struct response *rs)
{
    if (!str_eq(request_header(rq, "CURIO_METRICS"), STR("1")))
        return response_problem(rs, NOT_FOUND, NULL, _("There is nothing at this address."));
    metrics_write(&rs->body);
    rs->content_type = STR("text/plain; version=0.0.4; charset=utf-8");
    return rs->status = OK;
}
