#include "market/found_field.h"

#include "market/names.h"

#include <assert.h>

static const char *const kinds[FOUND_KIND_COUNT] = {
    [FOUND_FLEA] = "flea", [FOUND_ANTIQUES] = "antiques", [FOUND_CAR_BOOT] = "car_boot", [FOUND_FARMERS] = "farmers",
    [FOUND_CHRISTMAS] = "christmas", [FOUND_CRAFTS] = "crafts", [FOUND_FAIR] = "fair", [FOUND_OTHER] = "other",
};
static const char *const settings[FOUND_SETTING_COUNT] = {
    [FOUND_INDOOR] = "indoor", [FOUND_OUTDOOR] = "outdoor", [FOUND_BOTH] = "both", [FOUND_SETTING_UNKNOWN] = "unknown",
};
static const char *const answers[FOUND_ANSWER_COUNT] = {[FOUND_NO] = "no", [FOUND_YES] = "yes", [FOUND_UNKNOWN] = "unknown"};
static const char *const statuses[FOUND_STATUS_COUNT] = {
    [FOUND_SCHEDULED] = "scheduled", [FOUND_CANCELLED] = "cancelled", [FOUND_POSTPONED] = "postponed",
    [FOUND_MOVED] = "moved", [FOUND_ENDED] = "ended",
};

#define AT(member) offsetof(struct market_found, member)
const struct found_field_row found_fields[] = {
    [FOUND_EXTERNAL_ID] = {"external_id", FOUND_AS_LINE, AT(external_id), 300},
    [FOUND_NAME] = {"name", FOUND_AS_LINE, AT(name), 160},
    [FOUND_DESCRIPTION] = {"description", FOUND_AS_TEXT, AT(description), 20000},
    [FOUND_KIND] = {"kind", FOUND_AS_KIND, AT(kind), 0},
    [FOUND_URL] = {"url", FOUND_AS_URL, AT(url), 2000},
    [FOUND_IMAGE] = {"image", FOUND_AS_URL, AT(image), 2000},
    [FOUND_ORGANISER_NAME] = {"organiser_name", FOUND_AS_LINE, AT(organiser_name), 120},
    [FOUND_ORGANISER_URL] = {"organiser_url", FOUND_AS_URL, AT(organiser_url), 2000},
    [FOUND_ORGANISER_EMAIL] = {"organiser_email", FOUND_AS_EMAIL, AT(organiser_email), 254},
    [FOUND_ORGANISER_PHONE] = {"organiser_phone", FOUND_AS_PHONE, AT(organiser_phone), 60},
    [FOUND_PLACE] = {"place", FOUND_AS_LINE, AT(place), 200},
    [FOUND_STREET] = {"street", FOUND_AS_LINE, AT(street), 200},
    [FOUND_POSTCODE] = {"postcode", FOUND_AS_LINE, AT(postcode), 20},
    [FOUND_TOWN] = {"town", FOUND_AS_LINE, AT(town), 120},
    [FOUND_REGION] = {"region", FOUND_AS_LINE, AT(region), 120},
    [FOUND_COUNTRY] = {"country", FOUND_AS_COUNTRY, AT(country), 2},
    [FOUND_ADDRESS] = {"address", FOUND_AS_LINE, AT(address), 400},
    [FOUND_LATITUDE] = {"latitude", FOUND_AS_NUMBER, AT(latitude), 90},
    [FOUND_LONGITUDE] = {"longitude", FOUND_AS_NUMBER, AT(longitude), 180},
    [FOUND_ZONE] = {"zone", FOUND_AS_ZONE, AT(zone), 60},
    [FOUND_SETTING] = {"setting", FOUND_AS_SETTING, AT(setting), 0},
    [FOUND_ENTRANCE_FEE] = {"entrance_fee", FOUND_AS_MONEY, AT(entrance_fee), 0},
    [FOUND_STALL_PRICE] = {"stall_price", FOUND_AS_MONEY, AT(stall_price), 0},
    [FOUND_ACCESSIBLE] = {"accessible", FOUND_AS_ANSWER, AT(accessible), 0},
    [FOUND_TOILETS] = {"toilets", FOUND_AS_ANSWER, AT(toilets), 0},
    [FOUND_DOGS] = {"dogs", FOUND_AS_ANSWER, AT(dogs), 0},
    [FOUND_CARDS] = {"cards", FOUND_AS_ANSWER, AT(cards), 0},
    [FOUND_STATUS] = {"status", FOUND_AS_STATUS, AT(status), 0},
    [FOUND_REASON] = {"reason", FOUND_AS_LINE, AT(reason), 500},
    [FOUND_OPENING_HOURS] = {"opening_hours", FOUND_AS_LINE, AT(opening_hours), 1000},
    [FOUND_OPENING_WORDS] = {"opening_words", FOUND_AS_LINE, AT(opening_words), 1000},
    [FOUND_SEQUENCE] = {"sequence", FOUND_AS_WHOLE, AT(sequence), 0},
    [FOUND_MODIFIED] = {"modified", FOUND_AS_TIME, AT(modified), 0},
    [FOUND_DETAIL] = {"detail", FOUND_AS_URL, AT(detail), 2000},
};
static_assert(sizeof found_fields / sizeof *found_fields == FOUND_FIELD_COUNT, "a row for each field");

