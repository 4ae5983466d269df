/* Whole requests against a table of our own, without FastCGI and with PostgreSQL away: what passes every check of a changing
 * request ends in 503, so a refusal shows as anything else. Sessions are known here by their tokens alone. */
#include "cmocka_web.h"

#include <stdlib.h>
#include <unistd.h>

#include "account/session.h"
#include "core/json_read.h"
#include "web/csrf.h"
#include "web/dispatch.h"

static struct uuid session_id = {{1}};

static enum session_result known(struct str token, struct identity *out)
{
    if (str_eq(token, STR("away"))) return SESSION_AWAY;
    if (!str_starts_with(token, STR("good"))) return SESSION_NONE;
    *out = (struct identity){.signed_in = true, .session = session_id, .permissions = 1u << SIGNED_IN};
    if (str_eq(token, STR("good-uploader"))) out->permissions |= 1u << SCHEMATIC_UPLOAD;
    return SESSION_OK;
}

enum session_result session_from_cookie(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                        struct str token, struct identity *out)
{
    (void)db, (void)cache, (void)arena, (void)config;
    return known(token, out);
}

enum session_result session_from_bearer(struct db *db, struct cache *cache, struct arena *arena, const struct config *config,
                                        struct str token, struct identity *out)
{
    return session_from_cookie(db, cache, arena, config, token, out);
}

static void show_text(struct request *rq, struct response *rs)
{
    (void)rq;
    buf_add(&rs->body, STR("<p>page</p>"));
}

static void show_problem(struct request *rq, struct response *rs)
{
    (void)rq;
    buf_add(&rs->body, STR("<p>problem</p>"));
}

page_fn *const problem_page = show_problem;

static void show_form(struct request *rq, struct response *rs)
{
    buf_printf(&rs->body, "<form>%zu</form>", rq->form_state->error_count);
}

static enum status say(struct request *rq, struct response *rs)
{
    buf_add(&rs->body, STR("said "));
    buf_add(&rs->body, rq->arguments[0].p == NULL ? STR("nothing") : rq->arguments[0]);
    rs->content_type = STR("text/plain");
    return rs->status = OK;
}

static enum status find_nothing(struct request *rq, struct response *rs)
{
    (void)rq;
    return response_db(rs, DB_NONE);
}

static enum status fill_memory(struct request *rq, struct response *rs)
{
    buf_add(&rs->body, STR("half of it"));
    arena_alloc(rq->arena, (size_t)rq->config->request_memory);
    return rs->status = OK;
}

static enum status break_header(struct request *rq, struct response *rs)
{
    (void)rq;
    response_header(rs, STR("X-Name"), STR("a\r\nSet-Cookie: b=c"));
    return say(rq, rs);
}

static enum status send_file(struct request *rq, struct response *rs)
{
    (void)rq;
    rs->accel = true;
    rs->content_type = STR("application/octet-stream");
    buf_add(&rs->body, STR("/_blobs/ab"));
    return rs->status = OK;
}

struct thing_form {
    struct str name;
};
static const struct field thing_fields[] = {{"name", "Name", FIELD_TEXT, true, offsetof(struct thing_form, name), .min = 1, .max = 5}};
static const struct form thing = FORM_OF(thing_form, thing_fields);

