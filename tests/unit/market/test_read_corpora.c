/* Pages and lists that nobody here made: what they say is read. Skips plainly where the corpora are absent. */
#include "reading.h"

#include <dirent.h>
#include <stdio.h>

#include "core/json_read.h"
#include "market/times.h"

enum { LARGEST = 4 << 20, CITIES = 40, MARKETS = 473, WITH_HOURS = 463 };

static const char *folder(const char *name)
{
    static char path[4096];
    const char *root = getenv("CURIO_CORPORA");
    snprintf(path, sizeof path, "%s/%s", root ? root : "../shared/corpora", name);
    DIR *there = opendir(path);
    if (!there) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    closedir(there);
    return path;
}

static struct str load(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = arena_alloc(arena, LARGEST);
    if (!file)
        fail_msg("%s cannot be read", path);
    size_t n = fread(bytes, 1, LARGEST, file);
    fclose(file);
    return (struct str){bytes, n};
}

static void read_file(struct arena *arena, const char *path, enum market_source_kind kind, struct market_reading *reading)
{
    struct market_input input = reading_input(arena, kind, NULL, load(arena, path));
    market_read(arena, &input, reading);
}

/* Forty cities whose every market is read; six rows of one city are two markets with several dates. The list of cities is no list of markets. */
static void test_cities(void **state)
{
    const char *path = folder("markets");
    struct dirent **entries;
    size_t cities = 0, markets = 0, hours = 0;
    (void)state;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (str_ends_with(str_of(entries[i]->d_name), STR(".json"))) {
            struct arena *arena = arena_new(MARKET_READ_MEMORY);
            struct market_reading reading;
            read_file(arena, arena_printf(arena, "%s/%s", path, entries[i]->d_name).p, MARKET_GEOJSON, &reading);
            if (str_ends_with(str_of(entries[i]->d_name), STR("cities.json")) && !reading.market_count) {
                assert_int_equal(reading.refusals[0].kind, MARKET_NOT_THIS_KIND);
            } else {
                if (!reading.whole || reading.refusal_count)
                    fail_msg("%s: %s", entries[i]->d_name, reading_text(arena, &reading));
                assert_non_null(reading.credit.p);
                cities++;
            }
            markets += reading.market_count;
            for (size_t m = 0; m < reading.market_count; m++)
                hours += reading.markets[m].opening_hours.n > 0;
            arena_free(arena);
        }
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(cities, CITIES);
    assert_int_equal(markets, MARKETS);
    assert_int_equal(hours, WITH_HOURS);
}

static struct str text_of(const struct json_value *object, const char *name)
{
    struct str text = STR_NULL;
    const struct json_value *value = json_member(object, str_of(name));
    if (json_kind(value) == JSON_ARRAY)
        value = json_at(value, 0);
    return json_as_text(value, &text) ? text : STR_NULL;
}

static const struct json_value *expected(struct arena *arena, const char *path, const char *name)
{
    struct json_value *root;
    struct json_error error;
    struct str text = load(arena, arena_printf(arena, "%s/%.*s.json", path, (int)strlen(name) - 5, name).p);
    if (json_parse(arena, text, 64, false, &root, &error) != JSON_OK)
        fail_msg("%s: %s", name, error.reason);
    return root;
}

/* Every start that the page is said to have, in its order. */
static void expect_starts(struct arena *arena, const char *name, const struct json_value *said, const struct market_found *found)
{
    const struct json_value *starts = json_member(json_member(said, STR("properties")), STR("start"));
    assert_int_equal(json_length(starts), found->date_count);
    for (size_t i = 0; i < found->date_count; i++) {
        struct str text;
        struct found_time time;
        assert_true(json_as_text(json_at(starts, i), &text) && times_read(arena, text, &time));
        if (!str_eq(found_time_text(arena, &time), found_time_text(arena, &found->dates[i].starts)))
            fail_msg("%s: %s is read as %s", name, text.p, found_time_text(arena, &found->dates[i].starts).p);
    }
}

static void each_page(const char *corpus, void (*check)(struct arena *, const char *path, const char *name))
{
    const char *path = folder(corpus);
    struct dirent **entries;
    int pages = 0, count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (str_ends_with(str_of(entries[i]->d_name), STR(".html"))) {
            struct arena *arena = arena_new(MARKET_READ_MEMORY);
            check(arena, path, entries[i]->d_name);
            arena_free(arena);
            pages++;
        }
        free(entries[i]);
    }
    free(entries);
    assert_true(pages > 0);
}

static void check_h_event(struct arena *arena, const char *path, const char *name)
{
    struct market_reading reading;
    read_file(arena, arena_printf(arena, "%s/%s", path, name).p, MARKET_H_EVENT, &reading);
    const struct json_value *said = json_at(json_member(expected(arena, path, name), STR("items")), 0);
    assert_int_equal(reading.market_count, 1);
    assert_true(str_eq(reading.markets[0].name, text_of(json_member(said, STR("properties")), "name")));
    expect_starts(arena, name, said, &reading.markets[0]);
}

static void test_h_event(void **state)
{
    (void)state;
    each_page("events/h-event", check_h_event);
}

/* The items that are events, at whatever depth, in their order. */
static size_t said_events(const struct json_value *value, const struct json_value **out, size_t count)
{
    if (json_kind(value) == JSON_ARRAY) {
        for (size_t i = 0; i < json_length(value); i++)
            count = said_events(json_at(value, i), out, count);
        return count;
    }
    if (json_kind(value) != JSON_OBJECT)
        return count;
    if (str_ends_with(text_of(value, "type"), STR("/Event")))
        out[count++] = json_member(value, STR("properties"));
    return said_events(json_member(json_member(value, STR("properties")), STR("event")), out, count);
}

static void check_schema_org(struct arena *arena, const char *path, const char *name)
{
    struct market_reading reading;
    const struct json_value *said[100];
    read_file(arena, arena_printf(arena, "%s/%s", path, name).p, MARKET_PAGE, &reading);
    size_t count = said_events(expected(arena, path, name), said, 0);
    assert_int_equal(reading.market_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct market_found *found = &reading.markets[i];
        struct found_time time;
        assert_true(str_eq(found->name, text_of(said[i], "name")));
        assert_true(times_read(arena, text_of(said[i], "startDate"), &time));
        assert_true(found->date_count == 1 && str_eq(found_time_text(arena, &time), found_time_text(arena, &found->dates[0].starts)));
        const struct json_value *place = json_member(json_member(said[i], STR("location")), STR("properties"));
        struct str town = text_of(json_member(json_member(place, STR("address")), STR("properties")), "addressLocality");
        assert_true(place ? str_eq(found->town, town) : str_eq(found->address, text_of(said[i], "location")));
    }
}

static void test_schema_org(void **state)
{
    (void)state;
    each_page("events/schema.org", check_schema_org);
}

static void test_ics(void **state)
{
    const char *path = folder("ical");
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_reading reading;
    (void)state;
    read_file(arena, arena_printf(arena, "%s/calendar.ics", path).p, MARKET_ICS, &reading);
    assert_int_equal(reading.market_count, 3);
    assert_true(str_eq(reading.markets[1].name, STR("Phone Conference")));
    assert_int_equal(reading.refusal_count, 1); /* DTEND:19970701T1100000Z */
    assert_int_equal(reading.refusals[0].kind, MARKET_BAD_VALUE);
    assert_true(reading.whole);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cities), cmocka_unit_test(test_h_event), cmocka_unit_test(test_schema_org), cmocka_unit_test(test_ics),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
