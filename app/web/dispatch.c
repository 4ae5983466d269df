#include "web/dispatch.h"

#include "core/language.h"
#include "core/log.h"
#include "core/metrics.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "web/access_log.h"
#include "web/ask.h"
#include "web/body.h"
#include "web/conditional.h"
#include "web/cors.h"
#include "web/csrf.h"
#include "web/headers.h"
#include "web/idempotency.h"
#include "web/identity.h"
#include "web/next_page.h"
#include "web/render.h"

bool exchange_changes_state(const struct exchange *x)
{
    return x->rq.method != GET;
}

/* nginx finds what was asked for in the address or chosen before, because its shared pages go by that: CURIO_LANGUAGE. */
static void choose_language(struct request *rq)
{
    size_t index = 0;
    rq->language_given = language_find(request_header(rq, "CURIO_LANGUAGE"), &index);
    rq->language_known = rq->language_given || language_negotiate(request_header(rq, "HTTP_ACCEPT_LANGUAGE"), &index);
    language_speak(rq->language_known ? index : 0);
}

/* What a browser's owner chose on another device. Programs say themselves what they want. */
static enum status language_step(struct exchange *x)
{
    size_t index;
    if (x->rq.page && !x->rq.language_given && language_find(x->rq.viewer.language, &index))
        language_speak(index);
    return PASS;
}

static enum status parse_step(struct exchange *x)
{
    enum request_result result = request_parse(&x->rq, &x->line);
    log_request_id(x->rq.id);
    x->rq.page = !str_starts_with(x->rq.path, STR("/api/"));
    if (result == REQUEST_PARSED)
        return PASS;
    if (result == REQUEST_METHOD_UNKNOWN)
        return response_problem(&x->rs, METHOD_NOT_ALLOWED, NULL, _("This method is not known here."));
    return response_problem(&x->rs, BAD_REQUEST, "malformed-address", _("The address can't be read as it was sent."));
}

static enum status not_allowed(struct exchange *x)
{
    response_header(&x->rs, STR("Allow"), methods_allowed(x->rq.arena, x->match.allowed));
    return response_problem(&x->rs, METHOD_NOT_ALLOWED, NULL, _("This address does not take that method."));
}

static void add_offers(struct exchange *x)
{
    for (int method = 0; method < METHOD_COUNT; method++) {
        const struct route *route = router_find(x->site->router, (enum method)method, x->rq.path).route;
        if (route == NULL || route->offers == NULL)
            continue;
        route->offers(x->site->config, &x->rs);
        return;
    }
}

static enum status options(struct exchange *x)
{
    add_offers(x);
    response_header(&x->rs, STR("Allow"), methods_allowed(x->rq.arena, x->match.allowed));
    cors_check(x);
    cors_preflight(x);
    return x->rs.status = NO_CONTENT;
}

/* A page's form can only POST: a hidden _method names what it means. */
static enum status page_method(struct exchange *x)
{
    if (!x->rq.page || x->rq.method != POST || !body_is_urlencoded(&x->rq))
        return PASS;
    enum status status = body_read(x);
    if (status != PASS)
        return status;
    struct str name = form_inputs_text(&x->inputs, STR("_method"));
    if (str_eq(name, STR("PATCH")))
        x->rq.method = PATCH;
    if (str_eq(name, STR("PUT")))
        x->rq.method = PUT;
    if (str_eq(name, STR("DELETE")))
        x->rq.method = DELETE;
    return PASS;
}

static enum status route_step(struct exchange *x)
{
    struct router_match match = router_find(x->site->router, x->rq.method, x->rq.path);
    if (!match.found)
        return response_problem(&x->rs, NOT_FOUND, NULL, _("There is nothing at this address."));
    x->rq.page = match.page;
    enum status status = x->line.options ? PASS : page_method(x);
    if (status != PASS)
        return status;
    match = x->match = router_find(x->site->router, x->rq.method, x->rq.path);
    if (x->line.options)
        return options(x);
    if (match.route == NULL)
        return not_allowed(x);
    x->rq.route = match.route;
    for (size_t i = 0; i < REQUEST_ARGUMENTS; i++)
        x->rq.arguments[i] = match.arguments[i];
    return PASS;
}

/* What the API says can only be had as JSON; a route that writes its own body knows its type itself. */
static enum status negotiate_step(struct exchange *x)
{
    struct str one, type, rest = request_header(&x->rq, "HTTP_ACCEPT");
    if (x->rq.page || rest.n == 0 || x->match.route->answer == ANSWER_RAW)
        return PASS;
    bool more = true;
    while (more) {
        more = str_cut(rest, ',', &one, &rest);
        str_cut(one, ';', &type, &one);
        type = str_trim(type);
        if (str_eq(type, STR("*/*")) || str_eq(type, STR("application/*")) || str_eq(type, STR("application/json")) ||
            str_eq(type, STR("application/problem+json")))
            return PASS;
    }
    return response_problem(&x->rs, NOT_ACCEPTABLE, NULL, _("This address answers with application/json."));
}

