#include "handlers/market/edit_forms.h"

#include "core/text.h"

enum { TITLE_MAX = 160, DESCRIPTION_MAX = 20000, PLACE_MAX = 200, POSTCODE_MAX = 20, TOWN_MAX = 120, URL_MAX = 2000, PHONE_MAX = 60, ZONE_MAX = 60,
       SCHEDULE_MAX = 200000, HOURS_MAX = 1000, NAME_MAX = 120, REASON_MAX = 500, MONEY_TEXT_MAX = 20, RULES_MAX = 32, KEY_MAX = 19 };
static const int64_t money_max = INT64_C(1000000000000);

static const char *const kinds[] = {"flea", "antiques", "car_boot", "farmers", "christmas", "crafts", "fair", "other", NULL};
static const char *const settings[] = {"unknown", "indoor", "outdoor", "both", NULL};
static const char *const answers[] = {"unknown", "yes", "no", NULL};
static const char *const statuses[] = {"active", "ended", NULL};
static const char *const visibilities[] = {"public", "draft", NULL};
static const char *const alikes[] = {"enter", "ask", NULL};
static const char *const date_statuses[] = {"scheduled", "cancelled", "moved", NULL};

#define AT(member) offsetof(struct market_edit_form, member)
#define TEXT_FIELD(member, words, most) {#member, words, FIELD_TEXT, .offset = AT(member), .max = (most), .present = AT(has_##member)}
#define CHOICE_FIELD(member, words, list) {#member, words, FIELD_CHOICE, .offset = AT(member), .choices = (list), .present = AT(has_##member)}
#define MONEY_FIELD(member, words) {#member, words, FIELD_INT, .offset = AT(member), .min = 0, .max = money_max, .present = AT(has_##member)}

#define EDIT_FIELDS \
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(description), .max = DESCRIPTION_MAX, .present = AT(has_description)}, \
    CHOICE_FIELD(kind, N_("Kind of market"), kinds), CHOICE_FIELD(setting, N_("Indoors or outdoors"), settings), \
    TEXT_FIELD(organiser, N_("Name of the organiser; empty: none is named"), NAME_MAX), TEXT_FIELD(place, N_("Place, such as a hall or a square"), PLACE_MAX), \
    TEXT_FIELD(street, N_("Street and number"), PLACE_MAX), TEXT_FIELD(postcode, N_("Postcode"), POSTCODE_MAX), TEXT_FIELD(town, N_("Town"), TOWN_MAX), \
    TEXT_FIELD(region, N_("Region"), TOWN_MAX), TEXT_FIELD(country, N_("Country, ISO 3166-1: DK"), 2), \
    {"latitude", N_("Latitude in degrees, WGS 84"), FIELD_FLOAT, .offset = AT(latitude), .min = -90, .max = 90, .present = AT(has_latitude)}, \
    {"longitude", N_("Longitude in degrees, WGS 84"), FIELD_FLOAT, .offset = AT(longitude), .min = -180, .max = 180, .present = AT(has_longitude)}, \
    TEXT_FIELD(zone, N_("Time zone: Europe/Copenhagen"), ZONE_MAX), \
    {"schedule", N_("When it is held: rules, opening_hours, overrides"), FIELD_JSON, .offset = AT(schedule), .max = SCHEDULE_MAX, .present = AT(has_schedule)}, \
    TEXT_FIELD(opening_hours, N_("Opening hours in the way of OpenStreetMap: Sa 09:00-14:00"), HOURS_MAX), \
    MONEY_FIELD(entrance_fee, N_("Entrance fee in minor units; 0: free; null: not known")), \
    MONEY_FIELD(stall_price, N_("Price of a stall in minor units; null: not known")), TEXT_FIELD(currency, N_("Currency of both, ISO 4217: DKK"), 3), \
    TEXT_FIELD(fee_text, N_("The entrance fee as people write it: 25 or 12,50; 0 is free; in place of entrance_fee"), MONEY_TEXT_MAX), \
    TEXT_FIELD(price_text, N_("The price of a stall as people write it; in place of stall_price"), MONEY_TEXT_MAX), \
    CHOICE_FIELD(accessible, N_("Whether a wheelchair gets in"), answers), CHOICE_FIELD(toilets, N_("Whether there are toilets"), answers), \
    CHOICE_FIELD(dogs, N_("Whether dogs may come"), answers), CHOICE_FIELD(cards, N_("Whether stalls take cards"), answers), \
    TEXT_FIELD(website, N_("Address of its own site"), URL_MAX), \
    {"email", N_("Mail address for questions, shown to everyone"), FIELD_EMAIL, .offset = AT(email), .present = AT(has_email)}, \
    TEXT_FIELD(phone, N_("Telephone number, shown to everyone"), PHONE_MAX), CHOICE_FIELD(status, N_("Whether it is still held"), statuses), \
    CHOICE_FIELD(visibility, N_("Whether others see it"), visibilities)

