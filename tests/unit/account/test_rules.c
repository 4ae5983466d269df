/* Small rules: names as slugs, where signing in may lead, which passwords are refused, links that are secrets,
 * permissions by name. */
#include "account/create.h"
#include "account/permission.h"
#include "account/reset.h"
#include "account/then.h"
#include "core/crypto.h"
#include "core/slug.h"
#include "lib/arena.h"

#include <glob.h>
#include <setjmp.h>

#include <cmocka.h>

static void assert_text(struct str text, const char *expected)
{
    if (!str_eq(text, str_of(expected)))
        fail_msg("\"" STR_FMT "\" instead of \"%s\"", STR_ARG(text), expected);
}

static void test_slugs(void **state)
{
    static const char *const pairs[][2] = {
        {"Åse's Größe", "ase-s-grosse"}, {"  Two   words ", "two-words"}, {"--a--", "a"}, {"ÆØÅ", "aeoa"}, {"Žluťoučký kůň", "zlutoucky-kun"},
        {"", "unnamed"}, {"東京", "unnamed"}, {"🙂", "unnamed"}, {"東京 tower", "tower"}, {"e\xcc\x81t\xc3\xa9", "ete"}, {"../../etc", "etc"},
        {"<script>", "script"}, {"a\xff" "b", "a-b"}, {"ŸĲŒÞß", "yijoethss"}, {"3×3", "3-3"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_text(slug_of(arena, str_of(pairs[i][0])), pairs[i][1]);
    char many[400];
    memset(many, 'a', sizeof many);
    assert_int_equal(slug_of(arena, (struct str){many, sizeof many}).n, SLUG_MAX);
    for (size_t i = 0; i < sizeof many; i += 2)
        memcpy(many + i, "\xc3\x9f", 2);
    assert_true(slug_of(arena, (struct str){many, sizeof many}).n <= SLUG_MAX);
    struct str one = slug_another(arena, STR("castle")), two = slug_another(arena, STR("castle"));
    assert_true(str_starts_with(one, STR("castle-")) && one.n == 13 && !str_eq(one, two));
}

static void test_where_signing_in_leads(void **state)
{
    static const char *const refused[] = {"", "x", "//evil", "/\\evil", "\\evil", "https://evil", "/a\\b", "/a b", "/a\tb", "/\r\nX: y",
                                          "/\x7f", "javascript:x", " /a"};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_text(then_place(str_of(refused[i])), "/");
    assert_text(then_place(STR_NULL), "/");
    assert_text(then_place(STR("/schematics?tag=a%20b&x=1")), "/schematics?tag=a%20b&x=1");
    assert_text(then_place(STR("/")), "/");
    assert_text(then_place((struct str){"/a\0b", 4}), "/");
}

static void test_passwords(void **state)
{
    struct str email = STR("ada@example.org"), name = STR("Ada Lovelace");
    char bytes[80];
    (void)state;
    memset(bytes, 'q', sizeof bytes);
    bytes[3] = 'Z';
    assert_int_equal(password_flaw((struct str){bytes, 7}, email, name), PASSWORD_SHORT);
    assert_int_equal(password_flaw((struct str){bytes, 8}, email, name), PASSWORD_FINE);
    assert_int_equal(password_flaw((struct str){bytes, 72}, email, name), PASSWORD_FINE);
    assert_int_equal(password_flaw((struct str){bytes, 73}, email, name), PASSWORD_LONG);
    assert_int_equal(password_flaw((struct str){"four\0more", 9}, email, name), PASSWORD_NUL);
    assert_int_equal(password_flaw(STR("PASSWORD1"), email, name), PASSWORD_COMMON);
    assert_int_equal(password_flaw(STR("ada lovelace"), email, name), PASSWORD_PERSONAL);
    assert_int_equal(password_flaw(STR("Ada@Example.org"), email, name), PASSWORD_PERSONAL);
    assert_int_equal(password_flaw(STR("longer.local"), STR("longer.local@example.org"), name), PASSWORD_PERSONAL);
    for (int flaw = PASSWORD_SHORT; flaw <= PASSWORD_PERSONAL; flaw++)
        assert_true(strlen(password_flaw_text((enum password_flaw)flaw)) > 10);
}

static void test_reset_links(void **state)
{
    const struct config config = {.token_secret = STR("a secret of more than thirty-two bytes")};
    const struct config other = {.token_secret = STR("another one of more than thirty-two bytes")};
    struct uuid id = uuid_new(), read;
    (void)state;
    struct str token = reset_token(arena, &config, id);
    assert_true(reset_token_read(arena, &config, token, &read) && uuid_eq(read, id));
    assert_false(reset_token_read(arena, &other, token, &read));
    char *copy = arena_alloc(arena, token.n);
    for (size_t at = 0; at < token.n; at++) {
        memcpy(copy, token.p, token.n);
        copy[at] = copy[at] == 'A' ? 'B' : 'A';
        assert_false(reset_token_read(arena, &config, (struct str){copy, token.n}, &read));
        assert_false(reset_token_read(arena, &config, str_slice(token, 0, at), &read));
    }
}

static size_t count_of(struct str text, const char *needle)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = str_find(text, str_of(needle))) >= 0; count++)
        text = str_slice(text, (size_t)at + 1, text.n);
    return count;
}

/* The lines of a migration that make permissions. */
static struct str permissions_made_by(const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, MOST);
    struct str rest = {bytes, fread(bytes, 1, MOST, file)}, line, made = STR("");
    fclose(file);
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (str_starts_with(line, STR("INSERT INTO permission ")))
            made = arena_printf(arena, STR_FMT STR_FMT "\n", STR_ARG(made), STR_ARG(str_slice(line, 0, (size_t)str_find(line, STR(";")))));
    }
    return made;
}

/* The migrations are where the database has them from. */
static void test_permissions_are_those_of_the_database(void **state)
{
    glob_t files;
    struct str made = STR("");
    (void)state;
    assert_int_equal(glob("sql/migrations/*.sql", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        const struct str more = permissions_made_by(files.gl_pathv[i]);
        made = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(made), STR_ARG(more));
    }
    globfree(&files);
    size_t named = 0;
    for (unsigned p = 0; p < PERMISSION_COUNT; p++) {
        const char *name = permission_name((enum permission)p);
        if (name == NULL)
            continue;
        struct str quoted = arena_printf(arena, "('%s')", name);
        if (str_find(made, quoted) < 0)
            fail_msg("the database has no permission %s", name);
        named++;
    }
    assert_int_equal(count_of(made, "("), named);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_slugs, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_where_signing_in_leads, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_passwords, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_reset_links, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_permissions_are_those_of_the_database, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
