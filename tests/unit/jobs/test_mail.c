/* Mail that no name, subject or address can bend. */
#include "jobs/mail.h"
#include "lib/arena.h"

#include <setjmp.h>

#include <cmocka.h>

static size_t count_of(struct str text, const char *needle)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = str_find(text, str_of(needle))) >= 0; count++)
        text = str_slice(text, (size_t)at + 1, text.n);
    return count;
}

static void test_mail_cannot_be_bent(void **state)
{
    const struct config config = {.site_name = STR("Cur\r\nBcc: x@evil"), .mail_from = STR("curio@example.org")};
    const struct timestamp date = {0};
    struct mail mail = {.to = STR("ada@example.org"),
                        .subject = STR("Hi\r\nBcc: x@evil\r\n\r\nbody"),
                        .text = STR(".\n..\nfröhlich = \n")};
    (void)state;
    struct str text = mail_message(arena, &config, &mail, uuid_new(), date);
    assert_int_equal(count_of(text, "Bcc"), 0);
    assert_int_equal(count_of(text, "\r\n\r\n"), 1);
    assert_int_equal(count_of(text, "\n."), 0);
    assert_true(str_find(text, STR("fr=C3=B6hlich =3D=20\r\n")) > 0);
    assert_true(str_find(text, STR("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n")) > 0);
    static const char *const bent[] = {"a@b\r\nRCPT TO:<x@evil>", "a@b>", "<a@b", "a b@c", "a@b@c", "a", "@b", "a@", "a@b,c@d", ""};
    for (size_t i = 0; i < sizeof bent / sizeof *bent; i++) {
        mail.to = str_of(bent[i]);
        assert_null(mail_message(arena, &config, &mail, uuid_new(), date).p);
    }
}

static void test_mail_lines_are_short(void **state)
{
    const struct config config = {.site_name = STR("Curio"), .mail_from = STR("curio@example.org")};
    char long_line[3000];
    (void)state;
    for (size_t i = 0; i + 3 <= sizeof long_line; i += 3)
        memcpy(long_line + i, i % 2 ? "\xe2\x82\xac" : "a.b", 3);
    const struct mail mail = {.to = STR("a@b"), .subject = {long_line, 600}, .text = {long_line, sizeof long_line}};
    struct str line, rest = mail_message(arena, &config, &mail, uuid_new(), (struct timestamp){0});
    assert_non_null(rest.p);
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        assert_true(line.n <= 78);
        assert_true(!more || str_ends_with(line, STR("\r")));
    }
}

static void test_mail_of_two_parts(void **state)
{
    const struct config config = {.site_name = STR("Curio"), .mail_from = STR("curio@example.org")};
    struct mail mail = {.to = STR("a@b"), .subject = STR("News"), .text = STR("plain\n"), .html = STR("<p>rich</p>\n")};
    (void)state;
    struct str text = mail_message(arena, &config, &mail, uuid_new(), (struct timestamp){0});
    ptrdiff_t plain = str_find(text, STR("Content-Type: text/plain; charset=utf-8\r\n"));
    ptrdiff_t html = str_find(text, STR("Content-Type: text/html; charset=utf-8\r\n"));
    assert_true(plain > 0 && plain < html); /* who shows both takes the last */
    assert_int_equal(count_of(text, "--=_"), 3);
    assert_true(str_ends_with(text, STR("--\r\n")));
    assert_int_equal(count_of(text, "List-Unsubscribe"), 0);
    mail.unsubscribe = STR("https://site.example/end");
    text = mail_message(arena, &config, &mail, uuid_new(), (struct timestamp){0});
    assert_int_equal(count_of(text, "List-Unsubscribe: <https://site.example/end>\r\n"), 1);
    assert_int_equal(count_of(text, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), 1);
    mail.unsubscribe = STR("https://site.example/\r\nBcc: x@evil");
    assert_null(mail_message(arena, &config, &mail, uuid_new(), (struct timestamp){0}).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_mail_of_two_parts, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_mail_cannot_be_bent, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_mail_lines_are_short, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
