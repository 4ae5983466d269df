#include "cmocka_web.h"

#include "web/cookies.h"
#include "web/percent.h"
#include "web/request_parse.h"

static enum request_result parse(struct arena *arena, char **parameters, struct request *rq, struct request_line *line)
{
    struct incoming *in = ARENA_NEW(arena, struct incoming);
    in->parameters = parameters;
    *rq = (struct request){.arena = arena, .incoming = in};
    return request_parse(rq, line);
}

static enum request_result parse_uri(struct arena *arena, const char *uri, struct request *rq)
{
    struct request_line line;
    struct str parameter = arena_printf(arena, "REQUEST_URI=%s", uri);
    char *text = arena_alloc(arena, parameter.n + 1), method[] = "REQUEST_METHOD=GET";
    memcpy(text, parameter.p, parameter.n);
    char **parameters = arena_array(arena, 3, sizeof(char *));
    parameters[0] = method;
    parameters[1] = text;
    return parse(arena, parameters, rq, &line);
}

static void paths_are_decoded_and_queries_cut_off(void **state)
{
    struct request rq;
    assert_int_equal(parse_uri(*state, "/people/j%C3%B6rg?a=%41&b", &rq), REQUEST_PARSED);
    assert_str(rq.path, "/people/j\xc3\xb6rg");
    assert_str(rq.query, "a=%41&b");
    assert_int_equal(parse_uri(*state, "/", &rq), REQUEST_PARSED);
    assert_str(rq.query, "");
}

static void ambiguous_paths_are_refused(void **state)
{
    static const char *const uris[] = {
        "", "people", "*", "/a/../b", "/a/%2e%2e/b", "/./a", "/a/%2E", "/a%2fb", "/a%2Fb", "/a%00b", "/a%0d%0ab", "/a%ff",
        "/%c0%af", "/a%5cb", "/a\\b", "/a%", "/a%2", "/a%zz", "http://example.org/", "/%ed%a0%80",
    };
    struct request rq;
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++)
        if (parse_uri(*state, uris[i], &rq) != REQUEST_MALFORMED) fail_msg("accepted: %s", uris[i]);
    char *long_one = arena_alloc(*state, 4000);
    memset(long_one, 'a', 3999);
    long_one[0] = '/';
    assert_int_equal(parse_uri(*state, long_one, &rq), REQUEST_MALFORMED);
}

static void methods_are_known_by_name(void **state)
{
    struct request rq;
    struct request_line line;
    char uri[] = "REQUEST_URI=/", head[] = "REQUEST_METHOD=HEAD", options[] = "REQUEST_METHOD=OPTIONS",
         lower[] = "REQUEST_METHOD=get", trace[] = "REQUEST_METHOD=TRACE";
    assert_int_equal(parse(*state, (char *[]){uri, head, NULL}, &rq, &line), REQUEST_PARSED);
    assert_true(rq.head && rq.method == GET);
    assert_int_equal(parse(*state, (char *[]){uri, options, NULL}, &rq, &line), REQUEST_PARSED);
    assert_true(line.options);
    assert_int_equal(parse(*state, (char *[]){uri, lower, NULL}, &rq, &line), REQUEST_METHOD_UNKNOWN);
    assert_int_equal(parse(*state, (char *[]){uri, trace, NULL}, &rq, &line), REQUEST_METHOD_UNKNOWN);
    assert_int_equal(parse(*state, (char *[]){uri, NULL}, &rq, &line), REQUEST_METHOD_UNKNOWN);
}

static void addresses_are_counted_by_network(void **state)
{
    static struct {
        char sent[48];
        const char *key;
    } cases[] = {
        {"REMOTE_ADDR=192.0.2.7", "192.0.2.7"},
        {"REMOTE_ADDR=2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        {"REMOTE_ADDR=::ffff:192.0.2.7", "192.0.2.7"},
        {"REMOTE_ADDR=unix:", "unix:"},
    };
    struct request rq;
    struct request_line line;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)!parse(*state, (char *[]){cases[i].sent, NULL}, &rq, &line);
        assert_str(rq.address_key, cases[i].key);
    }
}

static void request_ids_are_only_ids(void **state)
{
    struct request rq;
    struct request_line line;
    char good[] = "HTTP_X_REQUEST_ID=abc-DEF_01.2", shorter[] = "HTTP_X_REQUEST_ID=abc", evil[] = "HTTP_X_REQUEST_ID=aaaaaaaa\r\nb";
    (void)!parse(*state, (char *[]){good, NULL}, &rq, &line);
    assert_str(rq.id, "abc-DEF_01.2");
    (void)!parse(*state, (char *[]){shorter, NULL}, &rq, &line);
    assert_int_equal(rq.id.n, 36);
    (void)!parse(*state, (char *[]){evil, NULL}, &rq, &line);
    assert_int_equal(rq.id.n, 36);
}

static void the_user_agent_is_text_or_nothing(void **state)
{
    struct request rq;
    struct request_line line;
    char bad[] = "HTTP_USER_AGENT=a\xff", good[] = "HTTP_USER_AGENT=Mozilla/5.0 \xe2\x82\xac";
    (void)!parse(*state, (char *[]){bad, NULL}, &rq, &line);
    assert_str(rq.user_agent, "");
    (void)!parse(*state, (char *[]){good, NULL}, &rq, &line);
    assert_str(rq.user_agent, "Mozilla/5.0 \xe2\x82\xac");
}

static void cookies_are_found_once_or_not_at_all(void **state)
{
    (void)state;
    struct str header = STR("a=1; __Host-session=abc=d ;b=;a=2; c");
    assert_str(cookies_find(header, STR("__Host-session")), "abc=d");
    assert_str(cookies_find(header, STR("b")), "");
    assert_null(cookies_find(header, STR("a")).p); /* came twice */
    assert_null(cookies_find(header, STR("c")).p);
    assert_null(cookies_find(header, STR("host-session")).p);
    assert_null(cookies_find(STR_NULL, STR("a")).p);
    assert_null(cookies_find(STR(";;;=;"), STR("a")).p);
}

static void percent_goes_out_and_comes_back(void **state)
{
    struct str text = STR("a b&c=\xe2\x82\xac/?#%+~"), back;
    struct str encoded = percent_encode(*state, text, "/");
    assert_str(encoded, "a%20b%26c%3D%E2%82%AC/%3F%23%25%2B~");
    assert_true(percent_decode(*state, encoded, false, &back));
    assert_true(str_eq(back, text));
    assert_true(percent_decode(*state, STR("a+b"), false, &back));
    assert_str(back, "a+b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(paths_are_decoded_and_queries_cut_off), WITH_ARENA(ambiguous_paths_are_refused),
        WITH_ARENA(methods_are_known_by_name),             WITH_ARENA(addresses_are_counted_by_network),
        WITH_ARENA(request_ids_are_only_ids),              WITH_ARENA(the_user_agent_is_text_or_nothing),
        WITH_ARENA(cookies_are_found_once_or_not_at_all),  WITH_ARENA(percent_goes_out_and_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
