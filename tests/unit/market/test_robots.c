/* RFC 9309: its own examples, section by section, and what robots.txt files are like in the wild. */
#include "market/robots.h"
#include "core/buf.h"
#include "lib/arena.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARENA_TEST(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

static bool may_as(const char *text, const char *agent, const char *target)
{
    struct robots robots;
    robots_parse(arena, str_of(text), str_of(agent), &robots);
    return robots_allows(arena, &robots, str_of(target));
}

static bool may(const char *text, const char *target)
{
    return may_as(text, "Curio", target);
}

static void test_groups(void **state)
{
    static const char text[] = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
                               "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
                               "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\nUser-Agent: quxbot\n\nEOF\n";
    (void)state;
    assert_true(may(text, "/publications/"));
    assert_false(may(text, "/example/"));
    assert_false(may(text, "/a/picture.gif"));
    assert_true(may(text, "/a/picture.gif?x"));
    assert_true(may_as(text, "foobot", "/example/page.html"));
    assert_true(may_as(text, "FooBot", "/example/allowed.gif"));
    assert_false(may_as(text, "foobot", "/"));
    assert_false(may_as(text, "barbot", "/example/page.html"));
    assert_false(may_as(text, "bazbot", "/example/page.html"));
    assert_true(may_as(text, "bazbot", "/example/"));
    assert_true(may_as(text, "quxbot", "/example/page.html"));
}

static void test_groups_of_one_robot_are_one(void **state)
{
    static const char text[] = "user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: other\ndisallow: /all\n\n"
                               "user-agent: ExampleBot/2.1 (+http://example.org)\ndisallow: /baz\n";
    (void)state;
    assert_false(may_as(text, "ExampleBot", "/foo"));
    assert_false(may_as(text, "ExampleBot", "/bar"));
    assert_false(may_as(text, "ExampleBot", "/baz"));
    assert_true(may_as(text, "ExampleBot", "/all"));
    assert_true(may_as(text, "Example", "/foo"));
    assert_false(may("User-agent: a\nSitemap: https://example.org/s.xml\nUser-agent: curio\nDisallow: /x\n", "/x"));
}

static void test_the_longest_decides(void **state)
{
    static const char text[] = "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
    (void)state;
    assert_false(may_as(text, "foobot", "/example/page/disallowed.gif"));
    assert_true(may_as(text, "foobot", "/example/page/"));
    assert_true(may("User-agent: *\nDisallow: /page\nAllow: /page\n", "/page"));
    assert_true(may("User-agent: *\nAllow: /p\nDisallow: /\n", "/page"));
    assert_false(may("User-agent: *\nAllow: /page\nDisallow: /*.htm\n", "/page.htm"));
    assert_true(may("User-agent: *\nDisallow: /\n", "/robots.txt"));
    assert_true(may("User-agent: *\nDisallow:\n", "/anything"));
}

static void test_special_characters(void **state)
{
    (void)state;
    assert_false(may("User-agent: *\nDisallow: /fish*.php\n", "/fishheads/catfish.php?parameters"));
    assert_true(may("User-agent: *\nDisallow: /fish*.php\n", "/Fish.PHP"));
    assert_false(may("User-agent: *\nDisallow: /*.php$\n", "/folder/filename.php"));
    assert_true(may("User-agent: *\nDisallow: /*.php$\n", "/filename.php?parameters"));
    assert_true(may("User-agent: *\nDisallow: /*.php$\n", "/filename.php5"));
    assert_false(may("User-agent: *\nDisallow: /a*b*c$\n", "/abxcbc"));
    assert_true(may("User-agent: *\nDisallow: /a*bc$\n", "/abcb"));
    assert_false(may("User-agent: *\nDisallow: /this # path\n", "/this/way"));
    assert_false(may("User-agent: *\nDisallow: /path/file-with-a-%2A.html\n", "/path/file-with-a-*.html"));
    assert_true(may("User-agent: *\nDisallow: /path/foo-%24\n", "/path/foo-"));
    assert_false(may("User-agent: *\nDisallow: /path/foo-%24\n", "/path/foo-$"));
    assert_false(may("User-agent: *\nDisallow: *\n", "/"));
    assert_false(may("User-agent: *\nDisallow: /$\n", "/"));
    assert_true(may("User-agent: *\nDisallow: /$\n", "/a"));
}

