/* Every vector of Wycheproof's JSON web signatures, where $CURIO_CORPORA has them. */
#include "account/jws.h"
#include "account/jws_signature.h"

#include <setjmp.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/crypto.h"
#include "lib/arena.h"

static struct str read_corpus(const char *name)
{
    const char *root = getenv("CURIO_CORPORA");
    struct str path = arena_printf(arena, "%s/jws/%s", root ? root : "../shared/corpora", name);
    FILE *file = fopen(path.p, "rb");
    if (file == NULL)
        return STR_NULL;
    enum { MOST = 8 << 20 };
    char *bytes = arena_alloc(arena, MOST);
    size_t n = fread(bytes, 1, MOST, file);
    fclose(file);
    assert_true(n > 0 && n < MOST);
    return (struct str){bytes, n};
}

struct counts {
    size_t invalid, valid, accepted, contradictory;
};

static struct json_value *parsed(struct str text)
{
    struct json_value *value;
    struct json_error error;
    if (json_parse(arena, text, 32, false, &value, &error) != JSON_OK)
        fail_msg("%s at %zu", error.reason, error.offset);
    return value;
}

/* json_read builds no values: a lone key is written out and read again as a set. */
static void write_value(struct buf *out, struct json_value *value);

static void write_member(void *with, struct str name, struct json_value *value)
{
    struct buf *out = with;
    if (out->p[out->n - 1] != '{')
        buf_add_char(out, ',');
    buf_printf(out, "\"" STR_FMT "\":", STR_ARG(name));
    write_value(out, value);
}

/* Keys hold text and lists of text alone. */
static void write_value(struct buf *out, struct json_value *value)
{
    struct str text;
    if (json_kind(value) == JSON_OBJECT) {
        buf_add_char(out, '{');
        json_each(value, write_member, out);
        buf_add_char(out, '}');
    } else if (json_kind(value) == JSON_ARRAY) {
        buf_add_char(out, '[');
        for (size_t i = 0; i < json_length(value); i++) {
            if (i > 0)
                buf_add_char(out, ',');
            write_value(out, json_at(value, i));
        }
        buf_add_char(out, ']');
    } else {
        assert_true(json_as_text(value, &text));
        buf_printf(out, "\"" STR_FMT "\"", STR_ARG(text));
    }
}

/* A group's key or key set, as a set. */
static struct json_value *key_set(struct json_value *group)
{
    struct json_value *key = json_member(group, STR("public"));
    if (key == NULL)
        key = json_member(group, STR("private"));
    if (json_member(key, STR("keys")) != NULL)
        return key;
    struct buf out;
    buf_init(&out, 1 << 16);
    buf_add(&out, STR("{\"keys\":["));
    write_value(&out, key);
    buf_add(&out, STR("]}"));
    struct json_value *set = parsed(arena_str(arena, buf_str(&out)));
    buf_free(&out);
    return set;
}

/* Two vectors that are called invalid hold, byte for byte, a token that the same group calls valid: nothing can tell them
 * apart, and they are left out. */
static bool is_valid_elsewhere(struct json_value *tests, struct str token)
{
    struct str other, result;
    for (size_t i = 0; i < json_length(tests); i++)
        if (json_as_text(json_member(json_at(tests, i), STR("jws")), &other) && str_eq(other, token) &&
            json_as_text(json_member(json_at(tests, i), STR("result")), &result) && str_eq(result, STR("valid")))
            return true;
    return false;
}

static void run_group(struct json_value *group, struct counts *counts)
{
    struct json_value *tests = json_member(group, STR("tests")), *keys = key_set(group);
    for (size_t i = 0; i < json_length(tests); i++) {
        struct json_value *one = json_at(tests, i);
        struct str token, expected, payload;
        int64_t id;
        assert_true(json_as_text(json_member(one, STR("result")), &expected));
        assert_true(json_as_int64(json_member(one, STR("tcId")), &id));
        if (!json_as_text(json_member(one, STR("jws")), &token))
            token = STR(""); /* the JSON serialization, which is none of ours */
        bool accepted = jws_verify_by_set(arena, keys, token, &payload) == JWS_OK;
        bool valid = str_eq(expected, STR("valid"));
        if (!valid && is_valid_elsewhere(tests, token)) {
            counts->contradictory++;
            continue;
        }
        if (accepted && !valid)
            fail_msg("vector %d is invalid, and was accepted", (int)id);
        if (valid && !accepted)
            print_message("refused though valid: %d\n", (int)id);
        counts->invalid += !valid;
        counts->valid += valid;
        counts->accepted += accepted;
    }
}

