/* fuzz: market. Any text as opening hours: read or refused with its place; the spans of a year rise, last, and are the same in windows that
 * meet; words can be said of it. */
#include <stdio.h>
#include <stdlib.h>

#include "market/hours.h"
#include "market/schedule_words.h"

enum { MEMORY = 64 << 20, TEXT_MOST = 1000, MOST = 20000, WORDS = 1 << 20 };

#define demand(condition) demanded(condition, #condition)

static void demanded(bool holds, const char *condition)
{
    if (!holds) {
        fprintf(stderr, "%s\n", condition);
        abort();
    }
}

static void check_spans(struct arena *arena, const struct hours *hours)
{
    struct wall from = wall_date(2027, 11, 3), until = wall_date(2029, 1, 9), middle = {wall_date(2028, 2, 29).s + 36000};
    struct hours_spans whole, first, second;
    hours_expand(arena, hours, from, until, MOST, &whole);
    hours_expand(arena, hours, from, middle, MOST, &first);
    hours_expand(arena, hours, middle, until, MOST, &second);
    demand(!whole.capped && first.count + second.count == whole.count);
    for (size_t i = 0; i < whole.count; i++) {
        struct hours_span span = whole.at[i];
        demand(span.starts.s >= from.s && span.starts.s < until.s && span.ends.s > span.starts.s);
        demand(i == 0 || span.starts.s > whole.at[i - 1].starts.s);
        demand(span.starts.s == (i < first.count ? first.at[i] : second.at[i - first.count]).starts.s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct hours *hours;
    struct hours_fault fault;
    struct hours_place place = {.located = true, .latitude = 69.6, .longitude = 18.9};
    struct buf words;
    if (size > TEXT_MOST)
        return 0;
    struct arena *arena = arena_new(MEMORY);
    place.holidays = holiday_calendar_of(STR("NO"), &place.region);
    if (hours_read(arena, text, &place, &hours, &fault))
        check_spans(arena, hours);
    else
        demand(fault.at + fault.length <= size && fault.message);
    buf_init(&words, WORDS);
    schedule_describe_hours(arena, text, SCHEDULE_LONG, &words);
    demand(!words.failed);
    buf_free(&words);
    arena_free(arena);
    return 0;
}
