#include "web/identity.h"

#include "core/text.h"
#include "web/percent.h"

static const struct str session_cookie = {"__Host-session", sizeof "__Host-session" - 1};

static enum status away(struct exchange *x)
{
    return response_db(&x->rs, DB_FAIL);
}

/* RFC 6750: the header's error only where a token was sent. */
static enum status unauthorized(struct exchange *x, bool token_sent)
{
    response_header(&x->rs, STR("WWW-Authenticate"),
                    token_sent ? STR("Bearer realm=\"curio\", error=\"invalid_token\"") : STR("Bearer realm=\"curio\""));
    return response_problem(&x->rs, UNAUTHORIZED, token_sent ? "invalid-token" : NULL,
                            token_sent ? _("This token is not valid any more.") : _("Please sign in first."));
}

/* Who signs in or renews a token may well send the old one along: there it counts for nothing. */
static bool bad_token_is_harmless(const struct route *route)
{
    return route->limit == LIMIT_AUTH && route->needs == ANYONE;
}

static enum status find_by_bearer(struct exchange *x, struct str authorization)
{
    struct request *rq = &x->rq;
    struct str scheme, token;
    enum session_result result = SESSION_NONE;
    if (str_cut(authorization, ' ', &scheme, &token) && str_equal_ignoring_case(scheme, STR("Bearer")))
        result = session_from_bearer(rq->db, rq->cache, rq->arena, rq->config, str_trim(token), &rq->viewer);
    if (result == SESSION_AWAY)
        return away(x);
    rq->bearer = result == SESSION_OK;
    if (result == SESSION_OK)
        return PASS;
    rq->viewer = (struct identity){.signed_in = false};
    x->token_refused = !bad_token_is_harmless(rq->route);
    return PASS;
}

/* A cookie that means nothing any more is taken back: with it nginx would not share cached pages with this reader. */
static enum status find_by_cookie(struct exchange *x)
{
    struct request *rq = &x->rq;
    struct str token = request_cookie(rq, session_cookie);
    if (token.p == NULL)
        return PASS;
    switch (session_from_cookie(rq->db, rq->cache, rq->arena, rq->config, token, &rq->viewer)) {
    case SESSION_OK: return PASS;
    case SESSION_AWAY: return away(x);
    case SESSION_NONE: break;
    }
    rq->viewer = (struct identity){.signed_in = false};
    if (rq->page)
        response_cookie_clear(&x->rs, session_cookie);
    return PASS;
}

enum status identity_find(struct exchange *x)
{
    struct str authorization = request_header(&x->rq, "HTTP_AUTHORIZATION");
    if (x->match.route->on == ON_ROOT)
        return PASS;
    return !x->rq.page && authorization.p != NULL ? find_by_bearer(x, authorization) : find_by_cookie(x);
}

enum { THEN_MAX = 2000 };

static enum status send_to_sign_in(struct exchange *x)
{
    struct str query = x->rq.query.n > 0 ? x->rq.query : STR("");
    const struct str back[] = {x->rq.path, query.n > 0 ? STR("?") : STR(""), query};
    struct str then = percent_encode(x->rq.arena, arena_join(x->rq.arena, 3, back), "/");
    const struct str parts[] = {STR("/auth/login?then="), x->rq.method == GET && then.n <= THEN_MAX ? then : STR("/")};
    x->rs.location = arena_join(x->rq.arena, 2, parts);
    return x->rs.status = SEE_OTHER;
}

enum status identity_check_needs(struct exchange *x)
{
    enum permission needs = x->match.route->needs;
    if (x->token_refused)
        return unauthorized(x, true);
    if (request_may(&x->rq, needs))
        return PASS;
    if (x->rq.viewer.signed_in)
        return response_problem(&x->rs, FORBIDDEN, NULL, _("Your account is not allowed to do this."));
    return x->rq.page ? send_to_sign_in(x) : unauthorized(x, false);
}
