#include "market/import/said.h"

#include "core/json_write.h"
#include "market/schedule.h"
#include "market/zone.h"

enum {
    SAID_MOST = 4 << 20,
    LONG_PAST_DAYS = 92,
    TITLE_MOST = 160,
    DESCRIPTION_MOST = 20000,
    SHORT_MOST = 120,
    LINE_MOST = 200,
    PHONE_MOST = 60,
    POSTCODE_MOST = 20,
    ADDRESS_MOST = 2000,
    EMAIL_MOST = 254,
    REASON_MOST = 500
};

struct writing {
    struct arena *arena;
    const struct market_found *found;
    const struct said_about *about;
    struct said *said;
    const struct zone *zone;
    struct json json;
};

/* At most so many characters, whole ones. */
static struct str cut(struct str text, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (((unsigned char)text.p[i] & 0xC0) != 0x80 && n++ == most)
            return str_slice(text, 0, i);
    return text;
}

static void text_field(struct writing *writing, const char *name, struct str value, size_t most)
{
    if (!value.p)
        return;
    json_key(&writing->json, str_of(name));
    json_text(&writing->json, cut(value, most));
}

/* Too long is no address. */
static void address_field(struct writing *writing, const char *name, struct str value, size_t most)
{
    if (value.n <= most)
        text_field(writing, name, value, most);
}

static void answer_field(struct writing *writing, const char *name, enum found_answer answer)
{
    if (answer == FOUND_ANSWER_ABSENT)
        return;
    json_key(&writing->json, str_of(name));
    if (answer == FOUND_UNKNOWN)
        json_null(&writing->json);
    else
        json_bool(&writing->json, answer == FOUND_YES);
}

/* Both amounts are of one currency in our row: an amount of another one is not taken. */
static void money_fields(struct writing *writing)
{
    const struct market_found *found = writing->found;
    const struct {
        const char *name;
        const struct found_money *money;
    } amounts[] = {{"entrance_fee", &found->entrance_fee}, {"stall_price", &found->stall_price}};
    bool any = false;
    for (size_t i = 0; i < 2; i++)
        if (amounts[i].money->said && amounts[i].money->currency[0] && !any) {
            writing->said->currency = arena_str(writing->arena, str_of(amounts[i].money->currency));
            any = true;
        }
    for (size_t i = 0; i < 2; i++) {
        struct str own = str_of(amounts[i].money->currency);
        if (!amounts[i].money->said || (own.n > 0 && !str_eq(own, writing->said->currency) && amounts[i].money->minor != 0))
            continue;
        json_key(&writing->json, str_of(amounts[i].name));
        json_int64(&writing->json, amounts[i].money->minor);
    }
    if (found->entrance_fee.said || found->stall_price.said)
        text_field(writing, "currency", writing->said->currency, 3);
}

/* Where nobody took an address apart, the whole of it says the place. */
static void place_fields(struct writing *writing)
{
    const struct market_found *found = writing->found;
    bool bare = found->place.n + found->street.n + found->postcode.n + found->town.n == 0;
    text_field(writing, "place", bare && found->address.n > 0 ? found->address : found->place, LINE_MOST);
    text_field(writing, "street", found->street, LINE_MOST);
    text_field(writing, "postcode", found->postcode, POSTCODE_MOST);
    text_field(writing, "town", found->town, SHORT_MOST);
    text_field(writing, "region", found->region, SHORT_MOST);
    text_field(writing, "country", found->country, 2);
    if (!found->latitude.said || !found->longitude.said)
        return;
    json_key(&writing->json, STR("point"));
    json_array_open(&writing->json);
    json_double(&writing->json, found->latitude.value);
    json_double(&writing->json, found->longitude.value);
    json_array_close(&writing->json);
}

/* Hours in words that nobody could make into dates are told with the rest. */
static struct str description_of(const struct writing *writing)
{
    struct str text = writing->found->description, words = writing->found->opening_words;
    if (words.n == 0 || writing->found->opening_hours.n > 0)
        return text;
    return text.n == 0 ? words : arena_printf(writing->arena, STR_FMT "\n\n" STR_FMT, STR_ARG(cut(text, DESCRIPTION_MOST / 2)), STR_ARG(cut(words, SHORT_MOST)));
}

