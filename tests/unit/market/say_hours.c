/* For hours.test.mjs: opening hours on stdin, one a line, after "YEAR PLACE ZONE LATITUDE LONGITUDE" as arguments; for each a line of the
 * spans of the year, "START/END START/END …", or "! AT LENGTH MESSAGE". */
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "market/hours.h"
#include "market/zone.h"

enum { BUDGET = 64 << 20, LINE = 4096, MOST = 100000 };

static int64_t offset_at(const void *zone, int64_t second)
{
    return zone_at(zone, second).offset;
}

static void say(struct arena *arena, struct str text, int year, const struct hours_place *place)
{
    struct hours *hours;
    struct hours_fault fault;
    struct hours_spans spans;
    char starts[WALL_TEXT], ends[WALL_TEXT];
    if (!hours_read(arena, text, place, &hours, &fault)) {
        printf("! %zu %zu %s\n", fault.at, fault.length, fault.message);
        return;
    }
    hours_expand(arena, hours, wall_date(year, 1, 1), wall_date(year + 1, 1, 1), MOST, &spans);
    for (size_t i = 0; i < spans.count; i++)
        printf("%s" STR_FMT "/" STR_FMT, i ? " " : "", STR_ARG(wall_text(spans.at[i].starts, starts)), STR_ARG(wall_text(spans.at[i].ends, ends)));
    putchar('\n');
}

int main(int argc, char **argv)
{
    char line[LINE];
    int64_t year;
    struct hours_place place = {.located = true, .offset = offset_at};
    if (argc != 6 || !str_to_int64(str_of(argv[1]), &year) || !str_to_double(str_of(argv[4]), &place.latitude)
        || !str_to_double(str_of(argv[5]), &place.longitude))
        return 2;
    place.holidays = holiday_calendar_of(str_of(argv[2]), &place.region);
    place.with = zone_find(str_of(argv[3]));
    while (place.with && fgets(line, sizeof line, stdin)) {
        struct arena *arena = arena_new(BUDGET);
        say(arena, str_of(line).n ? str_slice(str_of(line), 0, strcspn(line, "\n")) : STR(""), (int)year, &place);
        arena_free(arena);
    }
    return 0;
}
