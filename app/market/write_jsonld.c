/* schema.org's Event and EventSeries. */
#include "market/write.h"

static void text_member(struct json *json, const char *name, struct str text)
{
    if (text.n == 0)
        return;
    json_key(json, str_of(name));
    json_text(json, text);
}

static void open_typed(struct json *json, const char *name, const char *type)
{
    if (name)
        json_key(json, str_of(name));
    json_object_open(json);
    json_key(json, STR("@type"));
    json_text(json, str_of(type));
}

static void own_member(struct json *json, const char *name, struct str text)
{
    if (!text.p)
        return;
    open_typed(json, NULL, "PropertyValue");
    text_member(json, "propertyID", str_of(name));
    json_key(json, STR("value"));
    json_text(json, text);
    json_object_close(json);
}

static void write_own_fields(struct json *json, struct arena *arena, const struct market_found *found)
{
    json_key(json, STR("additionalProperty"));
    json_array_open(json);
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++)
        own_member(json, found_field_name(field), found_text(arena, found, field));
    json_array_close(json);
}

static void write_address(struct json *json, const struct market_found *found)
{
    open_typed(json, "address", "PostalAddress");
    text_member(json, "streetAddress", found->street);
    text_member(json, "postalCode", found->postcode);
    text_member(json, "addressLocality", found->town);
    text_member(json, "addressRegion", found->region);
    text_member(json, "addressCountry", found->country);
    json_object_close(json);
}

static void write_place(struct json *json, const struct market_found *found)
{
    open_typed(json, "location", "Place");
    text_member(json, "name", found->place.n > 0 ? found->place : found->town);
    write_address(json, found);
    if (found->latitude.said && found->longitude.said) {
        open_typed(json, "geo", "GeoCoordinates");
        json_key(json, STR("latitude"));
        json_double(json, found->latitude.value);
        json_key(json, STR("longitude"));
        json_double(json, found->longitude.value);
        json_object_close(json);
    }
    json_object_close(json);
}

static void write_organiser(struct json *json, const struct market_found *found)
{
    if (found->organiser_name.n == 0)
        return;
    open_typed(json, "organizer", "Organization");
    text_member(json, "name", found->organiser_name);
    text_member(json, "url", found->organiser_url);
    text_member(json, "email", found->organiser_email);
    text_member(json, "telephone", found->organiser_phone);
    json_object_close(json);
}

static void write_rating(struct json *json, const struct market_written *market)
{
    if (market->ratings == 0)
        return;
    open_typed(json, "aggregateRating", "AggregateRating");
    json_key(json, STR("ratingValue"));
    json_double(json, market->score);
    json_key(json, STR("ratingCount"));
    json_int64(json, market->ratings);
    json_object_close(json);
}

static const char *status_word(enum found_status status)
{
    switch (status) {
    case FOUND_CANCELLED:
        return "https://schema.org/EventCancelled";
    case FOUND_POSTPONED:
        return "https://schema.org/EventPostponed";
    case FOUND_MOVED:
        return "https://schema.org/EventRescheduled";
    case FOUND_STATUS_ABSENT:
    case FOUND_SCHEDULED:
    case FOUND_ENDED:
    case FOUND_STATUS_COUNT:
        break;
    }
    return "https://schema.org/EventScheduled";
}

static void write_date(struct json *json, struct arena *arena, const struct market_found *found,
                       const struct found_date *date)
{
    open_typed(json, NULL, "Event");
    text_member(json, "name", found->name);
    text_member(json, "startDate", found_time_text(arena, &date->starts));
    text_member(json, "endDate", found_time_text(arena, &date->ends));
    text_member(json, "eventStatus", str_of(status_word(date->status)));
    write_place(json, found);
    json_key(json, STR("additionalProperty"));
    json_array_open(json);
    own_member(json, "replaces", found_time_text(arena, &date->replaces));
    own_member(json, "date_status", str_of(found_status_name(date->status)));
    own_member(json, "reason", date->reason);
    json_array_close(json);
    json_object_close(json);
}

static struct str joined(struct arena *arena, const struct found_time *times, size_t count)
{
    struct str *parts = arena_array(arena, 2 * count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        parts[2 * i] = found_time_text(arena, &times[i]);
        parts[2 * i + 1] = STR(",");
    }
    return count > 0 ? arena_join(arena, 2 * count - 1, parts) : STR_NULL;
}

static void write_exdates(struct json *json, struct arena *arena, const struct found_rule *rule)
{
    if (rule->exdate_count == 0)
        return;
    json_key(json, STR("exceptDate"));
    json_array_open(json);
    for (size_t i = 0; i < rule->exdate_count; i++)
        json_text(json, found_time_text(arena, &rule->exdates[i]));
    json_array_close(json);
}

static void write_rule(struct json *json, struct arena *arena, const struct market_found *found,
                       const struct found_rule *rule)
{
    const struct str starts = found_time_text(arena, &rule->starts);
    open_typed(json, NULL, "Schedule");
    text_member(json, "startDate", starts);
    text_member(json, "startTime", str_slice(starts, sizeof "2026-05-03T" - 1, starts.n));
    text_member(json, "duration", arena_printf(arena, "PT%lldM", (long long)rule->minutes.value));
    text_member(json, "scheduleTimezone", found->zone);
    write_exdates(json, arena, rule);
    json_key(json, STR("additionalProperty"));
    json_array_open(json);
    if (rule->rrule.n > 0)
        own_member(json, "rrule", rule->rrule);
    own_member(json, "rdates", joined(arena, rule->rdates, rule->rdate_count));
    json_array_close(json);
    json_object_close(json);
}

static void write_times(struct json *json, struct arena *arena, const struct market_found *found)
{
    if (found->rule_count > 0) {
        json_key(json, STR("eventSchedule"));
        json_array_open(json);
        for (size_t i = 0; i < found->rule_count; i++)
            write_rule(json, arena, found, &found->rules[i]);
        json_array_close(json);
    }
    if (found->date_count > 0) {
        json_key(json, STR("subEvent"));
        json_array_open(json);
        for (size_t i = 0; i < found->date_count; i++)
            write_date(json, arena, found, &found->dates[i]);
        json_array_close(json);
    }
}

static void write_next(struct json *json, const struct schedule_date *next)
{
    char text[TIMESTAMP_TEXT];
    text_member(json, "startDate", timestamp_rfc3339(next->starts_utc, text));
    text_member(json, "endDate", timestamp_rfc3339(next->ends_utc, text));
}

void market_write_jsonld(struct json *json, struct arena *arena, const struct market_written *market,
                         const struct schedule_date *next)
{
    const struct market_found *found = market->found;
    char text[TIMESTAMP_TEXT];
    open_typed(json, NULL, "EventSeries");
    text_member(json, "@id", market->page);
    text_member(json, "name", found->name);
    text_member(json, "description", found->description);
    text_member(json, "url", market->page);
    text_member(json, "sameAs", found->url);
    text_member(json, "image", found->image);
    text_member(json, "eventStatus", str_of(status_word(found->status)));
    text_member(json, "eventAttendanceMode", STR("https://schema.org/OfflineEventAttendanceMode"));
    text_member(json, "dateModified", timestamp_rfc3339(market->changed, text));
    text_member(json, "openingHours", found->opening_hours);
    if (next)
        write_next(json, next);
    if (found->entrance_fee.said) {
        json_key(json, STR("isAccessibleForFree"));
        json_bool(json, found->entrance_fee.minor == 0);
    }
    write_place(json, found);
    write_organiser(json, found);
    write_rating(json, market);
    write_times(json, arena, found);
    write_own_fields(json, arena, found);
    json_object_close(json);
}