static const struct route routes[] = {
    {GET, "/things/{id}", say, "One", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/things/new", say, "The fixed one", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/things", NULL, "The page", ON_PAGE, .page = show_text, .limit = LIMIT_NONE},
    {GET, "/shared", NULL, "A page that readers share", ON_PAGE, .page = show_text, .limit = LIMIT_NONE, .cache = CACHE_BRIEF},
    {GET, "/shared/{id}", find_nothing, "What was taken down", ON_API, .limit = LIMIT_NONE, .cache = CACHE_BRIEF},
    {GET, "/mine", say, "One's own", ON_BOTH, SIGNED_IN, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/upload", say, "For uploaders", ON_API, SCHEMATIC_UPLOAD, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {POST, "/things", say, "Make", ON_BOTH, ANYONE, &thing, LIMIT_NONE, .answer = ANSWER_RAW, .page = show_form},
    {DELETE, "/things/{id}", say, "Remove", ON_BOTH, ANYONE, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/often", say, "Limited", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_READ},
    {GET, "/off", say, "Of a room that is off", ON_API, .answer = ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/memory", fill_memory, "Too much", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/header", break_header, "A broken header", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/file", send_file, "A file", ON_API, .answer = ANSWER_RAW, .limit = LIMIT_NONE},
    {GET, "/typed", NULL, "JSON only", ON_API, .answer = ANSWER_NONE, .limit = LIMIT_NONE},
};
static const struct route_table table = {routes, sizeof routes / sizeof *routes, NULL};
static const struct route_table *const tables[] = {&table};

static const struct config config = {
    .site_url = {"https://site.example", 20}, .cors_origins = {"https://friend.example", 22},
    .token_secret = {"0123456789abcdef0123456789abcdef", 32}, .request_memory = 1 << 20, .body_max = 1000, .upload_max = 2000,
    .web_workers = 1, .limit_read_count = 4, .limit_read_seconds = 60, .microcache_seconds = 5};

struct body {
    struct str text;
};

static ptrdiff_t read_body(void *with, void *into, size_t size)
{
    struct body *body = with;
    size_t n = body->text.n < size ? body->text.n : size;
    if (n > 0) memcpy(into, body->text.p, n);
    body->text = str_slice(body->text, n, body->text.n);
    return (ptrdiff_t)n;
}

enum { PARAMETERS = 12, TEXT = 2100 };

struct call {
    struct arena *arena;
    struct site site;
    char *parameters[PARAMETERS + 1];
    size_t count;
    struct body body;
    struct incoming in;
    struct reply reply;
};

static int call_setup(void **state)
{
    struct arena *arena = arena_new((size_t)config.request_memory);
    struct call *call = calloc(1, sizeof *call);
    if (call == NULL) return -1;
    call->arena = arena;
    call->site = (struct site){.config = &config, .db = db_open("host=/nonexistent"), .cache = cache_open("/nonexistent"),
                               .router = router_new(arena, &config, tables, 1), .limits = limits_new(arena, &config)};
    *state = call;
    return 0;
}

static int call_teardown(void **state)
{
    struct call *call = *state;
    db_close(call->site.db);
    cache_close(call->site.cache);
    arena_free(call->arena);
    free(call);
    return 0;
}

static void with(struct call *call, const char *name, const char *value)
{
    struct str text = arena_printf(call->arena, "%s=%s", name, value);
    char *kept = arena_alloc(call->arena, text.n + 1);
    memcpy(kept, text.p, text.n);
    assert_true(call->count < PARAMETERS);
    call->parameters[call->count++] = kept;
}

static void start(struct call *call, const char *method, const char *uri)
{
    call->count = 0;
    memset(call->parameters, 0, sizeof call->parameters);
    call->body.text = STR("");
    with(call, "REQUEST_METHOD", method);
    with(call, "REQUEST_URI", uri);
    with(call, "REMOTE_ADDR", "192.0.2.1");
}

static void with_body(struct call *call, const char *type, const char *text)
{
    with(call, "CONTENT_TYPE", type);
    with(call, "CONTENT_LENGTH", arena_printf(call->arena, "%zu", strlen(text)).p);
    call->body.text = str_of(text);
}

static enum status send(struct call *call)
{
    call->in = (struct incoming){call->parameters, read_body, &call->body};
    call->reply = dispatch(&call->site, call->arena, &call->in);
    return call->reply.status;
}

static enum status get(struct call *call, const char *uri)
{
    start(call, "GET", uri);
    return send(call);
}

static struct str header(const struct call *call, const char *name)
{
    struct str prefix = arena_printf(call->arena, "\r\n%s: ", name);
    ptrdiff_t at = str_find(call->reply.head, prefix);
    if (at < 0) return STR_NULL;
    struct str rest = str_slice(call->reply.head, (size_t)at + prefix.n, call->reply.head.n);
    return str_slice(rest, 0, (size_t)str_find(rest, STR("\r\n")));
}

static void fixed_segments_come_before_parts(void **state)
{
    assert_int_equal(get(*state, "/api/v1/things/7"), OK);
    assert_str(((struct call *)*state)->reply.body, "said 7");
    assert_int_equal(get(*state, "/api/v1/things/new"), OK);
    assert_str(((struct call *)*state)->reply.body, "said nothing");
    assert_int_equal(get(*state, "/api/v1/things/"), NOT_FOUND);
    assert_int_equal(get(*state, "/api/v1/things/7/8"), NOT_FOUND);
    assert_int_equal(get(*state, "/api/v1/off"), NOT_FOUND);
    assert_int_equal(get(*state, "/nowhere"), NOT_FOUND);
    assert_str(((struct call *)*state)->reply.body, "<p>problem</p>");
    assert_int_equal(get(*state, "/api/v1/a%00b"), BAD_REQUEST);
}

static void methods_are_told(void **state)
{
    struct call *call = *state;
    start(call, "PUT", "/api/v1/things/7");
    assert_int_equal(send(call), METHOD_NOT_ALLOWED);
    assert_str(header(call, "Allow"), "HEAD, GET, DELETE, OPTIONS");
    start(call, "OPTIONS", "/api/v1/things/7");
    assert_int_equal(send(call), NO_CONTENT);
    assert_str(header(call, "Allow"), "HEAD, GET, DELETE, OPTIONS");
    assert_null(header(call, "Access-Control-Allow-Origin").p);
    start(call, "HEAD", "/api/v1/things/7");
    assert_int_equal(send(call), OK);
    assert_int_equal(call->reply.body.n, 0);
    assert_str(header(call, "Content-Length"), "6");
}

static void answers_carry_their_safety(void **state)
{
    struct call *call = *state;
    static const char *const names[] = {"Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy",
                                        "Permissions-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"};
    static const char *const uris[] = {"/api/v1/things/7", "/things", "/nowhere", "/api/v1/nowhere"};
    for (size_t u = 0; u < sizeof uris / sizeof *uris; u++) {
        get(call, uris[u]);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_non_null(header(call, names[i]).p);
        struct str policy = header(call, "Content-Security-Policy");
        assert_true(str_find(policy, STR("default-src")) == 0);
        assert_true(str_find(policy, STR("unsafe-inline")) < 0);
        assert_true(str_find(policy, STR("frame-ancestors 'none'")) > 0);
    }
}

static void foreign_origins_are_told_by_the_list(void **state)
{
    struct call *call = *state;
    start(call, "OPTIONS", "/api/v1/things");
    with(call, "HTTP_ORIGIN", "https://friend.example");
    with(call, "HTTP_ACCESS_CONTROL_REQUEST_METHOD", "POST");
    assert_int_equal(send(call), NO_CONTENT);
    assert_str(header(call, "Access-Control-Allow-Origin"), "https://friend.example");
    assert_str(header(call, "Access-Control-Allow-Methods"), "POST, OPTIONS");
    assert_null(header(call, "Access-Control-Allow-Credentials").p);
    start(call, "GET", "/api/v1/things/7");
    with(call, "HTTP_ORIGIN", "https://foe.example");
    assert_int_equal(send(call), OK);
    assert_null(header(call, "Access-Control-Allow-Origin").p);
    assert_true(str_find(header(call, "Vary"), STR("Origin")) >= 0);
}

static void needs_are_told_apart(void **state)
{
    struct call *call = *state;
    assert_int_equal(get(call, "/api/v1/mine"), UNAUTHORIZED);
    assert_str(header(call, "WWW-Authenticate"), "Bearer realm=\"curio\"");
    assert_int_equal(get(call, "/mine?a=b"), SEE_OTHER);
    assert_str(header(call, "Location"), "/auth/login?then=/mine%3Fa%3Db");
    start(call, "GET", "/api/v1/mine");
    with(call, "HTTP_AUTHORIZATION", "Bearer expired");
    assert_int_equal(send(call), UNAUTHORIZED);
    assert_non_null(strstr(header(call, "WWW-Authenticate").p, "invalid_token"));
    start(call, "GET", "/api/v1/mine");
    with(call, "HTTP_AUTHORIZATION", "bearer good");
    assert_int_equal(send(call), OK);
    assert_str(header(call, "Cache-Control"), "no-store");
    start(call, "GET", "/api/v1/upload");
    with(call, "HTTP_AUTHORIZATION", "Bearer good");
    assert_int_equal(send(call), FORBIDDEN);
    start(call, "GET", "/api/v1/upload");
    with(call, "HTTP_COOKIE", "__Host-session=good-uploader");
    assert_int_equal(send(call), OK);
    start(call, "GET", "/api/v1/mine");
    with(call, "HTTP_COOKIE", "__Host-session=away");
    assert_int_equal(send(call), SERVICE_UNAVAILABLE);
    start(call, "GET", "/things");
    with(call, "HTTP_COOKIE", "__Host-session=expired");
    assert_int_equal(send(call), OK);
    assert_non_null(strstr(call->reply.head.p, "__Host-session=; "));
}

/* A browser form's POST with what a row of the matrix says. */
struct crossing {
    const char *uri, *session, *bearer, *site, *origin;
    enum { NO_TOKEN, RIGHT_TOKEN, FOREIGN_TOKEN, HEADER_TOKEN } token;
    enum status expected;
};

static const char *token_for(const struct call *call, const char *bound)
{
    struct str token = csrf_token(call->arena, &config, str_of(bound));
    return arena_str(call->arena, token).p;
}

static void send_crossing(struct call *call, const struct crossing *c)
{
    const char *own = c->session != NULL ? "session:01000000-0000-0000-0000-000000000000" : "cookie:anonymous";
    const char *token = token_for(call, c->token == FOREIGN_TOKEN ? "cookie:somebody else" : own);
    start(call, "POST", c->uri);
    if (c->session != NULL) with(call, "HTTP_COOKIE", "__Host-session=good");
    else with(call, "HTTP_COOKIE", "__Host-csrf=anonymous");
    if (c->bearer != NULL) with(call, "HTTP_AUTHORIZATION", c->bearer);
    if (c->site != NULL) with(call, "HTTP_SEC_FETCH_SITE", c->site);
    if (c->origin != NULL) with(call, "HTTP_ORIGIN", c->origin);
    if (c->token == HEADER_TOKEN) with(call, "HTTP_X_CSRF_TOKEN", token);
    bool field = c->token == RIGHT_TOKEN || c->token == FOREIGN_TOKEN;
    with_body(call, "application/x-www-form-urlencoded",
              arena_printf(call->arena, "name=abc%s%s", field ? "&csrf=" : "", field ? token : "").p);
}

static void forged_requests_are_refused(void **state)
{
    static const char own[] = "https://site.example", foreign[] = "https://foe.example";
    static const struct crossing matrix[] = {
        {"/things", "good", NULL, "same-origin", own, RIGHT_TOKEN, SERVICE_UNAVAILABLE},
        {"/things", "good", NULL, NULL, NULL, RIGHT_TOKEN, SERVICE_UNAVAILABLE},
        {"/things", "good", NULL, "same-origin", own, HEADER_TOKEN, SERVICE_UNAVAILABLE},
        {"/things", "good", NULL, "same-origin", own, NO_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, "same-origin", own, FOREIGN_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, "cross-site", NULL, RIGHT_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, "same-site", NULL, RIGHT_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, NULL, foreign, RIGHT_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, NULL, "null", RIGHT_TOKEN, FORBIDDEN},
        {"/things", "good", NULL, "same-origin", foreign, RIGHT_TOKEN, FORBIDDEN},
        {"/things", NULL, NULL, "same-origin", own, RIGHT_TOKEN, SERVICE_UNAVAILABLE},
        {"/things", NULL, NULL, "same-origin", own, NO_TOKEN, FORBIDDEN},
        {"/things", NULL, NULL, "cross-site", NULL, RIGHT_TOKEN, FORBIDDEN},
        {"/things", "good", "Bearer good", "same-origin", own, NO_TOKEN, FORBIDDEN}, /* pages don't listen to it */
        {"/api/v1/things", NULL, NULL, "cross-site", foreign, NO_TOKEN, SERVICE_UNAVAILABLE},
        {"/api/v1/things", NULL, "Bearer good", "cross-site", foreign, NO_TOKEN, SERVICE_UNAVAILABLE},
        {"/api/v1/things", "good", "Bearer good", NULL, NULL, NO_TOKEN, SERVICE_UNAVAILABLE},
        {"/api/v1/things", "good", NULL, "same-origin", own, NO_TOKEN, FORBIDDEN},
        {"/api/v1/things", "good", NULL, "same-origin", own, HEADER_TOKEN, SERVICE_UNAVAILABLE},
        {"/api/v1/things", "good", NULL, "cross-site", NULL, HEADER_TOKEN, FORBIDDEN},
    };
    for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
        struct call *call = *state;
        send_crossing(call, &matrix[i]);
        enum status status = send(call);
        if (status != matrix[i].expected) fail_msg("row %zu: %d", i, (int)status);
    }
}

static void bodies_are_checked(void **state)
{
    struct call *call = *state;
    char big[1500];
    memset(big, 'a', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    static const struct {
        const char *type, *body;
        enum status status;
    } cases[] = {
        {"application/json", "{\"name\":\"abc\"}", SERVICE_UNAVAILABLE},
        {"application/json; charset=utf-8", "{\"name\":\"abc\"}", SERVICE_UNAVAILABLE},
        {"application/x-www-form-urlencoded", "name=abc", SERVICE_UNAVAILABLE},
        {"multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nabc\r\n--X--\r\n",
         SERVICE_UNAVAILABLE},
        {"application/json", "{\"name\":\"abcdefg\"}", UNPROCESSABLE_CONTENT},
        {"application/json", "{\"name\":\"abc\",\"more\":1}", UNPROCESSABLE_CONTENT},
        {"application/json", "{\"name\":", BAD_REQUEST},
        {"application/json", "[]", BAD_REQUEST},
        {"application/xml", "<name/>", UNSUPPORTED_MEDIA_TYPE},
        {"multipart/form-data", "--X--", BAD_REQUEST},
        {"application/x-www-form-urlencoded", "name=%ff", BAD_REQUEST},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start(call, "POST", "/api/v1/things");
        with_body(call, cases[i].type, cases[i].body);
        enum status status = send(call);
        if (status != cases[i].status) fail_msg("%s: %d", cases[i].body, (int)status);
    }
    start(call, "POST", "/api/v1/things");
    with_body(call, "application/json", big);
    assert_int_equal(send(call), CONTENT_TOO_LARGE);
    start(call, "POST", "/api/v1/things");
    assert_int_equal(send(call), UNPROCESSABLE_CONTENT);
}

static void lengths_that_lie_are_refused(void **state)
{
    static const char *const lengths[] = {"5", "100", "-1", "1x", "99999999999999999999"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct call *call = *state;
        start(call, "POST", "/api/v1/things");
        with(call, "CONTENT_TYPE", "application/x-www-form-urlencoded");
        with(call, "CONTENT_LENGTH", lengths[i]);
        call->body.text = STR("name=abc");
        assert_int_equal(send(call), BAD_REQUEST);
    }
}

static void a_body_may_be_a_file_but_not_by_header(void **state)
{
    struct call *call = *state;
    char name[] = "/tmp/curio-body-XXXXXX";
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "name=abc", 8), 8);
    close(descriptor);
    start(call, "POST", "/api/v1/things");
    with(call, "CONTENT_TYPE", "application/x-www-form-urlencoded");
    with(call, "CONTENT_LENGTH", "8");
    with(call, "REQUEST_BODY_FILE", name);
    assert_int_equal(send(call), SERVICE_UNAVAILABLE);
    start(call, "POST", "/api/v1/things");
    with(call, "CONTENT_TYPE", "application/x-www-form-urlencoded");
    with(call, "HTTP_REQUEST_BODY_FILE", name);
    assert_int_equal(send(call), UNPROCESSABLE_CONTENT);
    unlink(name);
}

static void failed_forms_are_shown_again(void **state)
{
    struct call *call = *state;
    start(call, "POST", "/things");
    with(call, "HTTP_COOKIE", "__Host-csrf=anonymous");
    with_body(call, "application/x-www-form-urlencoded",
              arena_printf(call->arena, "name=&csrf=%s", token_for(call, "cookie:anonymous")).p);
    assert_int_equal(send(call), UNPROCESSABLE_CONTENT);
    assert_str(call->reply.body, "<form>1</form>");
}

static void a_form_may_mean_another_method(void **state)
{
    struct call *call = *state;
    start(call, "POST", "/things/7");
    with(call, "HTTP_COOKIE", "__Host-csrf=anonymous");
    with_body(call, "application/x-www-form-urlencoded",
              arena_printf(call->arena, "_method=DELETE&csrf=%s", token_for(call, "cookie:anonymous")).p);
    assert_int_equal(send(call), SERVICE_UNAVAILABLE);
    start(call, "POST", "/api/v1/things/7");
    with_body(call, "application/x-www-form-urlencoded", "_method=DELETE");
    assert_int_equal(send(call), METHOD_NOT_ALLOWED);
}

static void known_answers_are_not_sent_again(void **state)
{
    struct call *call = *state;
    get(call, "/api/v1/things/7");
    struct str tag = header(call, "ETag");
    assert_non_null(tag.p);
    start(call, "GET", "/api/v1/things/7");
    with(call, "HTTP_IF_NONE_MATCH", arena_printf(call->arena, "\"x\", W/" STR_FMT, STR_ARG(tag)).p);
    assert_int_equal(send(call), NOT_MODIFIED);
    assert_int_equal(call->reply.body.n, 0);
    assert_true(str_eq(header(call, "ETag"), tag));
    start(call, "GET", "/api/v1/things/8");
    with(call, "HTTP_IF_NONE_MATCH", arena_str(call->arena, tag).p);
    assert_int_equal(send(call), OK);
}

static void shared_pages_hold_nothing_of_one_reader(void **state)
{
    struct call *call = *state;
    get(call, "/shared");
    assert_str(header(call, "X-Accel-Expires"), "5");
    assert_null(header(call, "Set-Cookie").p);
    assert_null(header(call, "RateLimit").p);
    assert_int_equal(get(call, "/api/v1/shared/7"), NOT_FOUND);
    assert_str(header(call, "X-Accel-Expires"), "5"); /* or nginx would go on with what was there */
    get(call, "/things");
    assert_null(header(call, "X-Accel-Expires").p);
    assert_non_null(strstr(header(call, "Set-Cookie").p, "__Host-csrf="));
    start(call, "GET", "/shared");
    with(call, "HTTP_COOKIE", "__Host-session=good");
    send(call);
    assert_null(header(call, "X-Accel-Expires").p);
}

/* A token that means nothing is told so, but not for ever. */
static void refused_tokens_count_too(void **state)
{
    struct call *call = *state;
    static const enum status expected[] = {UNAUTHORIZED, UNAUTHORIZED, TOO_MANY_REQUESTS};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        start(call, "GET", "/api/v1/often");
        with(call, "HTTP_AUTHORIZATION", "Bearer nothing");
        assert_int_equal(send(call), expected[i]);
    }
}

