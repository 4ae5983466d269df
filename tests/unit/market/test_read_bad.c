/* Inputs that mean harm, or are more than anybody meant: bounded, and what is lost is said. */
#include "reading.h"

#include "core/utf8.h"

struct made {
    struct arena *arena;
    struct buf text;
    struct market_reading reading;
};

static void begin(struct made *made)
{
    made->arena = arena_new(MARKET_READ_MEMORY);
    buf_init(&made->text, 64 << 20);
}

static void add_many(struct made *made, const char *text, size_t count)
{
    struct str one = str_of(text);
    for (size_t i = 0; i < count; i++)
        buf_add(&made->text, one);
}

static void add(struct made *made, const char *text)
{
    add_many(made, text, 1);
}

static void read_as(struct made *made, enum market_source_kind kind)
{
    assert_false(made->text.failed);
    struct market_input input = reading_input(made->arena, kind, NULL, buf_str(&made->text));
    market_read(made->arena, &input, &made->reading);
    assert_true(made->reading.refusal_count <= MARKET_READ_REFUSALS);
}

static void end(struct made *made)
{
    buf_free(&made->text);
    arena_free(made->arena);
}

static bool refused(const struct made *made, enum market_refusal_kind kind, enum market_refusal_scope scope)
{
    for (size_t i = 0; i < made->reading.refusal_count; i++)
        if (made->reading.refusals[i].kind == kind && made->reading.refusals[i].scope == scope)
            return true;
    return false;
}

/* Nothing but a refusal of this kind that makes the reading one that is not whole. */
static void expect_lost(struct made *made, enum market_source_kind kind, enum market_refusal_kind refusal, enum market_refusal_scope scope)
{
    read_as(made, kind);
    assert_true(refused(made, refusal, scope));
    assert_false(made->reading.whole);
    end(made);
}

static void test_too_large(void **state)
{
    (void)state;
    for (enum market_source_kind kind = 0; kind < MARKET_SOURCE_KIND_COUNT; kind++) {
        struct made made;
        begin(&made);
        add_many(&made, "0123456789abcdef", (MARKET_READ_BYTES >> 4) + 1);
        expect_lost(&made, kind, MARKET_TOO_LARGE, MARKET_LOST_ALL);
    }
    struct made made;
    begin(&made);
    add_many(&made, "<p>0123456789abc", (8 << 20 >> 4) + 1);
    expect_lost(&made, MARKET_PAGE, MARKET_TOO_LARGE, MARKET_LOST_ALL);
}

static void test_elements_without_end(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add_many(&made, "<div>", 100000);
    expect_lost(&made, MARKET_PAGE, MARKET_TOO_DEEP, MARKET_LOST_PART);
    begin(&made);
    add_many(&made, "<br>", 400000);
    expect_lost(&made, MARKET_PAGE, MARKET_TOO_LARGE, MARKET_LOST_ALL);
    begin(&made); /* each attribute is compared with all before it */
    add(&made, "<div ");
    for (int i = 0; i < 300000; i++)
        buf_printf(&made.text, "a%d ", i);
    add(&made, ">");
    expect_lost(&made, MARKET_PAGE, MARKET_TOO_LARGE, MARKET_LOST_ALL);
}

/* Each level's text holds all that is deeper: read once a level, it would be the square of the page. */
static void test_text_inside_text(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add(&made, "<div itemscope itemtype='https://schema.org/Event'>");
    add_many(&made, "<div itemprop=description>", 200);
    add_many(&made, "0123456789abcdef ", 400000);
    add_many(&made, "</div>", 200);
    add(&made, "</div>");
    read_as(&made, MARKET_MICRODATA);
    assert_true(made.reading.refusal_count > 0);
    end(&made);
}

static void test_many_events(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add(&made, "<script type='application/ld+json'>{\"@graph\":[");
    for (int i = 0; i < 100000; i++)
        buf_printf(&made.text, "%s{\"@type\":\"Event\",\"@id\":\"urn:%d\",\"name\":\"A\",\"startDate\":\"2026-05-03\"}", i ? "," : "", i);
    add(&made, "]}</script>");
    read_as(&made, MARKET_PAGE);
    assert_int_equal(made.reading.market_count, MARKET_READ_MARKETS);
    assert_true(refused(&made, MARKET_TOO_MANY, MARKET_LOST_PART));
    assert_false(made.reading.whole);
    end(&made);
}

