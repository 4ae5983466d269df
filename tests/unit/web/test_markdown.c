#include "cmocka_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "web/markdown.h"

enum { OUT_MAX = 1 << 20 };

static struct buf out;

static const char *render(const char *text)
{
    buf_free(&out);
    buf_init(&out, OUT_MAX);
    markdown_write(&out, str_of(text));
    buf_add_char(&out, '\0');
    return out.p;
}

static int end(void **state)
{
    (void)state;
    buf_free(&out);
    return 0;
}

static void writes_what_people_use(void **state)
{
    (void)state;
    assert_string_equal(render("One *two* **three** `four` ~~five~~"),
                        "<p>One <em>two</em> <strong>three</strong> <code>four</code> <del>five</del></p>");
    assert_string_equal(render("- a\n- b"), "<ul><li>a</li><li>b</li></ul>");
    assert_string_equal(render("1. a"), "<ol><li>a</li></ol>");
    assert_string_equal(render("> a\n\n---"), "<blockquote><p>a</p></blockquote><hr>");
    assert_string_equal(render("```\na < b\n```"), "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>");
    assert_string_equal(render("a|b\n---|---\nc|d"),
                        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>");
    assert_string_equal(render("a  \nb\nc"), "<p>a<br>b\nc</p>");
    assert_string_equal(render("&copy; &amp; &nosuch &#8239;"), "<p>&copy; &amp; &amp;nosuch &#8239;</p>");
    assert_string_equal(render(""), "");
}

static void headings_start_below_the_page(void **state)
{
    (void)state;
    assert_string_equal(render("# a\n## b\n### c\n#### d\n##### e\n###### f"),
                        "<h2>a</h2><h3>b</h3><h4>c</h4><h5>d</h5><h6>e</h6><h6>f</h6>");
    assert_string_equal(render("###### a\n#### b\n# c\n### d"), "<h2>a</h2><h3>b</h3><h2>c</h2><h3>d</h3>");
}

static void links_are_marked_and_of_known_schemes(void **state)
{
    (void)state;
    assert_string_equal(render("[a](https://example.org/?b=1&c=2)"),
                        "<p><a rel=\"nofollow ugc noopener\" href=\"https://example.org/?b=1&amp;c=2\">a</a></p>");
    assert_non_null(strstr(render("https://example.org"), "href=\"https://example.org\""));
    assert_non_null(strstr(render("[a](/schematics)"), "href=\"/schematics\""));
    static const char *const evil[] = {
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,x)", "[a](vbscript:x)",
        "[a](<java\tscript:alert(1)>)", "[a](\x01javascript:alert(1))", "[a](file:///etc/passwd)", "<javascript:alert(1)>",
        "[a]: javascript:x\n\n[a]", "![a](javascript:alert(1))", "[a](javascript&colon;alert(1))", "[a](&#106;avascript:alert(1))",
    };
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        const char *html = render(evil[i]), *address = strstr(html, "href=\"");
        if (address == NULL) continue; /* md4c took it for text */
        address += sizeof "href=\"" - 1;
        bool nowhere = *address == '#', relative = strcspn(address, ":") > strcspn(address, "&\"");
        assert_true(nowhere || relative);
    }
}

static void raw_html_is_text(void **state)
{
    (void)state;
    static const char *const evil[] = {
        "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<div\nonclick=x>", "<!-- a -->", "<?php x ?>", "<![CDATA[a]]>",
        "<style>*{}</style>", "[<b onclick=x>](https://a)", "`<script>`", "    <script>", "<svg/onload=x>", "# <script>",
    };
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        const char *html = render(evil[i]);
        assert_null(strstr(html, "<script"));
        assert_null(strstr(html, "<img"));
        assert_null(strstr(html, "<div"));
        assert_null(strstr(html, "<!"));
        assert_null(strstr(html, "<?"));
        assert_null(strstr(html, "<style"));
        assert_null(strstr(html, "<svg"));
        assert_null(strstr(html, "<b "));
        assert_non_null(strstr(html, "&lt;"));
    }
}

static void quotes_cannot_leave_an_address(void **state)
{
    (void)state;
    assert_null(strstr(render("[a](https://x\"onclick=y)"), "\"onclick"));
    assert_null(strstr(render("[a](<https://x\" onclick=\"y>)"), "onclick=\"y"));
    assert_null(strstr(render("[a](https://x 'b\" onclick=c')"), "onclick"));
}

