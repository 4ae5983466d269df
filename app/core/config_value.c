/* One setting's value: from text, to text, and what it may be. */
#include "core/config_table.h"
#include "core/log.h"
#include "core/utf8.h"

#include <assert.h>
#include <inttypes.h>

static const char *const room_names[] = {[ROOM_NONE] = "", [ROOM_SCHEMATIC] = "schematic", [ROOM_MARKET] = "market"};
static_assert(sizeof room_names / sizeof *room_names == ROOM_COUNT, "a room has no name");

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};
static const char *const review_names[] = {[REVIEW_NONE] = "none", [REVIEW_FIRST] = "first", [REVIEW_ALL] = "all"};
static const char *const store_names[] = {[STORE_DISK] = "disk", [STORE_S3] = "s3"};
enum { LEVELS = sizeof level_names / sizeof *level_names, REVIEWS = sizeof review_names / sizeof *review_names,
       STORES = sizeof store_names / sizeof *store_names };

struct unit {
    char suffix;
    int64_t times;
};
static const struct unit byte_units[] = {{'G', INT64_C(1) << 30}, {'M', 1 << 20}, {'K', 1 << 10}, {0, 1}};
static const struct unit second_units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}, {0, 1}};
static const struct unit no_units[] = {{0, 1}};

const char *room_name(enum room room)
{
    return room_names[room];
}

bool config_room_on(const struct config *config, enum room room)
{
    return room == ROOM_NONE || (config->rooms & 1U << room);
}

static const struct unit *units_of(const struct setting *setting)
{
    return setting->type == SETTING_BYTES ? byte_units : setting->type == SETTING_SECONDS ? second_units : no_units;
}

static void *place_of(const struct setting *setting, struct config *config)
{
    return (char *)config + setting->offset;
}

static const void *place_in(const struct setting *setting, const struct config *config)
{
    return (const char *)config + setting->offset;
}

static bool read_number(const struct setting *setting, struct str text, int64_t *out)
{
    const struct unit *unit = units_of(setting);
    char last = text.n ? text.p[text.n - 1] : '\0';
    while (unit->suffix && unit->suffix != last)
        unit++;
    if (unit->suffix)
        text.n--;
    int64_t value;
    if (!str_to_int64(text, &value) || __builtin_mul_overflow(value, unit->times, &value))
        return false;
    if (value < setting->least || value > setting->most)
        return false;
    *out = value;
    return true;
}

static bool is_hex(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!memchr("0123456789abcdefABCDEF", s.p[i], 22))
            return false;
    return true;
}

static bool is_colour(struct str text)
{
    return text.n == 0 || (text.n == 7 && *text.p == '#' && is_hex(str_slice(text, 1, 7)));
}

static bool is_origin(struct str text, struct str scheme)
{
    if (!str_starts_with(text, scheme) || text.n == scheme.n)
        return false;
    struct str host = str_slice(text, scheme.n, text.n);
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] <= ' ' || host.p[i] > '~' || strchr("/?#@\"'\\<>", host.p[i]))
            return false;
    return true;
}

/* Without TLS where the store is on the same machine, or in a network of one's own. */
static bool is_endpoint(struct str text)
{
    return text.n == 0 || is_origin(text, STR("https://")) || is_origin(text, STR("http://"));
}

static bool read_rooms(struct str text, unsigned *rooms)
{
    struct str word;
    *rooms = 0;
    for (struct str rest = str_trim(text); rest.n; rest = str_trim(rest)) {
        str_cut(rest, ' ', &word, &rest);
        unsigned room = ROOM_NONE + 1;
        while (room < ROOM_COUNT && !str_eq(word, str_of(room_names[room])))
            room++;
        if (room == ROOM_COUNT)
            return false;
        *rooms |= 1U << room;
    }
    return *rooms != 0;
}

static bool read_name(struct str text, const char *const *names, int count, int64_t *index)
{
    for (int i = 0; i < count; i++)
        if (str_eq(text, str_of(names[i]))) {
            *index = i;
            return true;
        }
    return false;
}

static struct str known_rooms(struct arena *arena)
{
    struct str known = STR("");
    for (unsigned room = ROOM_NONE + 1; room < ROOM_COUNT; room++)
        known = arena_printf(arena, STR_FMT "%s%s", STR_ARG(known), known.n ? ", " : "", room_names[room]);
    return known;
}