static void test_encoded_octets(void **state)
{
    (void)state;
    assert_false(may("User-agent: *\nDisallow: /foo/bar?baz=quz\n", "/foo/bar?baz=quz"));
    assert_false(may("User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar\n", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"));
    assert_false(may("User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84\n", "/foo/bar/%E3%83%84"));
    assert_false(may("User-agent: *\nDisallow: /foo/bar/%e3%83%84\n", "/foo/bar/\xE3\x83\x84"));
    assert_false(may("User-agent: *\nDisallow: /foo/bar/%62%61%7A\n", "/foo/bar/baz"));
    assert_true(may("User-agent: *\nDisallow: /a%2Fb\n", "/a/b"));
}

static void test_odd_files(void **state)
{
    struct robots robots;
    (void)state;
    assert_false(may("\xEF\xBB\xBFUser-agent: *\r\nDisallow: /x\r\n", "/x"));
    assert_false(may("User-agent: *\rDisallow: /x\r", "/x"));
    assert_false(may("USER-AGENT : *\n  dIsAlLoW\t:\t/x", "/x"));
    assert_true(may("Disallow: /x\n", "/x"));
    assert_true(may("<html><body>User-agent: * Disallow: /</body></html>", "/x"));
    assert_true(may("", "/x"));
    robots_parse(arena, STR("User-agent: *\nCrawl-delay: 1.5\nDisallow: /x\n"), STR("Curio"), &robots);
    assert_int_equal(robots.delay_ms, 1500);
    assert_false(robots.named);
    robots_parse(arena, STR("User-agent: curio\nCrawl-delay: -4\nCrawl-delay: x\n"), STR("Curio"), &robots);
    assert_int_equal(robots.delay_ms, -1);
    assert_true(robots.named);
}

static void test_a_long_file_is_read_to_its_limit(void **state)
{
    struct buf text;
    struct robots robots;
    (void)state;
    buf_init(&text, 2 * ROBOTS_BYTES);
    buf_add(&text, STR("User-agent: *\nDisallow: /first\n"));
    while (text.n < ROBOTS_BYTES - 100)
        buf_add(&text, STR("# a line that says nothing\n"));
    buf_add(&text, STR("Disallow: /within\n"));
    while (text.n < ROBOTS_BYTES)
        buf_add_char(&text, '#');
    buf_add(&text, STR("\nDisallow: /beyond\n"));
    robots_parse(arena, buf_str(&text), STR("Curio"), &robots);
    assert_false(robots_allows(arena, &robots, STR("/first")));
    assert_false(robots_allows(arena, &robots, STR("/within")));
    assert_true(robots_allows(arena, &robots, STR("/beyond")));
    buf_free(&text);
}

static struct str file_text(const char *folder, const char *name)
{
    static char bytes[1 << 20];
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name).p, "rb");
    size_t n = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    return (struct str){bytes, n};
}

/* What is answered for files of real sites must not depend on how their lines end, nor on a mark at their beginning. */
static void test_real_files(void **state)
{
    const char *corpora = getenv("CURIO_CORPORA");
    const char *folder = arena_printf(arena, "%s/robots", corpora ? corpora : "../shared/corpora").p;
    static const char *const targets[] = {"/", "/search?q=x", "/wp-admin/", "/events/2026", "/admin", "/index.html"};
    DIR *dir = opendir(folder);
    int files = 0;
    (void)state;
    if (!dir) {
        print_message("skipped: no %s\n", folder);
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct robots plain, marked;
        if (!str_ends_with(str_of(entry->d_name), STR(".txt")))
            continue;
        struct str text = arena_str(arena, file_text(folder, entry->d_name));
        robots_parse(arena, text, STR("Curio"), &plain);
        robots_parse(arena, str_starts_with(text, STR("\xEF\xBB\xBF")) ? text : arena_printf(arena, "\xEF\xBB\xBF" STR_FMT, STR_ARG(text)), STR("Curio"), &marked);
        assert_int_equal(plain.count, marked.count);
        for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
            assert_int_equal(robots_allows(arena, &plain, str_of(targets[i])), robots_allows(arena, &marked, str_of(targets[i])));
        files++;
    }
    closedir(dir);
    assert_true(files > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_groups),          ARENA_TEST(test_groups_of_one_robot_are_one), ARENA_TEST(test_the_longest_decides),
        ARENA_TEST(test_special_characters), ARENA_TEST(test_encoded_octets),           ARENA_TEST(test_odd_files),
        ARENA_TEST(test_a_long_file_is_read_to_its_limit), ARENA_TEST(test_real_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
