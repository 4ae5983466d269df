#include "market/ics_clock.h"

#include "market/zone.h"

/* One of each way to set clocks, by how many people do: Europe, America, Asia, Africa, Oceania. */
static const char *const zones[] = {
    "Europe/Copenhagen", "Europe/London", "Europe/Helsinki", "Europe/Moscow", "Atlantic/Azores", "Atlantic/Reykjavik", "Europe/Chisinau", "Europe/Samara",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix", "America/Halifax", "America/St_Johns",
    "America/Anchorage", "Pacific/Honolulu", "America/Mexico_City", "America/Bogota", "America/Caracas", "America/Sao_Paulo", "America/Santiago",
    "America/Havana", "America/Nuuk", "America/Noronha", "Atlantic/Cape_Verde", "Africa/Lagos", "Africa/Johannesburg", "Africa/Cairo", "Africa/Casablanca",
    "Europe/Istanbul", "Asia/Jerusalem", "Asia/Beirut", "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide",
    "Australia/Darwin", "Australia/Perth", "Australia/Lord_Howe", "Pacific/Noumea", "Pacific/Auckland", "Pacific/Fiji", "Pacific/Tongatapu",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Marquesas"};

enum { SAMPLES_A_MONTH = 3, SAMPLES = 12 * SAMPLES_A_MONTH, ONSETS_MOST = 2 * (WALL_YEAR_MOST - WALL_YEAR_LEAST) };

void ics_clock_begin(struct ics_clock *clock)
{
    if (clock->count < ICS_OBSERVANCES)
        clock->at[clock->count] = (struct ics_observance){0};
    clock->count++;
}

/* "+0100", "-033000" */
static bool offset_read(struct str text, int64_t *seconds)
{
    int64_t number;
    if ((text.n != 5 && text.n != 7) || (text.p[0] != '+' && text.p[0] != '-') || !str_to_int64(str_slice(text, 1, text.n), &number) || number < 0)
        return false;
    if (text.n == 5)
        number *= 100;
    int64_t hours = number / 10000, minutes = number / 100 % 100;
    *seconds = (hours * 3600 + minutes * 60 + number % 100) * (text.p[0] == '-' ? -1 : 1);
    return hours <= 15 && minutes < 60 && number % 100 < 60;
}

/* Outlook's clocks begin in 1601, where nobody looks. */
static bool start_read(struct arena *arena, struct str text, struct wall *starts)
{
    int64_t year;
    if (text.n > 4 && str_to_int64(str_slice(text, 0, 4), &year) && year < WALL_YEAR_LEAST)
        text = arena_printf(arena, "%d" STR_FMT, WALL_YEAR_LEAST, STR_ARG(str_slice(text, 4, text.n)));
    return wall_parse(text, starts);
}

void ics_clock_line(struct arena *arena, struct ics_clock *clock, struct str name, struct str value)
{
    if (clock->count == 0 || clock->count > ICS_OBSERVANCES)
        return;
    struct ics_observance *last = &clock->at[clock->count - 1];
    if (str_equal_ignoring_case(name, STR("DTSTART")))
        last->has_start = start_read(arena, value, &last->starts);
    else if (str_equal_ignoring_case(name, STR("TZOFFSETTO")))
        last->has_offset = offset_read(value, &last->offset);
    else if (str_equal_ignoring_case(name, STR("RRULE")))
        last->rule = arena_str(arena, value);
}

/* The moments from which the observance holds, rising. */
static bool onsets_of(struct arena *arena, const struct ics_observance *one, struct wall until, struct rrule_moments *onsets)
{
    struct rrule rule;
    struct rrule_fault fault;
    *onsets = (struct rrule_moments){.at = ARENA_NEW(arena, struct wall), .count = 1};
    onsets->at[0] = one->starts;
    if (!one->rule.n)
        return true;
    if (!rrule_read(arena, one->rule, &rule, &fault) || rule.freq != RRULE_YEARLY)
        return false;
    if (rule.until_is == RRULE_UNTIL_UTC)
        rrule_settle_until(&rule, (struct wall){rule.until.s + WALL_DAY});
    rrule_expand(arena, &rule, one->starts, one->starts, until, ONSETS_MOST, onsets);
    return true;
}

/* What a clock shows at each sample: the offset of the observance that began last. */
struct picture {
    struct wall at[SAMPLES], since[SAMPLES];
    int64_t offset[SAMPLES];
};

static bool observe(struct arena *arena, const struct ics_observance *one, struct picture *picture)
{
    struct rrule_moments onsets;
    size_t next = 0;
    if (!one->has_start || !one->has_offset || !onsets_of(arena, one, picture->at[SAMPLES - 1], &onsets))
        return false;
    for (size_t i = 0; i < SAMPLES; i++) {
        while (next < onsets.count && onsets.at[next].s < picture->at[i].s)
            next++;
        if (next == 0 || onsets.at[next - 1].s < picture->since[i].s)
            continue;
        picture->since[i] = onsets.at[next - 1];
        picture->offset[i] = one->offset;
    }
    return true;
}

/* False where the clock is not known all through YEAR. */
static bool picture_of(struct arena *arena, const struct ics_clock *clock, int year, struct picture *picture)
{
    for (int i = 0; i < SAMPLES; i++) {
        picture->at[i] = (struct wall){wall_date(year, 1 + i / SAMPLES_A_MONTH, 4 + 10 * (i % SAMPLES_A_MONTH)).s + WALL_DAY / 2};
        picture->since[i].s = INT64_MIN;
    }
    for (size_t i = 0; i < clock->count; i++)
        if (!observe(arena, &clock->at[i], picture))
            return false;
    return picture->since[0].s != INT64_MIN;
}

static bool stands_alike(struct str name, const struct picture *picture)
{
    const struct zone *zone = name.n ? zone_find(name) : NULL;
    for (size_t i = 0; zone && i < SAMPLES; i++)
        if (zone_at(zone, picture->at[i].s - picture->offset[i]).offset != picture->offset[i])
            return false;
    return zone != NULL;
}

struct str ics_clock_zone(struct arena *arena, const struct ics_clock *clock, const struct str *preferred, size_t count, int year)
{
    struct picture picture;
    if (clock->count > ICS_OBSERVANCES || !picture_of(arena, clock, year, &picture))
        return STR_NULL;
    for (size_t i = 0; i < count; i++)
        if (stands_alike(preferred[i], &picture))
            return preferred[i];
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (stands_alike(str_of(zones[i]), &picture))
            return str_of(zones[i]);
    return STR_NULL;
}