/* VALUE with the largest unit that divides it. */
static struct str number_text(struct arena *arena, const struct setting *setting, int64_t value)
{
    const struct unit *unit = units_of(setting);
    while (unit->suffix && (value == 0 || value % unit->times))
        unit++;
    return unit->suffix && unit->times > 1 ? arena_printf(arena, "%" PRId64 "%c", value / unit->times, unit->suffix)
                                           : arena_printf(arena, "%" PRId64, value);
}

static struct str text_range(struct arena *arena, const struct setting *setting)
{
    if (setting->least > 1)
        return arena_printf(arena, "%" PRId64 " to %" PRId64 " bytes", setting->least, setting->most);
    const char *filled = setting->least ? "not empty, " : "";
    return arena_printf(arena, "%sup to %" PRId64 " bytes on one line", filled, setting->most);
}

struct str setting_range(struct arena *arena, const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_TEXT:
    case SETTING_SECRET: return text_range(arena, setting);
    case SETTING_URL: return STR("https://host[:port], without a path");
    case SETTING_COLOUR: return STR("#rrggbb or empty");
    case SETTING_ROOMS: return arena_printf(arena, "of: " STR_FMT, STR_ARG(known_rooms(arena)));
    case SETTING_LEVEL: return STR("debug, info, warn or error");
    case SETTING_REVIEW: return STR("none, first or all");
    case SETTING_STORE: return STR("disk or s3");
    case SETTING_ENDPOINT: return STR("https://host[:port] or http://host[:port], without a path, or empty");
    case SETTING_NUMBER:
    case SETTING_SECONDS:
    case SETTING_BYTES: break;
    }
    struct str least = number_text(arena, setting, setting->least), most = number_text(arena, setting, setting->most);
    return arena_printf(arena, STR_FMT " to " STR_FMT, STR_ARG(least), STR_ARG(most));
}

/* What a line of curio.conf can hold. */
static bool is_one_line(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == '"')
            return false;
    return utf8_valid(text);
}

static bool read_value(struct arena *arena, const struct setting *setting, struct str text, void *place)
{
    switch (setting->type) {
    case SETTING_URL:
    case SETTING_ENDPOINT:
    case SETTING_COLOUR:
    case SETTING_TEXT:
    case SETTING_SECRET:
        if (text.n < (size_t)setting->least || text.n > (size_t)setting->most || !is_one_line(text))
            return false;
        if (setting->type == SETTING_URL && !is_origin(text, STR("https://")))
            return false;
        if (setting->type == SETTING_ENDPOINT && !is_endpoint(text))
            return false;
        if (setting->type == SETTING_COLOUR && !is_colour(text))
            return false;
        *(struct str *)place = arena_str(arena, text);
        return true;
    case SETTING_ROOMS: return read_rooms(text, place);
    case SETTING_LEVEL: return read_name(text, level_names, LEVELS, place);
    case SETTING_REVIEW: return read_name(text, review_names, REVIEWS, place);
    case SETTING_STORE: return read_name(text, store_names, STORES, place);
    case SETTING_NUMBER:
    case SETTING_SECONDS:
    case SETTING_BYTES: return read_number(setting, text, place);
    }
    return false;
}

bool setting_read(struct arena *arena, const struct setting *setting, struct str text, struct config *config,
                  struct str *expected)
{
    if (read_value(arena, setting, text, place_of(setting, config)))
        return true;
    *expected = setting_range(arena, setting);
    return false;
}

static struct str rooms_text(struct arena *arena, unsigned rooms)
{
    struct str text = STR("");
    for (unsigned room = ROOM_NONE + 1; room < ROOM_COUNT; room++)
        if (rooms & 1U << room)
            text = arena_printf(arena, STR_FMT "%s%s", STR_ARG(text), text.n ? " " : "", room_names[room]);
    return text;
}

struct str setting_text(struct arena *arena, const struct setting *setting, const struct config *config)
{
    const void *place = place_in(setting, config);
    switch (setting->type) {
    case SETTING_URL:
    case SETTING_ENDPOINT:
    case SETTING_COLOUR:
    case SETTING_TEXT:
    case SETTING_SECRET: return *(const struct str *)place;
    case SETTING_ROOMS: return rooms_text(arena, *(const unsigned *)place);
    case SETTING_LEVEL: return str_of(level_names[*(const int64_t *)place]);
    case SETTING_REVIEW: return str_of(review_names[*(const int64_t *)place]);
    case SETTING_STORE: return str_of(store_names[*(const int64_t *)place]);
    case SETTING_NUMBER:
    case SETTING_SECONDS:
    case SETTING_BYTES: break;
    }
    return number_text(arena, setting, *(const int64_t *)place);
}