/* All dates of what is cancelled for good are over with it. */
static bool is_ended(const struct market_found *found)
{
    return found->status == FOUND_ENDED || (found->status == FOUND_CANCELLED && found->date_count == 0);
}

static void write_fields(struct writing *writing)
{
    const struct market_found *found = writing->found;
    text_field(writing, "title", found->name, TITLE_MOST);
    text_field(writing, "description", description_of(writing), DESCRIPTION_MOST);
    if (found->kind != FOUND_KIND_ABSENT)
        text_field(writing, "kind", str_of(found_kind_name(found->kind)), SHORT_MOST);
    if (found->setting != FOUND_SETTING_ABSENT)
        text_field(writing, "setting", str_of(found_setting_name(found->setting)), SHORT_MOST);
    place_fields(writing);
    text_field(writing, "zone", writing->said->zone, SHORT_MOST);
    money_fields(writing);
    answer_field(writing, "accessible", found->accessible);
    answer_field(writing, "toilets", found->toilets);
    answer_field(writing, "dogs", found->dogs);
    answer_field(writing, "cards", found->cards);
    address_field(writing, "website", found->url, ADDRESS_MOST);
    address_field(writing, "email", found->organiser_email, EMAIL_MOST);
    text_field(writing, "phone", found->organiser_phone, PHONE_MOST);
    text_field(writing, "status", is_ended(found) ? STR("ended") : STR("active"), SHORT_MOST);
    if (writing->about->has_organiser) {
        json_key(&writing->json, STR("organiser_id"));
        json_uuid(&writing->json, writing->about->organiser);
    }
}

/* By the market's own clock. */
static struct wall wall_at(const struct writing *writing, const struct found_time *time)
{
    if (time->form == FOUND_INSTANT)
        return zone_local(writing->zone, time->utc);
    const struct zone *other = time->form == FOUND_WALL && time->zone.n > 0 && !str_eq(time->zone, writing->said->zone) ? zone_find(time->zone) : NULL;
    return other ? zone_local(writing->zone, zone_instant(other, time->wall)) : time->wall;
}

static void write_wall(struct writing *writing, const char *name, struct wall wall)
{
    char text[WALL_TEXT];
    if (name)
        json_key(&writing->json, str_of(name));
    json_text(&writing->json, wall_text(wall, text));
}

static struct wall end_of(const struct writing *writing, const struct found_date *date, struct wall starts)
{
    const int64_t most = (int64_t)SCHEDULE_MINUTES_MOST * 60;
    int64_t lasts = date->starts.form == FOUND_DAY ? WALL_DAY : SAID_HOURS_OF_A_DATE * 3600;
    if (date->ends.form != FOUND_TIME_ABSENT) {
        int64_t told = wall_at(writing, &date->ends).s - starts.s;
        lasts = told >= 60 ? told : lasts;
    }
    return (struct wall){starts.s + (lasts > most ? most : lasts)};
}

static const char *status_of(const struct market_found *found, const struct found_date *date, bool moved)
{
    enum found_status status = date->status != FOUND_STATUS_ABSENT ? date->status : found->status;
    if (status == FOUND_CANCELLED || (status == FOUND_POSTPONED && !moved))
        return "cancelled";
    return moved ? "moved" : "scheduled";
}

static void write_date(struct writing *writing, const struct found_date *date)
{
    bool over = date->replaces.form != FOUND_TIME_ABSENT, timed = date->starts.form != FOUND_TIME_ABSENT;
    const struct found_time *told_before = over ? &date->replaces : &date->previous_starts;
    struct wall starts = wall_at(writing, timed ? &date->starts : told_before);
    struct wall key = told_before->form != FOUND_TIME_ABSENT ? wall_at(writing, told_before) : starts;
    if (!writing->said->first.p && starts.s >= writing->about->today.s) {
        char text[WALL_TEXT];
        writing->said->first = arena_str(writing->arena, wall_text(starts, text));
    }
    if (starts.s > writing->said->last.s)
        writing->said->last = starts;
    json_object_open(&writing->json);
    if (date->external_id.n > 0)
        text_field(writing, "id", date->external_id, ADDRESS_MOST);
    write_wall(writing, "key", key);
    write_wall(writing, "starts", starts);
    write_wall(writing, "ends", end_of(writing, date, starts));
    text_field(writing, "status", str_of(status_of(writing->found, date, key.s != starts.s)), SHORT_MOST);
    text_field(writing, "reason", date->reason.n > 0 ? date->reason : writing->found->reason, REASON_MOST);
    if (over) {
        json_key(&writing->json, STR("over"));
        json_bool(&writing->json, true);
    }
    json_object_close(&writing->json);
}

