#include "handlers/market/forms.h"

#include "core/text.h"

enum { TEXT_MAX = 200, DATE_MAX = 10, KEY_MAX = 100, LIMIT_MAX = 100, NAME_MAX = 120, PLACES_MAX = 20 };
#define MONEY_MAX 100000000000 /* minor units */

static const char *const whens[] = {"coming", "today", "weekend", "week", "any", NULL};
static const char *const settings[] = {"any", "indoor", "outdoor", NULL};
static const char *const kinds[] = {"any", "flea", "antiques", "car_boot", "farmers", "christmas", "crafts", "fair", "other", NULL};
static const char *const sorts[] = {"usual", "distance", "date", "rating", "newest", NULL};

#define AT(form, member) .offset = offsetof(struct form, member)
#define FIND(member) AT(market_find_form, member)

#define POINT(form)                                                                                                                  \
    {"latitude", N_("Of the point that distances are from, in degrees (WGS 84)"), FIELD_FLOAT, AT(form, latitude), .min = -90, .max = 90}, \
        {"longitude", N_("Of the same point"), FIELD_FLOAT, AT(form, longitude), .min = -180, .max = 180}
#define RADIUS(form) \
    {"radius", N_("How far from there, in kilometres; 50 if not said"), FIELD_FLOAT, AT(form, radius), .max = MARKET_RADIUS_MOST_KM}
#define NEAR(form) \
    {"near", N_("The point by name: a town or postcode that markets of this site are in"), FIELD_TEXT, AT(form, near), .max = NAME_MAX}

#define WHEN                                                                                                                         \
    {"when", N_("Markets that have a date then; coming: any date from now on; any: also those whose dates nobody knows"), FIELD_CHOICE, \
     FIND(when), .choices = whens},                                                                                                  \
        {"from", N_("On this day or later: 2026-11-21"), FIELD_TEXT, FIND(from), .max = DATE_MAX},                                   \
        {"to", N_("On this day or before"), FIELD_TEXT, FIND(to), .max = DATE_MAX}

#define FILTERS                                                                                                                       \
    POINT(market_find_form), RADIUS(market_find_form), NEAR(market_find_form),                                                        \
        {"setting", N_("Under a roof, or in the open; those that are both are found either way"), FIELD_CHOICE, FIND(setting), .choices = settings}, \
        {"kind", N_("Of this kind"), FIELD_CHOICE, FIND(kind), .choices = kinds},                                                     \
        {"fee_max", N_("Most that entrance costs, in minor units; 0: free"), FIELD_INT, FIND(fee_max), .max = MONEY_MAX},             \
        {"stall_max", N_("Most that a stall costs, in minor units"), FIELD_INT, FIND(stall_max), .max = MONEY_MAX},                   \
        {"currency", N_("Prices in this currency only (ISO 4217)"), FIELD_TEXT, FIND(currency), .min = 3, .max = 3},                  \
        {"accessible", N_("Known to be accessible with a wheelchair"), FIELD_BOOL, FIND(accessible)},                                 \
        {"toilets", N_("Known to have toilets"), FIELD_BOOL, FIND(toilets)},                                                          \
        {"dogs", N_("Known to admit dogs"), FIELD_BOOL, FIND(dogs)},                                                                  \
        {"cards", N_("Known to take cards"), FIELD_BOOL, FIND(cards)},                                                                \
        {"organiser", N_("Held by the organiser with this slug"), FIELD_TEXT, FIND(organiser), .max = NAME_MAX},                      \
        {"sort", N_("In which order; usual: how well it fits for words, by distance for a point, else by date"), FIELD_CHOICE, FIND(sort), \
         .choices = sorts},                                                                                                           \
        {"before", N_("Where to go on: \"next\" of the page before, of the same list"), FIELD_PLACE, FIND(before), .max = KEY_MAX},    \
        {"limit", N_("How many, 24 if not said"), FIELD_INT, FIND(limit), .min = 1, .max = LIMIT_MAX}

#define QUERY(...)                                                                                                                     \
    {"query", N_("Words of the title, place, town or description, whole or begun"), FIELD_TEXT, FIND(query), .max = TEXT_MAX, __VA_ARGS__}

static const struct field list_fields[] = {QUERY(), WHEN, FILTERS};
const struct form market_list_fields = FORM_OF(market_find_form, list_fields);
static const struct field search_fields[] = {QUERY(.required = true, .min = 1), WHEN, FILTERS};
const struct form market_search_fields = FORM_OF(market_find_form, search_fields);
static const struct field today_fields[] = {FILTERS};
const struct form market_today_fields = FORM_OF(market_find_form, today_fields);
static const struct field nearby_fields[] = {WHEN, FILTERS};
const struct form market_nearby_fields = FORM_OF(market_find_form, nearby_fields);

static const struct field one_fields[] = {POINT(market_one_form)};
const struct form market_one_fields = FORM_OF(market_one_form, one_fields);

static const struct field dates_fields[] = {
    {"past", N_("Those that are over, the latest first"), FIELD_BOOL, AT(market_dates_form, past)},
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_PLACE, AT(market_dates_form, before), .max = KEY_MAX},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, AT(market_dates_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form market_dates_fields = FORM_OF(market_dates_form, dates_fields);

static const struct field place_fields[] = {
    {"text", N_("Beginning of a town's name, or a postcode"), FIELD_TEXT, .required = true, AT(market_place_form, text), .min = 1, .max = NAME_MAX},
    {"limit", N_("How many, 8 if not said"), FIELD_INT, AT(market_place_form, limit), .min = 1, .max = PLACES_MAX},
};
const struct form market_place_fields = FORM_OF(market_place_form, place_fields);

static const struct field calendar_fields[] = {
    POINT(market_calendar_form),
    RADIUS(market_calendar_form),
    NEAR(market_calendar_form),
    {"month", N_("2026-11; this month if not said"), FIELD_TEXT, AT(market_calendar_form, month), .max = DATE_MAX},
    {"week", N_("The week with this day, instead of a month: 2026-11-21"), FIELD_TEXT, AT(market_calendar_form, week), .max = DATE_MAX},
};
const struct form market_calendar_fields = FORM_OF(market_calendar_form, calendar_fields);
