#include "core/crypto.h"
#include "core/password.h"
#include "lib/arena.h"

#include <setjmp.h>

#include <cmocka.h>

static void assert_digest(struct sha256_digest digest, const char *hex)
{
    assert_true(str_eq(hex_encode(arena, digest.b, sizeof digest.b), str_of(hex)));
}

/* FIPS 180-4 examples. */
static void test_sha256(void **state)
{
    (void)state;
    const char *abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_digest(sha256_of(STR("abc")), abc);
    assert_digest(sha256_of(STR("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest(sha256_of(STR_NULL), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    struct sha256 *running = sha256_new();
    sha256_add(running, "a", 1);
    sha256_add(running, "", 0);
    sha256_add(running, "bc", 2);
    assert_digest(sha256_finish(running), abc);
}

/* RFC 4231, test cases 1, 2 and 6. */
static void test_hmac(void **state)
{
    char key[131];
    (void)state;
    memset(key, 0x0b, 20);
    assert_digest(hmac_sha256((struct str){key, 20}, STR("Hi There")),
                  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_digest(hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    assert_digest(hmac_sha256((struct str){key, sizeof key}, STR("Test Using Larger Than Block-Size Key - Hash Key First")),
                  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void test_comparing_secrets(void **state)
{
    struct sha256_digest a = sha256_of(STR("a")), b = a;
    (void)state;
    assert_true(sha256_eq(a, b));
    b.b[31] ^= 1;
    assert_false(sha256_eq(a, b));
    assert_true(secret_equal(STR("secret"), STR("secret")));
    assert_false(secret_equal(STR("secret"), STR("secreT")));
    assert_false(secret_equal(STR("secret"), STR("secrets")));
    assert_true(secret_equal(STR(""), STR_NULL));
}

static void test_random(void **state)
{
    uint8_t a[64] = {0}, b[64] = {0};
    (void)state;
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    struct str token = random_token(arena, 32), bytes;
    assert_int_equal(token.n, 43);
    assert_true(base64url_decode(arena, token, &bytes));
    assert_int_equal(bytes.n, 32);
    assert_false(str_eq(token, random_token(arena, 32)));
}

static void test_hex(void **state)
{
    uint8_t out[3] = {9, 9, 9};
    (void)state;
    assert_true(hex_decode(STR("00fFa5"), out, 3));
    assert_memory_equal(out, "\x00\xff\xa5", 3);
    assert_false(hex_decode(STR("00ff"), out, 3));
    assert_false(hex_decode(STR("00ff0"), out, 3));
    assert_false(hex_decode(STR("00ff0g"), out, 3));
    assert_false(hex_decode(STR("00ff\x10""0"), out, 3)); /* | ' ' would make a digit of it */
    assert_memory_equal(out, "\x00\xff\xa5", 3);
}

/* RFC 4648, section 10, without padding; then what is not canonical. */
static void test_base64url(void **state)
{
    static const char *const pairs[][2] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"foob", "Zm9vYg"},
                                           {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbe", "-_--"}};
    static const char *const bad[] = {"Z", "Zg==", "Zh", "Zm9", "Zm8=", "Zm 9v", "+/++", "Zm9v\n", "Zm9vY", "Z\x80"};
    struct str out = STR("untouched");
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(str_eq(base64url_encode(arena, str_of(pairs[i][0])), str_of(pairs[i][1])));
        assert_true(base64url_decode(arena, str_of(pairs[i][1]), &out));
        assert_true(str_eq(out, str_of(pairs[i][0])));
    }
    out = STR("untouched");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(base64url_decode(arena, str_of(bad[i]), &out));
    assert_false(base64url_decode(arena, (struct str){"Zg\0", 3}, &out));
    assert_true(str_eq(out, STR("untouched")));
}

static void test_every_byte_through_base64url(void **state)
{
    char bytes[256];
    struct str back;
    (void)state;
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    for (size_t n = 0; n <= 256; n++) {
        assert_true(base64url_decode(arena, base64url_encode(arena, (struct str){bytes, n}), &back));
        assert_true(str_eq(back, (struct str){bytes, n}));
    }
}

static void test_passwords_round_trip(void **state)
{
    (void)state;
    struct str hash = password_hash(arena, STR("correct horse"), 4);
    assert_true(str_starts_with(hash, STR("$2b$04$")));
    assert_int_equal(hash.n, 60);
    assert_int_equal(password_check(STR("correct horse"), hash), PASSWORD_OK);
    assert_int_equal(password_check(STR("correct horsf"), hash), PASSWORD_WRONG);
    assert_int_equal(password_check(STR(""), hash), PASSWORD_WRONG);
    assert_false(str_eq(hash, password_hash(arena, STR("correct horse"), 4))); /* salted */
    assert_false(password_hash_is_stale(hash, 4));
    assert_true(password_hash_is_stale(hash, 12));
    assert_true(password_hash_is_stale(STR("$2y$04$"), 4));
}

/* bcrypt would cut both and take them for the same. */
static void test_nothing_is_cut_silently(void **state)
{
    char longest[PASSWORD_MAX + 1];
    (void)state;
    memset(longest, 'x', sizeof longest);
    struct str whole = {longest, PASSWORD_MAX}, longer = {longest, PASSWORD_MAX + 1};
    struct str hash = password_hash(arena, whole, 4);
    assert_int_equal(password_check(whole, hash), PASSWORD_OK);
    assert_int_equal(password_check(longer, hash), PASSWORD_WRONG);
    assert_null(password_hash(arena, longer, 4).p);
    assert_null(password_hash(arena, (struct str){"abcdefgh\0ijkl", 13}, 4).p);
    hash = password_hash(arena, STR("abcdefgh"), 4);
    assert_int_equal(password_check((struct str){"abcdefgh\0ijkl", 13}, hash), PASSWORD_WRONG);
}

static void test_foreign_hashes_fail(void **state)
{
    static const char *const bad[] = {"", "x", "*0", "$1$salt$hash", "$2b$04$tooshort",
                                      "$2b$99$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde",
                                      "$6$rounds=999999999$abcdefghijklmnopqrstuvwxyzabcdefghijklmn"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(password_check(STR("password"), str_of(bad[i])), PASSWORD_FAIL);
    assert_int_equal(password_check(STR("password"), STR_NULL), PASSWORD_FAIL);
    assert_null(password_hash(arena, STR("password"), 99).p);
}

static void test_common_passwords(void **state)
{
    static const char *const common[] = {"password", "PassWord", "12345678", "123456789", "qwertyuiop", "1q2w3e4r", "iloveyou",
                                         "sunshine", "trustno1", "password1", "football", "baseball", "superman", "letmein1",
                                         "minecraft", "p@ssw0rd", "P@$$w0rd", "Password1!", "Passw0rd2026", "m1n3cr4ft99", "!l0v3y0u"};
    static const char *const fine[] = {"", "correct horse battery", "zxcv,9Qm-plov", "passwordpasswordpassword!x", "!!!!!!!!1", "my password is long", "p@ssw0rd and more"};
    (void)state;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        assert_true(password_is_common(str_of(common[i])));
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_false(password_is_common(str_of(fine[i])));
    assert_false(password_is_common((struct str){"password\0x", 10}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256),
        cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_comparing_secrets),
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_base64url),
        cmocka_unit_test(test_every_byte_through_base64url),
        cmocka_unit_test(test_passwords_round_trip),
        cmocka_unit_test(test_nothing_is_cut_silently),
        cmocka_unit_test(test_foreign_hashes_fail),
        cmocka_unit_test(test_common_passwords),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
