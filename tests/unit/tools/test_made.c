/* What the generators make of sample/, compiled and run. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "queries/all.h"
#include "queries/demo.h"
#include "store/contract_json.h"
#include "templates/demo.h"

/* The site's builtins have tests of their own: these only show what they were given. */
struct str view_number(struct html_scratch *scratch, int64_t n)
{
    snprintf(scratch->b, sizeof scratch->b, "#%lld", (long long)n);
    return str_of(scratch->b);
}

void view_icon(struct buf *out, struct str name)
{
    buf_printf(out, "<icon-" STR_FMT ">", STR_ARG(name));
}

struct str view_join(struct arena *arena, struct list of_text, struct str separator)
{
    struct str all = STR("");
    for (size_t i = 0; i < of_text.count; i++) {
        struct str parts[] = {all, i > 0 ? separator : STR(""), ((const struct str *)of_text.at)[i]};
        all = arena_join(arena, 3, parts);
    }
    return all;
}

static struct buf out;

static int setup(void **state)
{
    (void)state;
    buf_init(&out, 1 << 16);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buf_free(&out);
    return 0;
}

static void assert_out(const char *expected)
{
    if (!str_eq(buf_str(&out), str_of(expected)))
        fail_msg("expected\n%s\nbut got\n%.*s", expected, STR_ARG(buf_str(&out)));
    buf_clear(&out);
}

static const struct str tags[] = {STR("a<b"), STR("c")};
static const struct uuid ids[] = {{{1}}};
static const struct demo_row_row full = {
    .title = STR("<T>"), .note = STR("n&n"), .count = INT64_MIN, .maybe = {true, 7}, .small = -1, .ratio = 0.1, .on = true,
    .data = STR("\1\2"), .more = STR("{\"a\": 1}"), .tags = {tags, 2}, .ids = {ids, 1}};
static const struct demo_row_row bare = {.title = STR(""), .tags = {NULL, 0}, .count = 1};
static const struct demo_maker_row maker = {
    .name = STR("M"), .since = {true, {0}}, .score = {true, 2.5}, .level = {true, 3}, .good = {true, false}};

static void contracts_are_listed(void **state)
{
    (void)state;
    assert_int_equal(all_contract_count, 4);
    assert_null(all_contracts[4]);
    assert_string_equal(Q_DEMO_ROW.sql, "SELECT id, title, note, count, maybe, small, ratio, \"on\", at, data, more, tags, ids\n"
                                        "FROM demo \n"
                                        "WHERE id = $1 OR title = ANY($2) OR note = 'it''s :not' OR small = tags[1:2]::text::int");
    assert_int_equal(Q_DEMO_ROW.parameter_count, 2);
    assert_true(Q_DEMO_ROW.parameters[1].array && Q_DEMO_ROW.parameters[1].nullable);
    assert_string_equal(Q_DEMO_ROW.columns[1].says, "the name of it");
    assert_null(Q_DEMO_SHAPE.sql);
    assert_ptr_equal(Q_DEMO_SHAPE.columns[1].shape, &Q_DEMO_MAKER);
    assert_int_equal(Q_DEMO_TOUCH.column_count, 0);
}

static void rows_as_json(void **state)
{
    (void)state;
    struct json json;
    struct demo_shape_row shape = {.one = bare, .maker = &maker, .all = {&full, 1}, .none = {NULL, 0}};
    json_begin(&json, &out);
    contract_write_row(&json, &Q_DEMO_SHAPE, &shape);
    assert_true(json_end(&json));
    assert_out("{\"one\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"\",\"note\":null,\"count\":1,\"maybe\":null,\"small\":0,"
               "\"ratio\":0,\"on\":false,\"at\":\"1970-01-01T00:00:00.000Z\",\"data\":null,\"more\":null,\"tags\":[],\"ids\":null},"
               "\"maker\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"name\":\"M\",\"since\":\"1970-01-01T00:00:00.000Z\","
               "\"score\":2.5,\"level\":3,\"good\":false},"
               "\"all\":[{\"id\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"<T>\",\"note\":\"n&n\",\"count\":-9223372036854775808,"
               "\"maybe\":7,\"small\":-1,\"ratio\":0.1,\"on\":true,\"at\":\"1970-01-01T00:00:00.000Z\",\"data\":\"AQI=\",\"more\":{\"a\": 1},"
               "\"tags\":[\"a<b\",\"c\"],\"ids\":[\"01000000-0000-0000-0000-000000000000\"]}],\"none\":null}");
    json_begin(&json, &out);
    contract_write_rows(&json, &Q_DEMO_MAKER, (struct rows){NULL, 0});
    assert_true(json_end(&json));
    assert_out("[]");
}

static void places(struct str value)
{
    template_demo_places(&out, value, value, (struct markup){STR("<b>\n  raw</b>")});
}

static void hostile_values(void **state)
{
    (void)state;
    places(STR("\"><script>alert('1')</script>&"));
    assert_out("<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\""
               " class='&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;'>\"&gt;&lt;script&gt;alert('1')&lt;/script&gt;&amp;</p>\n"
               "<a href=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\">1</a>"
               "<a href=\"/x/%22%3E%3Cscript%3Ealert%28%271%27%29%3C%2Fscript%3E%26?q=%22%3E%3Cscript%3Ealert%28%271%27%29%3C%2Fscript%3E%26\">2</a>"
               "<img src='&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;' alt=\"\">\n"
               "<textarea>\n   \"&gt;&lt;script&gt;alert('1')&lt;/script&gt;&amp;</textarea><pre>\n  <b>\n  raw</b>\n</pre>"
               "Hello &quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp; &amp; &quot;you&quot; "
               "<b aria-label=\"Hello &quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp; &amp; &quot;you&quot;\"></b>");
}