static struct counts run(const char *name)
{
    struct counts counts = {0};
    struct str text = read_corpus(name);
    if (text.p == NULL)
        skip();
    struct json_value *groups = json_member(parsed(text), STR("testGroups"));
    for (size_t i = 0; i < json_length(groups); i++)
        run_group(json_at(groups, i), &counts);
    print_message("%s: %zu invalid refused, %zu of %zu valid accepted\n", name, counts.invalid, counts.accepted, counts.valid);
    return counts;
}

/* Refused though valid: four whose key names another algorithm than the token, two with a sign that base64url has not. */
static void test_signatures(void **state)
{
    (void)state;
    struct counts counts = run("testvectors_v1__json_web_signature_test.json");
    assert_true(counts.invalid > 300);
    assert_int_equal(counts.contradictory, 2);
    assert_int_equal(counts.valid - counts.accepted, 6);
}

static void test_keys(void **state)
{
    (void)state;
    struct counts counts = run("testvectors_v1__json_web_key_test.json");
    assert_true(counts.invalid >= 20);
    assert_int_equal(counts.accepted, counts.valid);
}

static const struct jws_secret own = {{"k1", 2}, {"0123456789abcdef0123456789abcdef", 32}};

static void test_our_own(void **state)
{
    (void)state;
    struct str token = jws_sign(arena, &own, STR("{\"sub\":\"a\",\"n\":1}")), claims;
    assert_non_null(token.p);
    assert_int_equal(jws_verify(arena, &own, token, &claims), JWS_OK);
    assert_non_null(json_member(parsed(claims), STR("sub")));
    const struct jws_secret other = {own.kid, STR("another secret of thirty-two byte")};
    assert_int_equal(jws_verify(arena, &other, token, &claims), JWS_INVALID);
    const struct jws_secret renamed = {STR("k2"), own.secret};
    assert_int_equal(jws_verify(arena, &renamed, token, &claims), JWS_INVALID);
    const struct jws_secret empty = {own.kid, STR("")};
    assert_int_equal(jws_verify(arena, &empty, token, &claims), JWS_FAIL);
    assert_null(jws_sign(arena, &empty, STR("{}")).p);
}

/* Every byte of a token counts: also the last bits of its parts. */
static void test_each_byte_changed(void **state)
{
    (void)state;
    struct str token = jws_sign(arena, &own, STR("{\"sub\":\"a\"}")), claims;
    char *copy = arena_alloc(arena, token.n);
    static const char others[] = {'A', 'B', '.', '=', ' ', '\0', '-', '\x80'};
    for (size_t at = 0; at < token.n; at++)
        for (size_t i = 0; i < sizeof others; i++) {
            memcpy(copy, token.p, token.n);
            copy[at] = others[i];
            if (token.p[at] != others[i])
                assert_int_equal(jws_verify(arena, &own, (struct str){copy, token.n}, &claims), JWS_INVALID);
        }
    for (size_t n = 0; n < token.n; n++)
        assert_int_equal(jws_verify(arena, &own, str_slice(token, 0, n), &claims), JWS_INVALID);
}

/* With a sound signature by the right secret, and still refused for its header. */
static void test_headers(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "{\"alg\":\"none\",\"kid\":\"k1\"}", "{\"alg\":\"HS512\",\"kid\":\"k1\"}", "{\"alg\":\"hs256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"kid\":\"../k1\"}", "{\"alg\":\"HS256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"jwk\":{}}", "{\"alg\":\"HS256\",\"kid\":\"k1\",\"jku\":\"https://x\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",\"x5u\":\"https://x\"}", "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"k1\"}",
        "{\"alg\":\"HS256\",\"kid\":\"k1\",}", "[\"HS256\"]", "{\"alg\":[\"HS256\"],\"kid\":\"k1\"}", "{\"alg\":\"HS256\",\"kid\":1}",
    };
    struct str body = base64url_encode(arena, STR("{\"sub\":\"a\"}")), claims;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const struct str parts[] = {base64url_encode(arena, str_of(refused[i])), STR("."), body};
        struct str text = arena_join(arena, 3, parts);
        struct sha256_digest mac = hmac_sha256(own.secret, text);
        const struct str whole[] = {text, STR("."), base64url_encode(arena, (struct str){(const char *)mac.b, 32})};
        assert_int_equal(jws_verify(arena, &own, arena_join(arena, 3, whole), &claims), JWS_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_signatures, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_keys, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_our_own, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_each_byte_changed, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_headers, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
