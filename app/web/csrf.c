#include "web/csrf.h"

#include <string.h>

#include "core/crypto.h"
#include "core/text.h"

enum { MAC = 32, COOKIE_BYTES = 24, COOKIE_SECONDS = 86400 };

static const struct str csrf_cookie = {"__Host-csrf", sizeof "__Host-csrf" - 1};

static struct sha256_digest token_mac(const struct config *config, struct str bound_to)
{
    struct sha256_digest key = hmac_sha256(config->token_secret, STR("csrf"));
    return hmac_sha256(sha256_bytes(&key), bound_to);
}

struct str csrf_token(struct arena *arena, const struct config *config, struct str bound_to)
{
    struct sha256_digest mac = token_mac(config, bound_to);
    unsigned char masked[2 * MAC];
    random_bytes(masked, MAC);
    for (size_t i = 0; i < MAC; i++)
        masked[MAC + i] = masked[i] ^ mac.b[i];
    return base64url_encode(arena, (struct str){(const char *)masked, sizeof masked});
}

bool csrf_token_valid(struct arena *arena, const struct config *config, struct str bound_to, struct str token)
{
    struct str masked;
    if (bound_to.n == 0 || !base64url_decode(arena, token, &masked) || masked.n != 2 * MAC)
        return false;
    struct sha256_digest sent;
    for (size_t i = 0; i < MAC; i++)
        sent.b[i] = (uint8_t)((unsigned char)masked.p[i] ^ (unsigned char)masked.p[MAC + i]);
    return sha256_eq(sent, token_mac(config, bound_to));
}

/* What the token is bound to. The prefix keeps a cookie's value from passing for a session's id. */
static struct str bound_to(const struct exchange *x)
{
    if (x->rq.viewer.signed_in) {
        char text[UUID_TEXT];
        const struct str parts[] = {STR("session:"), uuid_text(x->rq.viewer.session, text)};
        return arena_join(x->rq.arena, 2, parts);
    }
    struct str cookie = request_cookie(&x->rq, csrf_cookie);
    if (cookie.n == 0)
        return STR_NULL;
    const struct str parts[] = {STR("cookie:"), cookie};
    return arena_join(x->rq.arena, 2, parts);
}

void csrf_prepare(struct exchange *x)
{
    x->rq.csrf = STR("");
    bool shared = x->match.route != NULL && x->match.route->cache == CACHE_BRIEF && !x->rq.viewer.signed_in;
    if (!x->rq.page || shared)
        return;
    struct str bound = bound_to(x);
    if (bound.p == NULL) {
        struct str cookie = random_token(x->rq.arena, COOKIE_BYTES);
        response_cookie(&x->rs, csrf_cookie, cookie, COOKIE_SECONDS);
        const struct str parts[] = {STR("cookie:"), cookie};
        bound = arena_join(x->rq.arena, 2, parts);
    }
    x->rq.csrf = csrf_token(x->rq.arena, x->site->config, bound);
}

static bool needs_defence(const struct exchange *x)
{
    return exchange_changes_state(x) && (x->rq.page || (x->rq.viewer.signed_in && !x->rq.bearer));
}

static enum status refuse(struct exchange *x)
{
    return response_problem(&x->rs, FORBIDDEN, "cross-site-request",
                            _("This form was not sent from this site, or was open for too long. Please load the page again."));
}

/* Browsers say where a request came from, and pages can't change what they say. One that says neither has to rely on the
 * token alone. */
enum status csrf_check_origin(struct exchange *x)
{
    if (!needs_defence(x))
        return PASS;
    struct str site = request_header(&x->rq, "HTTP_SEC_FETCH_SITE");
    if (site.p != NULL && !str_eq(site, STR("same-origin")) && !str_eq(site, STR("none")))
        return refuse(x);
    struct str origin = request_header(&x->rq, "HTTP_ORIGIN");
    if (origin.p != NULL && !str_equal_ignoring_case(origin, x->site->config->site_url))
        return refuse(x);
    return PASS;
}

enum status csrf_check_token(struct exchange *x)
{
    if (!needs_defence(x))
        return PASS;
    struct str token = request_header(&x->rq, "HTTP_X_CSRF_TOKEN");
    if (token.p == NULL)
        token = form_inputs_text(&x->inputs, STR("csrf"));
    return csrf_token_valid(x->rq.arena, x->site->config, bound_to(x), token) ? PASS : refuse(x);
}