static struct str limit_key(const struct exchange *x)
{
    char text[UUID_TEXT];
    if (!x->rq.viewer.signed_in)
        return x->rq.address_key;
    return arena_str(x->rq.arena, uuid_text(x->rq.viewer.account, text));
}

static enum status limit_step(struct exchange *x)
{
    x->limit = limits_count(x->site->limits, x->rq.cache, x->rq.arena, x->match.route->limit, limit_key(x));
    if (!x->limit.counted || x->limit.now.allowed)
        return PASS;
    struct str seconds = arena_printf(x->rq.arena, "%lld", (long long)x->limit.now.retry_seconds);
    response_header(&x->rs, STR("Retry-After"), seconds);
    return response_problem(&x->rs, TOO_MANY_REQUESTS, "rate-limited",
                            _("That was a lot at once. Please wait a moment and try again."));
}

/* Every refusal is one of these, in this order, so that no handler can forget one. Identity stands before the limit, which
 * counts by account where there is one; a signed token is checked without any look-up. A token that is refused counts for its
 * address like any other request. */
static const struct check {
    const char *name;
    step_fn *run;
} checks[] = {
    {"address", parse_step},
    {"method and route", route_step},
    {"content negotiation", negotiate_step},
    {"foreign origins", cors_check},
    {"identity", identity_find},
    {"language", language_step},
    {"rate limit", limit_step},
    {"needs", identity_check_needs},
    {"where it comes from", csrf_check_origin},
    {"body", body_read},
    {"token of the form", csrf_check_token},
    {"kind of body", body_check_kind},
    {"form", exchange_fill_form},
    {"idempotency key", idempotency_read},
};

static enum status handle(struct exchange *x)
{
    const struct route *route = x->match.route;
    if (route->handle == NULL)
        return x->rs.status = OK;
    return x->rs.status = route->handle(&x->rq, &x->rs);
}

/* Nothing of the answer that was to be is left: no cookie of a session that was never kept. */
static void fail_database(struct exchange *x, size_t headers_from)
{
    db_rollback(x->rq.db);
    buf_clear(&x->rs.body);
    x->rs.headers.n = headers_from;
    x->replayed = false;
    response_db(&x->rs, DB_FAIL);
    render(x);
}

/* The reply is rendered before the commit where it is kept with its effect, and is sent after it in any case. */
static void finish_change(struct exchange *x, size_t headers_from)
{
    bool commit = x->rs.status < BAD_REQUEST || x->rs.commit_anyway;
    if (!commit)
        db_rollback(x->rq.db);
    render(x);
    if (!commit || !db_in_transaction(x->rq.db))
        return;
    if (x->rs.status == INTERNAL_SERVER_ERROR) {
        db_rollback(x->rq.db);
        return;
    }
    if (!x->replayed && idempotency_keep(x, headers_from) == DB_FAIL)
        fail_database(x, headers_from);
    else if (db_commit(x->rq.db) != DB_OK)
        fail_database(x, headers_from);
}

static void change(struct exchange *x)
{
    size_t headers_from = x->rs.headers.n;
    if (db_begin(x->rq.db) != DB_OK) {
        fail_database(x, headers_from);
        return;
    }
    enum status status = idempotency_claim(x);
    if (status == PASS)
        status = conditional_change(x);
    if (status == PASS)
        handle(x);
    finish_change(x, headers_from);
}

static void answer(struct exchange *x)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (checks[i].run(x) == PASS)
            continue;
        render(x);
        return;
    }
    if (exchange_changes_state(x)) {
        change(x);
        return;
    }
    handle(x);
    render(x);
    conditional_get(x);
}

enum { HEAD_MAX = 64 * 1024 };

static struct reply reply_of(struct exchange *x)
{
    struct buf *head = ARENA_NEW(x->rq.arena, struct buf);
    buf_init_in(x->rq.arena, head, HEAD_MAX);
    if (x->rs.accel && x->rs.body.n > 0) {
        response_header(&x->rs, STR("X-Accel-Redirect"), buf_str(&x->rs.body));
        buf_clear(&x->rs.body);
    }
    headers_write(x, head);
    bool empty = x->rq.head || x->rs.body.n == 0;
    return (struct reply){x->rs.status, buf_str(head), empty ? STR("") : buf_str(&x->rs.body)};
}

struct reply dispatch(struct site *site, struct arena *arena, const struct incoming *in)
{
    struct exchange *x = ARENA_NEW(arena, struct exchange);
    struct reply reply;
    if (ask_again(arena, in, &reply))
        return reply;
    x->site = site;
    x->inputs.arena = arena;
    x->rq = (struct request){.arena = arena, .db = site->db, .cache = site->cache, .blobs = site->blobs,
                             .config = site->config, .incoming = in, .csrf = STR(""), .raw = {.descriptor = -1}, .started_us = monotonic_us()};
    response_init(&x->rs, arena);
    choose_language(&x->rq);
    answer(x);
    next_page_refuse(x);
    reply = ask_wrap(arena, in, reply_of(x));
    access_log(x, monotonic_us() - x->rq.started_us);
    log_request_id(STR_NULL);
    return reply;
}
