#include "cmocka_web.h"

#include "core/arena.h"
#include "web/presign.h"

static const struct config example = {.s3_key = STR("AKIAIOSFODNN7EXAMPLE"),
                                      .s3_secret = STR("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                                      .s3_region = STR("us-east-1"),
                                      .s3_endpoint = STR("https://s3.amazonaws.com"),
                                      .s3_bucket = STR("examplebucket")};
static const struct presign day = {.method = STR("GET"), .seconds = 86400, .now = {INT64_C(1369353600000000)}}; /* 2013-05-24T00:00:00Z */

/* "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", its example. */
static void the_published_example_comes_out(void **state)
{
    struct arena *arena = *state;
    const struct s3_object object = {STR("https://examplebucket.s3.amazonaws.com"), STR("examplebucket.s3.amazonaws.com"), STR("/test.txt")};
    assert_str(presign(arena, &example, &object, &day),
               "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE"
               "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
               "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

static void what_is_answered_is_signed_as_well(void **state)
{
    struct arena *arena = *state;
    const struct s3_object object = s3_object_of(arena, &example, sha256_of(STR("")), true);
    struct presign ask = day;
    struct str plain = presign(arena, &example, &object, &ask);
    ask.disposition = STR("attachment; filename=\"a b.schem\"; filename*=UTF-8''%C3%A6.schem");
    struct str named = presign(arena, &example, &object, &ask);
    assert_true(str_find(named, STR("&response-content-disposition=attachment%3B%20filename%3D%22a%20b.schem%22%3B%20filename%2A%3DUTF-8%27%27%25C3%25A6.schem&X-Amz-Signature=")) > 0);
    assert_false(str_eq(str_slice(plain, plain.n - 64, plain.n), str_slice(named, named.n - 64, named.n)));
    ask.method = STR("HEAD");
    struct str head = presign(arena, &example, &object, &ask);
    assert_false(str_eq(head, named));
}

static void buckets_stand_in_the_host_or_the_path(void **state)
{
    struct arena *arena = *state;
    struct config config = example;
    struct s3_object object = s3_object_of(arena, &config, sha256_of(STR("")), false);
    assert_str(object.origin, "https://examplebucket.s3.amazonaws.com");
    assert_str(object.path, "/e3/b0/c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    config.s3_path_style = 1;
    config.s3_endpoint = STR("http://127.0.0.1:9000");
    object = s3_object_of(arena, &config, sha256_of(STR("")), false);
    assert_str(object.origin, "http://127.0.0.1:9000");
    assert_str(object.host, "127.0.0.1:9000");
    assert_str(object.path, "/examplebucket/e3/b0/c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    config.s3_public_endpoint = STR("https://files.example.org");
    assert_str(s3_object_of(arena, &config, sha256_of(STR("")), true).host, "files.example.org");
    assert_str(s3_object_of(arena, &config, sha256_of(STR("")), false).host, "127.0.0.1:9000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(the_published_example_comes_out),
        WITH_ARENA(what_is_answered_is_signed_as_well),
        WITH_ARENA(buckets_stand_in_the_host_or_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
