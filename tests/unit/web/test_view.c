#include "cmocka_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "web/assets.h"
#include "web/view.h"

static void numbers_are_grouped(void **state)
{
    (void)state;
    static const struct { int64_t number; const char *text; } cases[] = {
        {0, "0"}, {7, "7"}, {999, "999"}, {1000, "1,000"}, {12345, "12,345"}, {1234567, "1,234,567"}, {-1, "-1"}, {-999, "-999"},
        {-1000, "-1,000"}, {INT64_MAX, "9,223,372,036,854,775,807"}, {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(view_number(&(struct html_scratch){{0}}, cases[i].number), cases[i].text);
}

static void sizes_have_three_figures_at_most(void **state)
{
    (void)state;
    static const struct { int64_t bytes; const char *text; } cases[] = {
        {0, "0 bytes"}, {1, "1 byte"}, {1023, "1,023 bytes"}, {1024, "1 KiB"}, {1440, "1.4 KiB"}, {102348, "99.9 KiB"}, {102349, "100 KiB"},
        {1048063, "1,023 KiB"}, {1048064, "1.0 MiB"}, {1400000, "1.3 MiB"}, {INT64_C(64) << 20, "64 MiB"}, {INT64_C(2) << 30, "2 GiB"},
        {5000000000, "4.7 GiB"}, {INT64_C(7) << 40, "7 TiB"}, {INT64_MAX, "8,388,608 TiB"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(view_bytes(&(struct html_scratch){{0}}, cases[i].bytes), cases[i].text);
}

static void times_are_told(void **state)
{
    (void)state;
    const struct timestamp day = {INT64_C(1795226460123000)}; /* 2026-11-21T02:01:00.123Z */
    assert_str(view_date(&(struct html_scratch){{0}}, day), "21 November 2026");
    assert_str(view_datetime(&(struct html_scratch){{0}}, day), "2026-11-21T02:01:00.123Z");
    const struct timestamp before_time = {INT64_C(-1)};
    assert_str(view_datetime(&(struct html_scratch){{0}}, before_time), "1969-12-31T23:59:59.999Z");
}

static struct timestamp seconds_ago(int64_t seconds)
{
    return (struct timestamp){timestamp_now().us - seconds * 1000000};
}

static void ages_are_told_roughly(void **state)
{
    (void)state;
    static const struct { int64_t seconds; const char *text; } cases[] = {
        {-500, "just now"}, {0, "just now"}, {58, "just now"}, {61, "1 minute ago"}, {150, "2 minutes ago"}, {3500, "58 minutes ago"},
        {3601, "1 hour ago"}, {80000, "22 hours ago"}, {86401, "1 day ago"}, {29 * 86400 + 1, "29 days ago"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(view_ago(&(struct html_scratch){{0}}, seconds_ago(cases[i].seconds)), cases[i].text);
    struct html_scratch a, b;
    struct timestamp long_ago = seconds_ago(90 * 86400);
    assert_true(str_eq(view_ago(&a, long_ago), view_date(&b, long_ago)));
}

static void names_have_initials(void **state)
{
    (void)state;
    static const struct { const char *name, *initials; } cases[] = {
        {"Ada Marsh", "AM"}, {"ada", "A"}, {"  ada   marsh quill ", "AQ"}, {"", ""}, {"   ", ""}, {"Émile Ångström", "ÉÅ"}, {"日本 語", "日語"},
        {"\xff\xfe", "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(view_initials(&(struct html_scratch){{0}}, str_of(cases[i].name)), cases[i].initials);
}

static void assets_carry_their_hash(void **state)
{
    (void)state;
    static const char *const wanted[] = {"app.css", "app.js", "text.woff2", "display.woff2", "icon.svg", "icon-32.png", "icon-180.png",
                                         "icon-192.png", "icon-512.png", "maskable-512.png"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct str address = view_asset(str_of(wanted[i]));
        assert_true(str_starts_with(address, STR("/static/")));
        assert_true(address.n == strlen(wanted[i]) + sizeof "/static/" - 1 + 11);
    }
    assert_str(view_asset(STR("nothing.css")), "");
}

static void icons_are_bare_svg(void **state)
{
    (void)state;
    assert_true(asset_icon_count > 20);
    for (size_t i = 0; i < asset_icon_count; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        view_icon(&out, str_of(asset_icons[i].name));
        struct str svg = buf_str(&out);
        assert_true(str_starts_with(svg, STR("<svg class=\"icon\" aria-hidden=\"true\"")));
        assert_true(str_ends_with(svg, STR("</svg>")));
        assert_int_equal(str_find(svg, STR("style=")), -1);
        assert_int_equal(str_find(svg, STR("<script")), -1);
        assert_int_equal(str_find(svg, STR("width=\"16\" height")), -1);
        buf_free(&out);
    }
}

static struct str emblem(struct buf *out, uint8_t seed, int64_t width, int64_t height, int64_t length)
{
    struct uuid id = {{seed}};
    buf_clear(out);
    view_emblem(out, id, width, height, length);
    return buf_str(out);
}

static void assert_inside(struct str svg)
{
    bool in_path = false;
    int number = -1;
    for (size_t i = 0; i < svg.n; i++) {
        if (str_starts_with(str_slice(svg, i, svg.n), STR(" d=\""))) in_path = true;
        if (svg.p[i] == '/') in_path = false;
        if (in_path && svg.p[i] >= '0' && svg.p[i] <= '9') number = (number < 0 ? 0 : number * 10) + (svg.p[i] - '0');
        else {
            assert_true(number <= 400);
            number = -1;
        }
        assert_false(in_path && svg.p[i] == '-');
    }
}

static void emblems_fit_whatever_the_build(void **state)
{
    (void)state;
    static const int64_t sizes[] = {0, 1, 2, 16, 255, 4096, INT64_C(1) << 40, INT64_MAX};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    struct buf out;
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < SIZES * SIZES * SIZES; i++) {
        struct str svg = emblem(&out, (uint8_t)i, sizes[i % SIZES], sizes[i / SIZES % SIZES], sizes[i / SIZES / SIZES]);
        assert_false(out.failed);
        assert_true(svg.n < 6000);
        assert_inside(svg);
    }
    buf_free(&out);
}

static void emblems_follow_from_id_and_size(void **state)
{
    (void)state;
    struct buf a, b;
    buf_init(&a, 1 << 16);
    buf_init(&b, 1 << 16);
    assert_true(str_eq(emblem(&a, 1, 5, 6, 7), emblem(&b, 1, 5, 6, 7)));
    assert_false(str_eq(emblem(&a, 1, 5, 6, 7), emblem(&b, 2, 5, 6, 7)));
    assert_false(str_eq(emblem(&a, 1, 5, 6, 7), emblem(&b, 1, 5, 16, 7)));
    buf_free(&a);
    buf_free(&b);
}

static void values_come_from_the_form_or_from_what_is(void **state)
{
    (void)state;
    struct form_value values[] = {{STR("title"), STR("sent")}, {STR("empty"), STR("")}};
    const struct form_state form = {.value_count = 2, .values = values};
    assert_str(view_value_or(&form, STR("title"), STR("is")), "sent");
    assert_str(view_value_or(&form, STR("empty"), STR("is")), "");
    assert_str(view_value_or(&form, STR("other"), STR("is")), "is");
    assert_str(view_value_or(NULL, STR("title"), STR("is")), "is");
    assert_str(view_value(&form, STR("title")), "sent");
    assert_str(view_value(NULL, STR("title")), "");
    assert_null(view_error(NULL, STR("title")).p);
}

static void lists_are_joined(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const struct str three[] = {STR("a"), STR("b"), STR("c")};
    assert_str(view_join(arena, (struct list){three, 3}, STR(", ")), "a, b, c");
    assert_str(view_join(arena, (struct list){three, 1}, STR(", ")), "a");
    assert_str(view_join(arena, (struct list){NULL, 0}, STR(", ")), "");
    arena_free(arena);
}

static void enumerations_have_titles(void **state)
{
    (void)state;
    static const char *const known[] = {"clean", "pending", "infected", "not_fully_scanned", "sponge", "litematica", "mcedit", "structure",
                                        "public", "unlisted", "private"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_false(str_eq(view_title_of(str_of(known[i])), str_of(known[i])));
    assert_str(view_title_of(STR("<unknown>")), "<unknown>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(sizes_have_three_figures_at_most),
        cmocka_unit_test(times_are_told),
        cmocka_unit_test(ages_are_told_roughly),
        cmocka_unit_test(names_have_initials),
        cmocka_unit_test(assets_carry_their_hash),
        cmocka_unit_test(icons_are_bare_svg),
        cmocka_unit_test(emblems_fit_whatever_the_build),
        cmocka_unit_test(emblems_follow_from_id_and_size),
        cmocka_unit_test(values_come_from_the_form_or_from_what_is),
        cmocka_unit_test(lists_are_joined),
        cmocka_unit_test(enumerations_have_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