static void limits_are_told_and_kept(void **state)
{
    struct call *call = *state;
    assert_int_equal(get(call, "/api/v1/often"), OK);
    assert_str(header(call, "RateLimit-Policy"), "\"read\";q=2;w=60");
    assert_str(header(call, "RateLimit"), "\"read\";r=1;t=30");
    assert_int_equal(get(call, "/api/v1/often"), OK);
    assert_int_equal(get(call, "/api/v1/often"), TOO_MANY_REQUESTS);
    assert_str(header(call, "Retry-After"), "30");
    assert_str(header(call, "RateLimit"), "\"read\";r=0;t=60");
    assert_int_equal(get(call, "/api/v1/things/7"), OK);
}

static void what_can_not_be_made_is_a_500(void **state)
{
    struct call *call = *state;
    assert_int_equal(get(call, "/api/v1/header"), INTERNAL_SERVER_ERROR);
    assert_null(header(call, "Set-Cookie").p);
    assert_str(header(call, "Content-Type"), "application/problem+json");
    assert_int_equal(get(call, "/api/v1/memory"), INTERNAL_SERVER_ERROR);
    assert_true(str_find(call->reply.body, STR("half of it")) < 0);
}

static void files_are_left_to_nginx(void **state)
{
    struct call *call = *state;
    assert_int_equal(get(call, "/api/v1/file"), OK);
    assert_str(header(call, "X-Accel-Redirect"), "/_blobs/ab");
    assert_int_equal(call->reply.body.n, 0);
    assert_null(header(call, "Content-Length").p);
}