static void addresses(void **state)
{
    (void)state;
    static const struct {
        struct str url;
        const char *written;
    } all[] = {
        {STR("javascript:alert(1)"), "#"}, {STR("JaVaScRiPt:alert(1)"), "#"}, {STR(" javascript:alert(1)"), "#"},
        {STR("java\tscript:alert(1)"), "#"}, {STR("\1javascript:alert(1)"), "#"}, {STR("data:text/html,x"), "#"},
        {STR("vbscript:x"), "#"}, {STR("\\\\evil.example"), "#"}, {STR("/\\evil.example"), "#"}, {STR("x\nhttp://y"), "#"},
        {STR("http"), "http"}, {STR(""), ""}, {STR("/a?b=c:d#e"), "/a?b=c:d#e"}, {STR("?a:b"), "?a:b"}, {STR("#a:b"), "#a:b"},
        {STR("./a:b"), "./a:b"}, {STR("HTTPS://a/&b"), "HTTPS://a/&amp;b"}, {STR("mailto:a@b"), "mailto:a@b"}, {STR(":x"), "#"},
        {STR("https://a/é\""), "https://a/é&quot;"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        html_url(&out, all[i].url);
        assert_out(all[i].written);
    }
    html_url_part(&out, (struct str){"a b/é\0?&=+~.-_%", 16});
    assert_out("a%20b%2F%C3%A9%00%3F%26%3D%2B~.-_%25");
}

static void values_print(void **state)
{
    (void)state;
    struct demo_shape_row shape = {.one = full, .maker = &maker, .all = {&full, 1}, .none = {NULL, 0}};
    struct demo_shape_row nothing = {.one = bare};
    template_demo_values(&out, &full, &shape, (struct opt_bigint){true, 0}, true);
    assert_out("&lt;T&gt;|n&amp;n|-9223372036854775808|7|-1|0.1|00000000-0000-0000-0000-000000000000|{\"a\": 1}|0|\n"
               "<i>a&lt;b</i><i>c</i>|01000000-0000-0000-0000-000000000000|\nM|3|&lt;T&gt;|<b>&lt;T&gt;</b>|0|\n"
               "#7|#-1|<icon-x>|a&lt;b, c|-9223372036854775808 things of M");
    template_demo_values(&out, &bare, &nothing, (struct opt_bigint){0}, true);
    assert_out("||1||0|0|00000000-0000-0000-0000-000000000000|||\n-|~|\n||||0|\n|#0|<icon-x>||1 thing");
}

static void conditions_hold(void **state)
{
    (void)state;
    struct demo_shape_row shape = {.maker = &maker}, nothing = {.maker = NULL};
    struct demo_row_row two = full;
    two.count = 2;
    template_demo_conditions(&out, &full, &shape, (struct opt_bigint){true, 0}, STR("a"), NULL);
    assert_out("12345\n8\n1112\n<u>M</u>\n16<input checked disabled  class=\"x on\">");
    template_demo_conditions(&out, &bare, &nothing, (struct opt_bigint){0}, STR("a"), NULL);
    assert_out("\n9\n1113\n14\n16<input disabled  class=\"x\">");
    template_demo_conditions(&out, &two, &nothing, (struct opt_bigint){0}, STR(""), NULL);
    assert_out("235\n7\n1113\n\n<input checked  class=\"x on\">");
}

static void templates_in_templates(void **state)
{
    (void)state;
    struct demo_row_row row = {.title = STR("<t>")};
    struct demo_shape_row shape = {.all = {&full, 1}};
    template_demo_page(&out, &row, &shape);
    assert_out("<!doctype html>\n<html lang=\"en\">\n<title>Middle · &lt;t&gt;</title>\n\n<main><div>&lt;t&gt;<i>&lt;T&gt;</i></div></main>\n</html>");
    template_demo_base(&out, STR("x"), NULL);
    assert_out("<!doctype html>\n<html lang=\"en\">\n<title> · x</title>\n\n<main></main>\n</html>");
    template_demo_caller(&out, &bare, &shape, NULL);
    assert_true(str_find(buf_str(&out), STR("<main></main>")) > 0);
}

static void messages(void **state)
{
    (void)state;
    const struct html_argument arguments[] = {{"a", STR("<1>")}, {"b", STR_NULL}};
    html_message(&out, "{a}{b}{c}{a", 2, arguments);
    assert_out("&lt;1&gt;{c}{a");
    html_message(&out, "", 0, NULL);
    assert_out("");
    html_message(&out, "{{a}} <b>", 2, arguments);
    assert_out("{&lt;1&gt;} &lt;b&gt;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contracts_are_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_as_json, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_values, setup, teardown),
        cmocka_unit_test_setup_teardown(addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(values_print, setup, teardown),
        cmocka_unit_test_setup_teardown(conditions_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(templates_in_templates, setup, teardown),
        cmocka_unit_test_setup_teardown(messages, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
