/* What an access token has to claim. Each wrong one is signed with the right key. */
#include "account/token.h"

#include <setjmp.h>

#include <cmocka.h>

#include "account/jws.h"
#include "account/keys.h"
#include "lib/arena.h"

static const struct config config = {.site_url = {"https://curio.example", 21},
                                     .token_secret = {"a secret of more than thirty-two bytes", 38},
                                     .access_token_seconds = 900};
static const struct timestamp now = {INT64_C(1800000000) * 1000000};
static const struct token_claims whose = {{{1, 2, 3}}, {{4, 5, 6}}};

static bool read_with(const struct config *by, struct str token, int64_t seconds_later)
{
    struct token_claims read;
    const struct timestamp at = {now.us + seconds_later * 1000000};
    return token_read(arena, by, token, at, &read) && uuid_eq(read.account, whose.account) &&
           uuid_eq(read.session, whose.session);
}

static void test_lives_a_quarter_of_an_hour(void **state)
{
    (void)state;
    struct str token = token_make(arena, &config, &whose, now);
    assert_true(read_with(&config, token, 0));
    assert_true(read_with(&config, token, 899));
    assert_false(read_with(&config, token, 900));
    assert_false(read_with(&config, token, 901));
    assert_false(read_with(&config, token, -60));
}

static void test_of_another_site_or_secret(void **state)
{
    (void)state;
    struct str token = token_make(arena, &config, &whose, now);
    struct config other = config;
    other.site_url = STR("https://other.example");
    assert_false(read_with(&other, token, 0));
    other = config;
    other.token_secret = STR("another secret of thirty-two bytes and more");
    assert_false(read_with(&other, token, 0));
}

#define ISS "\"iss\":\"https://curio.example\""
#define AUD "\"aud\":\"curio-api\""
#define TYP "\"typ\":\"access\""
#define SUB "\"sub\":\"01020300-0000-0000-0000-000000000000\""
#define SID "\"sid\":\"04050600-0000-0000-0000-000000000000\""
#define IAT "\"iat\":1800000000"
#define NBF "\"nbf\":1800000000"
#define EXP "\"exp\":1800000900"

static bool accepts(const char *claims)
{
    struct sha256_digest secret = key_of(&config, KEY_ACCESS);
    const struct jws_secret key = {key_id(arena, &config), sha256_bytes(&secret)};
    struct str token = jws_sign(arena, &key, str_of(claims));
    assert_non_null(token.p);
    return read_with(&config, token, 0);
}

static void test_every_claim_counts(void **state)
{
    static const char *const refused[] = {
        "{" AUD "," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF "}",
        "{\"iss\":\"https://evil.example\"," AUD "," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS ",\"aud\":\"other\"," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS ",\"aud\":[\"curio-api\"]," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD ",\"typ\":\"refresh\"," SUB "," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP ",\"sub\":\"admin\"," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP ",\"sub\":1," SID "," IAT "," NBF "," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF ",\"exp\":1}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF ",\"exp\":-1}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF ",\"exp\":\"1800000900\"}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF ",\"exp\":1800000900.5}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF ",\"exp\":9223372036854775807}",
        "{" ISS "," AUD "," TYP "," SUB "," SID "," IAT ",\"nbf\":1800000060," EXP "}",
        "{" ISS "," AUD "," TYP "," SUB "," SID ",\"iat\":1800000060," NBF "," EXP "}",
    };
    (void)state;
    assert_true(accepts("{" ISS "," AUD "," TYP "," SUB "," SID "," IAT "," NBF "," EXP "}"));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (accepts(refused[i]))
            fail_msg("accepted: %s", refused[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lives_a_quarter_of_an_hour, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_of_another_site_or_secret, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_every_claim_counts, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