static bool is_told(const struct writing *writing, const struct found_date *date)
{
    const struct found_time *time = date->starts.form != FOUND_TIME_ABSENT ? &date->starts : &date->replaces;
    if (time->form == FOUND_TIME_ABSENT || date->status == FOUND_ENDED)
        return false;
    struct wall starts = wall_at(writing, time);
    return end_of(writing, date, starts).s >= writing->about->today.s - (int64_t)LONG_PAST_DAYS * WALL_DAY;
}

static size_t write_dates(struct writing *writing)
{
    size_t told = 0;
    json_key(&writing->json, STR("dates"));
    json_array_open(&writing->json);
    for (size_t i = 0; i < writing->found->date_count && told < SCHEDULE_EXTRAS_MOST; i++)
        if (is_told(writing, &writing->found->dates[i])) {
            write_date(writing, &writing->found->dates[i]);
            told++;
        }
    json_array_close(&writing->json);
    return told;
}

static void write_walls(struct writing *writing, const char *name, const struct found_time *times, size_t count)
{
    if (count == 0)
        return;
    json_key(&writing->json, str_of(name));
    json_array_open(&writing->json);
    for (size_t i = 0; i < count && i < SCHEDULE_EXTRAS_MOST; i++)
        write_wall(writing, NULL, wall_at(writing, &times[i]));
    json_array_close(&writing->json);
}

static void write_rules(struct writing *writing)
{
    const struct market_found *found = writing->found;
    json_key(&writing->json, STR("rules"));
    json_array_open(&writing->json);
    for (size_t i = 0; i < found->rule_count && i < SCHEDULE_RULES_MOST; i++) {
        const struct found_rule *rule = &found->rules[i];
        int64_t minutes = rule->minutes.said ? rule->minutes.value : rule->starts.form == FOUND_DAY ? 24 * 60 : SAID_HOURS_OF_A_DATE * 60;
        json_object_open(&writing->json);
        write_wall(writing, "starts", wall_at(writing, &rule->starts));
        json_key(&writing->json, STR("minutes"));
        json_int64(&writing->json, minutes < 1 ? 1 : minutes > SCHEDULE_MINUTES_MOST ? SCHEDULE_MINUTES_MOST : minutes);
        if (rule->rrule.n > 0)
            text_field(writing, "rrule", rule->rrule, SCHEDULE_TEXT_MOST);
        write_walls(writing, "exdates", rule->exdates, rule->exdate_count);
        write_walls(writing, "rdates", rule->rdates, rule->rdate_count);
        json_object_close(&writing->json);
    }
    json_array_close(&writing->json);
}

bool said_of(struct arena *arena, const struct market_found *found, const struct said_about *about, struct said *said)
{
    struct buf out;
    struct writing writing = {.arena = arena, .found = found, .about = about, .said = said};
    *said = (struct said){.title = cut(found->name, TITLE_MOST), .zone = found->zone.n > 0 ? found->zone : about->zone, .currency = about->currency,
                          .goes_on = found->rule_count > 0 || found->opening_hours.n > 0};
    writing.zone = zone_find(said->zone);
    if (!writing.zone) {
        said->zone = STR_NULL;
        return false;
    }
    buf_init(&out, SAID_MOST);
    json_begin(&writing.json, &out);
    json_object_open(&writing.json);
    json_key(&writing.json, STR("fields"));
    json_object_open(&writing.json);
    write_fields(&writing);
    json_object_close(&writing.json);
    write_rules(&writing);
    text_field(&writing, "hours", found->opening_hours, SCHEDULE_TEXT_MOST);
    size_t told = write_dates(&writing);
    json_object_close(&writing.json);
    bool whole = json_end(&writing.json);
    said->json = whole ? arena_str(arena, buf_str(&out)) : STR_NULL;
    buf_free(&out);
    return whole && (told > 0 || said->goes_on || found->date_count == 0);
}