static size_t count(const char *text, const char *of)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, of)) != NULL; at += strlen(of)) n++;
    return n;
}

static void pictures_become_links_and_links_never_nest(void **state)
{
    (void)state;
    assert_string_equal(render("![a](https://x/y.png)"),
                        "<p><a rel=\"nofollow ugc noopener\" href=\"https://x/y.png\">a</a></p>");
    const char *html = render("[![a](https://x)](https://y) and ![b [c](https://z)](https://w)");
    assert_int_equal(count(html, "<a "), 2);
    assert_int_equal(count(html, "</a>"), 2);
}

/* Deep, wide and broken input ends, and every tag that was opened is closed. */
static void bad_days_end_well(void **state)
{
    (void)state;
    static const char *const parts[] = {">", "- ", "*", "_", "[", "![", "`", "|", "a](b", "<", "&", "\\", "~~", "(((", "1. ", "# "};
    enum { REPEAT = 4000 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t size = strlen(parts[i]);
        char *text = malloc(REPEAT * size + 1);
        assert_non_null(text);
        for (size_t r = 0; r < REPEAT; r++) memcpy(text + r * size, parts[i], size);
        text[REPEAT * size] = '\0';
        const char *html = render(text);
        assert_int_equal(count(html, "<a "), count(html, "</a>"));
        assert_int_equal(count(html, "<em>"), count(html, "</em>"));
        assert_int_equal(count(html, "<blockquote>"), count(html, "</blockquote>"));
        free(text);
    }
}

/* One long address behind a thousand short references is a page of megabytes: then the text is shown as it was typed. */
static void a_little_text_makes_no_large_page(void **state)
{
    (void)state;
    enum { ADDRESS = 1900, REFERENCES = 4000, SIZE = 8 + ADDRESS + 2 + 3 * REFERENCES };
    char text[SIZE + 1];
    size_t n = (size_t)snprintf(text, sizeof text, "[a]: /%0*d\n\n", ADDRESS, 0);
    for (size_t i = 0; i < REFERENCES; i++) n += (size_t)snprintf(text + n, sizeof text - n, "[a]");
    const char *html = render(text);
    assert_true(str_starts_with(str_of(html), STR("<p>[a]: /000")));
    assert_true(strlen(html) < 2 * n);
}

static void a_full_buffer_stays_failed(void **state)
{
    (void)state;
    buf_free(&out);
    buf_init(&out, 32);
    markdown_write(&out, STR("a long paragraph that does not fit where it should go"));
    assert_true(out.failed);
    assert_true(out.n <= 32);
}

static void excerpt_is(const char *markdown, size_t most, const char *expected)
{
    struct arena *arena = arena_new(1 << 20);
    struct str excerpt = markdown_excerpt(arena, str_of(markdown), most);
    assert_int_equal(excerpt.n, strlen(expected));
    assert_memory_equal(excerpt.p, expected, excerpt.n);
    arena_free(arena);
}

static void test_excerpts_are_words_alone(void **state)
{
    (void)state;
    excerpt_is("", 200, "");
    excerpt_is("# A *tower*\n\nby the [sea](https://x.example) &amp; <b>more</b>", 200, "A tower by the sea & <b>more</b>");
    excerpt_is("one\n\n    code\n\n- two\n- three", 200, "one two three");
    excerpt_is("aaaa bbbb cccc dddd", 11, "aaaa bbbb\xE2\x80\xA6");
    excerpt_is("aaaabbbbccccdddd", 5, "aaaa\xE2\x80\xA6");
    excerpt_is("aaaa", 4, "aaaa");
    excerpt_is("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4", 3, "\xC3\xA4\xC3\xA4\xE2\x80\xA6");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_excerpts_are_words_alone),
        cmocka_unit_test(writes_what_people_use),
        cmocka_unit_test(headings_start_below_the_page),
        cmocka_unit_test(links_are_marked_and_of_known_schemes),
        cmocka_unit_test(raw_html_is_text),
        cmocka_unit_test(quotes_cannot_leave_an_address),
        cmocka_unit_test(pictures_become_links_and_links_never_nest),
        cmocka_unit_test(bad_days_end_well),
        cmocka_unit_test(a_little_text_makes_no_large_page),
        cmocka_unit_test(a_full_buffer_stays_failed),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