static const struct field new_fields[] = {
    {"title", N_("What it is called"), FIELD_TEXT, true, AT(title), .min = 1, .max = TITLE_MAX, .present = AT(has_title)},
    EDIT_FIELDS,
    {"alike", N_("Where it looks like a market that is here already; enter: both stay until a moderator looks at them; ask: it is refused as looks-alike"),
     FIELD_CHOICE, .offset = AT(alike), .choices = alikes},
    WHEN_FIELDS(market_edit_form, when),
};
const struct form market_new_fields = FORM_OF(market_edit_form, new_fields);

static const struct field edit_fields[] = {
    {"title", N_("What it is called"), FIELD_TEXT, .offset = AT(title), .min = 1, .max = TITLE_MAX, .present = AT(has_title)},
    EDIT_FIELDS,
};
const struct form market_edit_fields = FORM_OF(market_edit_form, edit_fields);

static const struct field rule_fields[] = {WHEN_FIELDS(market_rule_form, when)};
const struct form market_rule_fields = FORM_OF(market_rule_form, rule_fields);

static const struct field rule_number_fields[] = {
    {"number", N_("Which rule, from 1, in the order of the schedule"), FIELD_INT, true, offsetof(struct market_rule_number_form, number), .min = 1, .max = RULES_MAX},
};
const struct form market_rule_number_fields = FORM_OF(market_rule_number_form, rule_number_fields);

static const struct field date_fields[] = {
    {"key", N_("The date: its start by the rule, as 2026-05-03T09:00"), FIELD_TEXT, true, offsetof(struct market_date_form, key), .max = KEY_MAX},
    {"status", N_("scheduled takes back what was said of it"), FIELD_CHOICE, .offset = offsetof(struct market_date_form, status), .choices = date_statuses},
    {"reason", N_("Why, as readers are told"), FIELD_TEXT, .offset = offsetof(struct market_date_form, reason), .max = REASON_MAX},
    {"date", N_("The new day of a date that moves"), FIELD_TEXT, .offset = offsetof(struct market_date_form, date), .max = 10},
    {"from", N_("When it opens then, as 09:00"), FIELD_TEXT, .offset = offsetof(struct market_date_form, from), .max = 5},
    {"to", N_("When it closes then"), FIELD_TEXT, .offset = offsetof(struct market_date_form, to), .max = 5},
};
const struct form market_date_fields = FORM_OF(market_date_form, date_fields);

#undef AT
#define AT(member) offsetof(struct market_organiser_form, member)
static const struct field organiser_fields[] = {
    {"name", N_("Name"), FIELD_TEXT, .offset = AT(name), .min = 1, .max = NAME_MAX, .present = AT(has_name)},
    {"description", N_("Description, in Markdown"), FIELD_LONGTEXT, .offset = AT(description), .max = DESCRIPTION_MAX, .present = AT(has_description)},
    {"website", N_("Address of their own site"), FIELD_TEXT, .offset = AT(website), .max = URL_MAX, .present = AT(has_website)},
    {"email", N_("Mail address for questions, shown to everyone"), FIELD_EMAIL, .offset = AT(email), .present = AT(has_email)},
    {"phone", N_("Telephone number, shown to everyone"), FIELD_TEXT, .offset = AT(phone), .max = PHONE_MAX, .present = AT(has_phone)},
};
const struct form market_organiser_fields = FORM_OF(market_organiser_form, organiser_fields);

static const struct field own_fields[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = offsetof(struct market_own_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = offsetof(struct market_own_form, limit), .min = 1, .max = 100},
};
const struct form market_own_fields = FORM_OF(market_own_form, own_fields);
