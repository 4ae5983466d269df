#include "web/idempotency.h"

#include <string.h>

#include "core/crypto.h"
#include "core/text.h"
#include "queries/site.h"

enum { KEY_MAX = 255 };

struct str idempotency_key(struct str header)
{
    struct str key = header;
    if (key.n >= 2 && key.p[0] == '"' && key.p[key.n - 1] == '"')
        key = str_slice(key, 1, key.n - 1);
    if (key.n == 0 || key.n > KEY_MAX)
        return STR_NULL;
    for (size_t i = 0; i < key.n; i++)
        if (key.p[i] <= ' ' || key.p[i] > '~' || key.p[i] == '"' || key.p[i] == '\\')
            return STR_NULL;
    return key;
}

int64_t advisory_lock_of(struct str text)
{
    struct sha256_digest digest = sha256_of(text);
    int64_t lock;
    memcpy(&lock, digest.b, sizeof lock);
    return lock;
}

bool idempotency_keeps(const struct route *route)
{
    return route->limit != LIMIT_AUTH && !route->hashes_password && route->takes == NULL;
}

static struct str scope_of(const struct exchange *x)
{
    char text[UUID_TEXT];
    if (!x->rq.viewer.signed_in)
        return x->rq.address_key;
    return arena_str(x->rq.arena, uuid_text(x->rq.viewer.account, text));
}

static bool digest_request(struct exchange *x)
{
    static const struct form nothing = {.name = "nothing"};
    const struct form *form = x->match.route->form;
    return form_digest(form == NULL ? &nothing : form, &x->inputs, &x->body_hash);
}

enum status idempotency_read(struct exchange *x)
{
    struct str header = request_header(&x->rq, "HTTP_IDEMPOTENCY_KEY");
    if (header.p == NULL || x->rq.page || !exchange_changes_state(x) || !idempotency_keeps(x->match.route))
        return PASS;
    x->idempotency_key = idempotency_key(header);
    if (x->idempotency_key.p == NULL)
        return response_problem(&x->rs, BAD_REQUEST, "idempotency-key-malformed",
                                _("The Idempotency-Key has to be 1 to 255 visible characters."));
    x->idempotency_scope = scope_of(x);
    if (digest_request(x))
        return PASS;
    return response_problem(&x->rs, INTERNAL_SERVER_ERROR, NULL, _("The upload could not be read."));
}

/* The path is part of it: DELETE of one thing and of another are different requests. */
static struct str route_text(const struct exchange *x)
{
    const struct str parts[] = {str_of(method_name(x->rq.method)), STR(" "), x->rq.path};
    return arena_join(x->rq.arena, 3, parts);
}

static enum status replay(struct exchange *x, const struct idempotency_find_row *kept)
{
    if (!str_eq(kept->route, route_text(x)) || !str_eq(kept->body_hash, sha256_bytes(&x->body_hash)))
        return response_problem(&x->rs, UNPROCESSABLE_CONTENT, "idempotency-key-reused",
                                _("This Idempotency-Key was used for another request."));
    struct str headers;
    str_cut(kept->headers, '\n', &x->rs.content_type, &headers);
    buf_add(&x->rs.headers, headers);
    buf_add(&x->rs.body, kept->body);
    response_header(&x->rs, STR("Idempotency-Replayed"), STR("true"));
    x->replayed = true;
    return x->rs.status = (enum status)kept->status;
}

static struct str lock_text(const struct exchange *x)
{
    const struct str parts[] = {STR("idempotency:"), x->idempotency_scope, STR(" "), x->idempotency_key};
    return arena_join(x->rq.arena, 4, parts);
}

enum status idempotency_claim(struct exchange *x)
{
    if (x->idempotency_key.p == NULL)
        return PASS;
    struct idempotency_lock_in lock = {.lock = advisory_lock_of(lock_text(x))};
    struct idempotency_lock_row got;
    enum db_result result = idempotency_lock_one(x->rq.db, x->rq.arena, &lock, &got);
    if (result != DB_OK)
        return response_db(&x->rs, DB_FAIL);
    if (!got.locked)
        return response_problem(&x->rs, CONFLICT, "idempotency-key-in-use",
                                _("A request with this Idempotency-Key is still being worked on."));
    struct idempotency_find_in find = {x->idempotency_scope, x->idempotency_key, x->site->config->idempotency_seconds};
    struct idempotency_find_row kept;
    result = idempotency_find_one(x->rq.db, x->rq.arena, &find, &kept);
    if (result == DB_NONE)
        return PASS;
    return result == DB_OK ? replay(x, &kept) : response_db(&x->rs, DB_FAIL);
}

enum db_result idempotency_keep(struct exchange *x, size_t headers_from)
{
    struct str headers = str_slice(buf_str(&x->rs.headers), headers_from, x->rs.headers.n);
    if (x->idempotency_key.p == NULL || str_find(headers, STR("Set-Cookie:")) >= 0)
        return DB_OK;
    const struct str lines[] = {x->rs.content_type.p == NULL ? STR("") : x->rs.content_type, STR("\n"), headers};
    struct idempotency_store_in in = {
        .scope = x->idempotency_scope,
        .key = x->idempotency_key,
        .route = route_text(x),
        .body_hash = sha256_bytes(&x->body_hash),
        .status = (int32_t)x->rs.status,
        .headers = arena_join(x->rq.arena, 3, lines),
        .body = x->rs.body.n == 0 ? STR("") : buf_str(&x->rs.body),
    };
    return idempotency_store(x->rq.db, x->rq.arena, &in);
}
