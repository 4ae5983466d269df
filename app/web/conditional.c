#include "web/conditional.h"

#include "core/crypto.h"
#include "core/text.h"
#include "queries/site.h"
#include "web/idempotency.h"
#include "web/render.h"

enum { TAG_BYTES = 16 };

static struct str without_weakness(struct str tag)
{
    return str_starts_with(tag, STR("W/")) ? str_slice(tag, 2, tag.n) : tag;
}

bool etag_listed(struct str list, struct str tag)
{
    struct str one, rest = list;
    bool more = list.n > 0;
    while (more) {
        more = str_cut(rest, ',', &one, &rest);
        one = str_trim(one);
        if (str_eq(one, STR("*")) || str_eq(without_weakness(one), tag))
            return true;
    }
    return false;
}

static struct str quoted(struct arena *arena, struct str tag)
{
    const struct str parts[] = {STR("\""), tag, STR("\"")};
    return tag.n > 0 && tag.p[0] == '"' ? tag : arena_join(arena, 3, parts);
}

struct str etag_of(struct response *rs)
{
    if (rs->etag.p != NULL)
        return quoted(rs->arena, rs->etag);
    struct sha256_digest digest = sha256_of(rs->body.n == 0 ? STR("") : buf_str(&rs->body));
    return quoted(rs->arena, base64url_encode(rs->arena, (struct str){(const char *)digest.b, TAG_BYTES}));
}

void conditional_get(struct exchange *x)
{
    if (x->rq.method != GET || x->rs.status != OK || x->rs.accel)
        return;
    x->rs.etag = etag_of(&x->rs);
    struct str known = request_header(&x->rq, "HTTP_IF_NONE_MATCH");
    if (known.p == NULL || !etag_listed(known, x->rs.etag))
        return;
    x->rs.status = NOT_MODIFIED;
    buf_clear(&x->rs.body);
}

/* What GET of the same path would answer this viewer; absent where it would be an error. */
static struct str current_tag(struct exchange *x)
{
    struct exchange *probe = ARENA_NEW(x->rq.arena, struct exchange);
    const struct route *route = router_find(x->site->router, GET, x->rq.path).route;
    if (route == NULL || route->handle == NULL)
        return STR_NULL;
    probe->site = x->site;
    probe->rq = x->rq;
    probe->rq.method = GET;
    probe->rq.route = probe->match.route = route;
    probe->rq.form = NULL;
    probe->inputs.arena = x->rq.arena;
    response_init(&probe->rs, x->rq.arena);
    if (exchange_fill_form(probe) != PASS)
        return STR_NULL;
    probe->rs.status = route->handle(&probe->rq, &probe->rs);
    if (probe->rs.status != OK)
        return STR_NULL;
    render(probe);
    return etag_of(&probe->rs);
}

static enum status failed(struct exchange *x)
{
    return response_problem(&x->rs, PRECONDITION_FAILED, "changed-meanwhile",
                            _("This has changed since you loaded it. Load it again and repeat your change."));
}

enum status conditional_change(struct exchange *x)
{
    struct str wanted = request_header(&x->rq, "HTTP_IF_MATCH");
    if (wanted.p == NULL || (x->rq.method != PATCH && x->rq.method != DELETE && x->rq.method != PUT))
        return PASS;
    const struct str parts[] = {STR("path:"), x->rq.path};
    struct path_lock_in lock = {.lock = advisory_lock_of(arena_join(x->rq.arena, 2, parts))};
    struct path_lock_row got;
    if (path_lock_one(x->rq.db, x->rq.arena, &lock, &got) != DB_OK)
        return response_db(&x->rs, DB_FAIL);
    struct str tag = current_tag(x);
    return tag.p != NULL && etag_listed(wanted, tag) ? PASS : failed(x);
}