/* What stands before the cut is there, whole; the half after it is not. */
static void test_many_values(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add(&made, "{\"features\":[{\"properties\":{\"name\":\"A\"}},{\"properties\":{\"name\":\"B\",\"x\":[0");
    add_many(&made, ",0", 1200000);
    add(&made, "]}}]}");
    read_as(&made, MARKET_GEOJSON);
    assert_int_equal(made.reading.market_count, 1);
    assert_true(refused(&made, MARKET_TOO_MANY, MARKET_LOST_PART));
    end(&made);
}

static void test_deep_json(void **state)
{
    static const char *const levels[] = {"[", "{\"a\":", "{\"a\":["};
    (void)state;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        struct made made;
        begin(&made);
        add_many(&made, levels[i], 1000000);
        expect_lost(&made, MARKET_JSON_LD, MARKET_TOO_DEEP, MARKET_LOST_PART);
        begin(&made);
        add_many(&made, levels[i], 1000000);
        expect_lost(&made, MARKET_GEOJSON, MARKET_TOO_DEEP, MARKET_LOST_ALL);
    }
}

static void test_many_dates(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add(&made, "{\"features\":[{\"properties\":{\"name\":\"A\",\"dates\":[");
    for (int i = 0; i < 3000; i++)
        buf_printf(&made.text, "%s\"2026-05-03T10:%02d:%02d\"", i ? "," : "", i / 60, i % 60);
    add(&made, "]}}]}");
    read_as(&made, MARKET_GEOJSON);
    assert_int_equal(made.reading.market_count, 1);
    assert_int_equal(made.reading.markets[0].date_count, MARKET_READ_DATES);
    assert_false(made.reading.whole);
    end(&made);
}

static void test_laughs(void **state)
{
    struct made made;
    (void)state;
    begin(&made);
    add(&made, "<!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
               "<p class=h-event><b class=p-name>x &b; &c;</b><time class=dt-start datetime=2026-05-03>");
    read_as(&made, MARKET_PAGE);
    assert_int_equal(made.reading.market_count, 1);
    assert_string_equal(made.reading.markets[0].name.p, "x &b; &c;");
    end(&made);
}

static void test_calendars(void **state)
{
    struct made made;
    (void)state;
    begin(&made); /* one line of megabytes: that property is lost, the event stays */
    add(&made, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260503T090000\nSUMMARY:A\nDESCRIPTION:");
    add_many(&made, "0123456789abcdef\n ", 500000);
    add(&made, "\nEND:VEVENT\nEND:VCALENDAR\n");
    read_as(&made, MARKET_ICS);
    assert_int_equal(made.reading.market_count, 1);
    assert_true(refused(&made, MARKET_TOO_LARGE, MARKET_LOST_FIELD));
    end(&made);
    begin(&made);
    add(&made, "BEGIN:VCALENDAR\n");
    add_many(&made, "BEGIN:VEVENT\n", 500000);
    expect_lost(&made, MARKET_ICS, MARKET_TOO_DEEP, MARKET_LOST_PART);
    begin(&made);
    add(&made, "BEGIN:VCALENDAR\n");
    for (int i = 0; i < 12000; i++)
        buf_printf(&made.text, "BEGIN:VEVENT\nUID:%d\nDTSTART:20260503T090000\nSUMMARY:A\nEND:VEVENT\n", i);
    add(&made, "END:VCALENDAR\n");
    read_as(&made, MARKET_ICS);
    assert_int_equal(made.reading.market_count, MARKET_READ_MARKETS);
    assert_true(refused(&made, MARKET_TOO_MANY, MARKET_LOST_PART));
    end(&made);
    begin(&made);
    add(&made, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20260503T090000\n");
    add_many(&made, "EXDATE:20260503T090000\n", 20000);
    add(&made, "END:VEVENT\nEND:VCALENDAR\n");
    expect_lost(&made, MARKET_ICS, MARKET_TOO_LARGE, MARKET_LOST_PART);
}

static void test_any_bytes(void **state)
{
    (void)state;
    for (enum market_source_kind kind = 0; kind < MARKET_SOURCE_KIND_COUNT; kind++) {
        struct made made;
        begin(&made);
        for (int i = 0; i < 256; i++)
            buf_add_char(&made.text, (char)i);
        read_as(&made, kind);
        assert_int_equal(made.reading.market_count, 0);
        for (size_t i = 0; i < made.reading.refusal_count; i++)
            assert_true(utf8_valid(made.reading.refusals[i].what));
        end(&made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_too_large), cmocka_unit_test(test_elements_without_end), cmocka_unit_test(test_text_inside_text),
        cmocka_unit_test(test_many_events), cmocka_unit_test(test_many_values), cmocka_unit_test(test_deep_json), cmocka_unit_test(test_many_dates),
        cmocka_unit_test(test_laughs), cmocka_unit_test(test_calendars), cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
