#include "cmocka_web.h"

#include "core/json_read.h"
#include "web/conditional.h"
#include "web/cors.h"
#include "web/csrf.h"
#include "web/idempotency.h"
#include "web/limits.h"
#include "web/problem.h"

static const struct config config = {.token_secret = {"0123456789abcdef0123456789abcdef", 32},
                                     .web_workers = 2, .limit_read_count = 600, .limit_read_seconds = 60};

static void tokens_belong_to_what_they_are_bound_to(void **state)
{
    struct str one = csrf_token(*state, &config, STR("session:1")), again = csrf_token(*state, &config, STR("session:1"));
    assert_false(str_eq(one, again)); /* masked afresh */
    assert_true(csrf_token_valid(*state, &config, STR("session:1"), one));
    assert_true(csrf_token_valid(*state, &config, STR("session:1"), again));
    assert_false(csrf_token_valid(*state, &config, STR("session:2"), one));
    assert_false(csrf_token_valid(*state, &config, STR_NULL, one));
    assert_false(csrf_token_valid(*state, &config, STR("session:1"), STR_NULL));
    assert_false(csrf_token_valid(*state, &config, STR("session:1"), str_slice(one, 0, one.n - 2)));
    struct config other = config;
    other.token_secret = STR("another secret of at least 32 bytes");
    assert_false(csrf_token_valid(*state, &other, STR("session:1"), one));
    char *changed = arena_alloc(*state, one.n + 1);
    for (size_t i = 0; i < one.n; i++) {
        memcpy(changed, one.p, one.n);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(csrf_token_valid(*state, &config, STR("session:1"), (struct str){changed, one.n}));
    }
}

static void origins_are_allowed_by_name(void **state)
{
    (void)state;
    struct str list = STR("https://a.example  https://b.example:8443");
    assert_true(cors_allows(list, STR("https://a.example")));
    assert_true(cors_allows(list, STR("https://b.example:8443")));
    assert_false(cors_allows(list, STR("https://b.example")));
    assert_false(cors_allows(list, STR("https://a.example.evil")));
    assert_false(cors_allows(list, STR("null")));
    assert_false(cors_allows(list, STR_NULL));
    assert_false(cors_allows(STR_NULL, STR("https://a.example")));
}

static void tags_are_compared_without_weakness(void **state)
{
    (void)state;
    struct str tag = STR("\"abc\"");
    assert_true(etag_listed(STR("\"abc\""), tag));
    assert_true(etag_listed(STR("W/\"abc\""), tag));
    assert_true(etag_listed(STR("\"x\", W/\"abc\" , \"y\""), tag));
    assert_true(etag_listed(STR("*"), tag));
    assert_false(etag_listed(STR("abc"), tag));
    assert_false(etag_listed(STR("\"abcd\""), tag));
    assert_false(etag_listed(STR_NULL, tag));
}

static void keys_are_visible_ascii(void **state)
{
    (void)state;
    char most[257];
    memset(most, 'k', 256);
    most[256] = '\0';
    assert_str(idempotency_key(STR("8e03978e-40d5")), "8e03978e-40d5");
    assert_str(idempotency_key(STR("\"8e03978e-40d5\"")), "8e03978e-40d5");
    assert_int_equal(idempotency_key((struct str){most, 255}).n, 255);
    assert_null(idempotency_key((struct str){most, 256}).p);
    assert_null(idempotency_key(STR("\"\"")).p);
    assert_null(idempotency_key(STR("\"")).p);
    assert_null(idempotency_key(STR("a b")).p);
    assert_null(idempotency_key(STR("a\tb")).p);
    assert_null(idempotency_key(STR("\xc3\xa4")).p);
}

static void credentials_are_not_kept(void **state)
{
    (void)state;
    struct route upload = {.method = POST, .limit = LIMIT_UPLOAD}, login = {.method = POST, .limit = LIMIT_AUTH},
                 password = {.method = POST, .limit = LIMIT_WRITE, .hashes_password = true};
    assert_true(idempotency_keeps(&upload));
    assert_false(idempotency_keeps(&login));
    assert_false(idempotency_keeps(&password));
}

/* The time of a GCRA is checked against what it says of itself: COUNT at once, then one each SECONDS / COUNT. */
static void the_local_limit_refills_continuously(void **state)
{
    struct limits *limits = limits_new(*state, &config);
    int64_t now = 1000000000;
    for (int64_t i = 0; i < 5; i++) {
        struct cache_limit limit = limits_count_locally(limits, STR("k"), 5, 10, now);
        assert_true(limit.allowed);
        assert_int_equal(limit.remaining, 4 - i);
        assert_int_equal(limit.retry_seconds, 0);
        assert_int_equal(limit.reset_seconds, (i + 1) * 2);
    }
    struct cache_limit refused = limits_count_locally(limits, STR("k"), 5, 10, now);
    assert_false(refused.allowed);
    assert_int_equal(refused.remaining, 0);
    assert_int_equal(refused.retry_seconds, 2);
    assert_true(limits_count_locally(limits, STR("other"), 5, 10, now).allowed);
    assert_false(limits_count_locally(limits, STR("k"), 5, 10, now + 1999999).allowed);
    assert_true(limits_count_locally(limits, STR("k"), 5, 10, now + 2000000).allowed);
    assert_false(limits_count_locally(limits, STR("k"), 5, 10, now + 2000001).allowed);
    assert_int_equal(limits_count_locally(limits, STR("k"), 5, 10, now + 60000000).remaining, 4);
}

