/* A list's next page, and the pages that say more of one market. */
#include "reading.h"

static const char settings[] = "{\"item\":\"li\",\"next\":\"a.next\",\"fields\":{\"name\":\"a\",\"detail\":{\"select\":\"a\",\"attribute\":\"href\"}},"
                               "\"detail_fields\":{\"dates\":\"p.when\",\"town\":\"p.town\",\"name\":\"h1\"}}";
static const char list[] = "<base href='/m/'><ul><li><a href='1'>A</a></ul><a class=next href='?side=2'>2</a>";

static void test_next_and_detail(void **state)
{
    (void)state;
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_input input = reading_input(arena, MARKET_LIST, settings, str_of(list));
    struct market_reading reading, more;
    market_read(arena, &input, &reading);
    assert_int_equal(reading.market_count, 1);
    assert_string_equal(reading.next.p, "https://example.org/m/?side=2");
    assert_string_equal(reading.markets[0].detail.p, "https://example.org/m/1");
    struct market_found market = reading.markets[0];
    input.bytes = STR("<h1>Another name</h1><p class=town>Ry</p><p class=when>2. maj kl. 10-16</p><p class=when>3. maj</p>");
    assert_true(market_read_detail(arena, &input, &market, &more));
    assert_string_equal(market.name.p, "A"); /* what the list says stays */
    assert_string_equal(market.town.p, "Ry");
    assert_int_equal(market.date_count, 2);
    arena_free(arena);
}

/* Without fields of its own the page speaks in data for machines, if it speaks of one market alone. */
static void test_detail_for_machines(void **state)
{
    (void)state;
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_found market = {.name = STR("A"), .external_id = STR("1")};
    struct market_reading more;
    struct market_input input = reading_input(arena, MARKET_LIST, "{\"item\":\"li\"}",
                                              STR("<div class=h-event><b class=p-name>B</b><time class=dt-start datetime=2026-05-03>x</time></div>"));
    assert_true(market_read_detail(arena, &input, &market, &more));
    assert_string_equal(market.name.p, "A");
    assert_string_equal(market.external_id.p, "1");
    assert_int_equal(market.date_count, 1);
    input.bytes = STR("<p>nothing</p>");
    assert_false(market_read_detail(arena, &input, &market, &more));
    input.bytes = STR("<i class=h-event><b class=p-name>B</b><b class=dt-start>2026-05-03</b></i><i class=h-event><b class=p-name>C</b><b class=dt-start>2026-05-03</b></i>");
    assert_false(market_read_detail(arena, &input, &market, &more));
    arena_free(arena);
}

static void test_settings_are_checked(void **state)
{
    static const struct {
        const char *json, *why; /* why: null: they are sound */
    } cases[] = {
        {"", NULL}, {"{}", NULL}, {"{\"item\":\"a[href$='.ics']\"}", NULL}, {"[]", "settings: this is no object"}, {"{\"itme\":\"a\"}", "itme: there is no such setting"},
        {"{\"item\":\"a:hover\"}", "item: this is no selector"}, {"{\"item\":\"//a[\"}", "item: this is no selector"}, {"{\"item\":3}", "item: this is no text"},
        {"{\"fields\":{\"nmae\":\"a\"}}", "fields.nmae: there is no such field"}, {"{\"only\":\"(\"}", "only: this is no pattern"},
        {"{\"only\":\"(((((((((((((((((((((((((a)))))))))))))))))))))))))\"}", "only: this is no pattern"}, {"{\"currency\":\"kr\"}", "currency: this is no currency of ISO 4217"},
        {"{\"defaults\":{\"zone\":\"Mars/Olympus\"}}", "defaults.zone: this is no value of the field"}, {"{\"defaults\":{\"name\":\"A\"}}", "defaults.name: there is no such field"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new(1 << 22);
        const struct market_settings *read;
        struct str why;
        bool ok = market_settings_read(arena, str_of(cases[i].json), &read, &why);
        if (ok != !cases[i].why || (!ok && strcmp(why.p, cases[i].why)))
            fail_msg("%s: %s", cases[i].json, ok ? "taken" : why.p);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_next_and_detail), cmocka_unit_test(test_detail_for_machines), cmocka_unit_test(test_settings_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