int names_index(const char *const words[], int count, struct str name)
{
    for (int i = 0; i < count; i++)
        if (words[i] && str_equal_ignoring_case(str_of(words[i]), name))
            return i;
    return -1;
}

const char *found_kind_name(enum found_kind kind)
{
    return kinds[kind];
}

const char *found_setting_name(enum found_setting setting)
{
    return settings[setting];
}

const char *found_answer_name(enum found_answer answer)
{
    return answers[answer];
}

const char *found_status_name(enum found_status status)
{
    return statuses[status];
}

bool found_kind_of(struct str name, enum found_kind *kind)
{
    int at = names_index(kinds, FOUND_KIND_COUNT, name);
    if (at >= 0)
        *kind = (enum found_kind)at;
    return at >= 0;
}

bool found_setting_of(struct str name, enum found_setting *setting)
{
    int at = names_index(settings, FOUND_SETTING_COUNT, name);
    if (at >= 0)
        *setting = (enum found_setting)at;
    return at >= 0;
}

bool found_status_of(struct str name, enum found_status *status)
{
    int at = names_index(statuses, FOUND_STATUS_COUNT, name);
    if (at >= 0)
        *status = (enum found_status)at;
    return at >= 0;
}

const char *found_field_name(enum found_field field)
{
    return found_fields[field].name;
}

bool found_field_of(struct str name, enum found_field *field)
{
    for (enum found_field i = 0; i < FOUND_FIELD_COUNT; i++)
        if (str_eq(str_of(found_fields[i].name), name)) {
            *field = i;
            return true;
        }
    return false;
}

struct str found_time_text(struct arena *arena, const struct found_time *time)
{
    char text[WALL_TEXT];
    struct str wall = time->form == FOUND_TIME_ABSENT ? STR_NULL : wall_text(time->wall, text);
    int offset = time->offset < 0 ? -time->offset : time->offset;
    switch (time->form) {
    case FOUND_DAY: return arena_str(arena, str_slice(wall, 0, 10));
    case FOUND_WALL: return arena_str(arena, wall);
    case FOUND_INSTANT:
        if (time->offset == 0)
            return arena_printf(arena, STR_FMT "Z", STR_ARG(wall));
        return arena_printf(arena, STR_FMT "%c%02d:%02d", STR_ARG(wall), time->offset < 0 ? '-' : '+', offset / 60, offset % 60);
    case FOUND_TIME_ABSENT: break;
    }
    return STR_NULL;
}

static struct str money_text(struct arena *arena, const struct found_money *money)
{
    int digits = found_money_digits(money->currency);
    int64_t unit = digits == 0 ? 1 : digits == 3 ? 1000 : 100;
    if (!money->said)
        return STR_NULL;
    struct str amount = money->minor % unit == 0
                            ? arena_printf(arena, "%lld", (long long)(money->minor / unit))
                            : arena_printf(arena, "%lld.%0*lld", (long long)(money->minor / unit), digits, (long long)(money->minor % unit));
    return *money->currency ? arena_printf(arena, STR_FMT " %s", STR_ARG(amount), money->currency) : amount;
}

static struct str number_text(struct arena *arena, const struct found_number *number)
{
    char text[STR_DOUBLE];
    return number->said ? arena_str(arena, str_from_double(number->value, text)) : STR_NULL;
}

struct str found_text(struct arena *arena, const struct market_found *market, enum found_field field)
{
    const struct found_field_row *row = &found_fields[field];
    const void *at = (const char *)market + row->offset;
    const struct found_whole *whole = at;
    switch (row->as) {
    case FOUND_AS_LINE:
    case FOUND_AS_TEXT:
    case FOUND_AS_URL:
    case FOUND_AS_EMAIL:
    case FOUND_AS_PHONE:
    case FOUND_AS_COUNTRY:
    case FOUND_AS_ZONE: return *(const struct str *)at;
    case FOUND_AS_KIND: return str_of(kinds[*(const enum found_kind *)at]);
    case FOUND_AS_SETTING: return str_of(settings[*(const enum found_setting *)at]);
    case FOUND_AS_ANSWER: return str_of(answers[*(const enum found_answer *)at]);
    case FOUND_AS_STATUS: return str_of(statuses[*(const enum found_status *)at]);
    case FOUND_AS_MONEY: return money_text(arena, at);
    case FOUND_AS_NUMBER: return number_text(arena, at);
    case FOUND_AS_WHOLE: return whole->said ? arena_printf(arena, "%lld", (long long)whole->value) : STR_NULL;
    case FOUND_AS_TIME: return found_time_text(arena, at);
    }
    return STR_NULL;
}