static void only_json_can_be_had(void **state)
{
    static const struct {
        const char *accept;
        enum status status;
    } cases[] = {{"application/json", NO_CONTENT}, {"text/html, */*;q=0.1", NO_CONTENT}, {"application/*", NO_CONTENT},
                 {"text/html", NOT_ACCEPTABLE},    {"image/png, text/plain", NOT_ACCEPTABLE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct call *call = *state;
        start(call, "GET", "/api/v1/typed");
        with(call, "HTTP_ACCEPT", cases[i].accept);
        assert_int_equal(send(call), cases[i].status);
    }
}

#define CALL(test) cmocka_unit_test_setup_teardown(test, call_setup, call_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CALL(fixed_segments_come_before_parts), CALL(methods_are_told), CALL(answers_carry_their_safety),
        CALL(foreign_origins_are_told_by_the_list), CALL(needs_are_told_apart), CALL(forged_requests_are_refused),
        CALL(bodies_are_checked), CALL(lengths_that_lie_are_refused), CALL(a_body_may_be_a_file_but_not_by_header),
        CALL(failed_forms_are_shown_again), CALL(a_form_may_mean_another_method), CALL(known_answers_are_not_sent_again),
        CALL(shared_pages_hold_nothing_of_one_reader), CALL(limits_are_told_and_kept), CALL(refused_tokens_count_too),
        CALL(what_can_not_be_made_is_a_500),
        CALL(files_are_left_to_nginx), CALL(only_json_can_be_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