static void without_redis_the_limit_is_stricter_but_there(void **state)
{
    struct limits *limits = limits_new(*state, &config);
    struct cache *cache = cache_open("/nonexistent/redis.sock");
    int64_t allowed = 0;
    for (int i = 0; i < 400; i++) {
        struct limit_state limit = limits_count(limits, cache, *state, LIMIT_READ, STR("192.0.2.1"));
        assert_true(limit.counted);
        assert_int_equal(limit.policy.count, 150); /* 600 over two workers, halved */
        allowed += limit.now.allowed;
    }
    assert_in_range(allowed, 150, 160);
    assert_false(limits_count(limits, cache, *state, LIMIT_NONE, STR("192.0.2.1")).counted);
    cache_close(cache);
}

/* On the arena, which frees its buffers. */
static struct response *response_new(struct arena *arena)
{
    struct response *rs = ARENA_NEW(arena, struct response);
    response_init(rs, arena);
    return rs;
}

static void headers_refuse_line_breaks(void **state)
{
    static const char *const values[] = {"a\r\nSet-Cookie: x=1", "a\nb", "a\rb", "a\tb", "a\x7f"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct response *broken = response_new(*state);
        response_header(broken, STR("X-Test"), str_of(values[i]));
        assert_true(broken->headers.failed);
    }
    struct response *rs = response_new(*state);
    response_header(rs, STR("X-Test"), STR("fine"));
    response_cookie(rs, STR("__Host-a"), STR("b"), 60);
    assert_false(rs->headers.failed);
    assert_str(buf_str(&rs->headers), "X-Test: fine\r\n"
                                     "Set-Cookie: __Host-a=b; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax\r\n");
    response_cookie(rs, STR("__Host-a"), STR("b; Domain=evil"), 60);
    assert_true(rs->headers.failed);
}

static void problems_have_the_shape_of_rfc_9457(void **state)
{
    struct form_state *form = form_state_new(*state, NULL);
    struct request rq = {.arena = *state, .path = STR("/api/v1/a\"b"), .id = STR("abcdefgh"), .form_state = form};
    struct response *rs = response_new(*state);
    struct json_value *value;
    struct json_error error;
    struct str text;
    form_fail(*state, form, "title", "taken", "This one is taken.");
    assert_int_equal(response_invalid(rs, &rq), 422);
    response_problem_text(rs, "existing", STR("\xe2\x82\xac \"x\""));
    response_problem_int64(rs, "offset", INT64_MAX);
    problem_write_json(&rq, rs);
    assert_str(rs->content_type, "application/problem+json");
    assert_int_equal(json_parse(*state, buf_str(&rs->body), 8, true, &value, &error), JSON_OK);
    assert_true(json_as_text(json_member(value, STR("type")), &text));
    assert_str(text, "/problems/invalid-form");
    assert_true(json_as_text(json_member(value, STR("instance")), &text));
    assert_str(text, "/api/v1/a%22b"); /* a URI reference */
    assert_true(json_as_text(json_member(value, STR("existing")), &text));
    assert_str(text, "\xe2\x82\xac \"x\"");
    struct json_value *first = json_at(json_member(value, STR("errors")), 0);
    assert_true(json_as_text(json_member(first, STR("code")), &text));
    assert_str(text, "taken");
    int64_t number;
    assert_true(json_as_int64(json_member(value, STR("offset")), &number));
    assert_int_equal(number, INT64_MAX);
}

struct sample_row {
    struct uuid id;
};

static void pages_are_cut_and_say_where_they_go_on(void **state)
{
    static const struct column columns[] = {{.name = "id", .says = "", .type = TYPE_UUID}};
    static const struct contract contract = {.name = "sample", .says = "", .columns = columns, .column_count = 1,
                                             .row_size = sizeof(struct sample_row)};
    struct sample_row rows[3] = {{uuid_new()}, {uuid_new()}, {uuid_new()}};
    struct response *rs = response_new(*state);
    assert_int_equal(response_page(rs, &contract, (struct rows){rows, 3}, 3, "id"), OK);
    assert_null(rs->next.p);
    assert_int_equal(response_page(rs, &contract, (struct rows){rows, 3}, 2, "id"), OK);
    assert_int_equal(rs->rows.count, 2);
    struct str expected = base64url_encode(*state, (struct str){(const char *)rows[1].id.b, 16});
    assert_true(str_eq(rs->next, expected));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(tokens_belong_to_what_they_are_bound_to), WITH_ARENA(origins_are_allowed_by_name),
        WITH_ARENA(tags_are_compared_without_weakness),      WITH_ARENA(keys_are_visible_ascii),
        WITH_ARENA(credentials_are_not_kept),                WITH_ARENA(the_local_limit_refills_continuously),
        WITH_ARENA(without_redis_the_limit_is_stricter_but_there), WITH_ARENA(headers_refuse_line_breaks),
        WITH_ARENA(problems_have_the_shape_of_rfc_9457),     WITH_ARENA(pages_are_cut_and_say_where_they_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
