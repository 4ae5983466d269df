#include "core/text.h"
#include "handlers/market/import.h"

enum { TITLE_MAX = 120, ADDRESS_MAX = 2000, SETTINGS_MAX = 65536, WORD_MAX = 120, LIMIT_MAX = 100, CREDIT_MAX = 200 };

static const char *const kinds[] = {"page", "json-ld", "microdata", "h-event", "ics", "geojson", "list", NULL};
static const char *const market_kinds[] = {"", "flea", "antiques", "car_boot", "farmers", "christmas", "crafts", "fair", "other", NULL};
static const char *const states[] = {"queued", "done", "undone", "refused", NULL};
static const char *const conflict_words[] = {"ours", "theirs", NULL};

#define AT(member) offsetof(struct source_form, member)
#define NUMBER(member, says, least, most) {#member, says, FIELD_INT, .offset = AT(member), .min = least, .max = most}

static const struct field of_source[] = {
    {"title", N_("What it is called here"), FIELD_TEXT, true, AT(title), .min = 1, .max = TITLE_MAX},
    {"kind", N_("How it is read"), FIELD_CHOICE, .offset = AT(kind), .choices = kinds},
    {"address", N_("Where it stands: http or https"), FIELD_TEXT, true, AT(address), .min = 1, .max = ADDRESS_MAX},
    {"enabled", N_("Whether it is read every night"), FIELD_BOOL, .offset = AT(enabled)},
    {"settings", N_("Selectors and the like, as docs/markets-import.md tells"), FIELD_JSON, .offset = AT(settings), .max = SETTINGS_MAX},
    {"zone", N_("Time zone of its markets, where it names none"), FIELD_TEXT, .offset = AT(zone), .max = WORD_MAX},
    {"country", N_("Their country, ISO 3166-1: DK"), FIELD_TEXT, .offset = AT(country), .max = 2},
    {"currency", N_("The currency of its prices, ISO 4217: DKK"), FIELD_TEXT, .offset = AT(currency), .max = 3},
    {"region", N_("Their region"), FIELD_TEXT, .offset = AT(region), .max = WORD_MAX},
    {"town", N_("Their town"), FIELD_TEXT, .offset = AT(town), .max = WORD_MAX},
    {"market_kind", N_("What kind of markets they are, where it does not say so"), FIELD_CHOICE, .offset = AT(market_kind), .choices = market_kinds},
    {"credit", N_("Who must be named for it"), FIELD_TEXT, .offset = AT(credit), .max = CREDIT_MAX},
    {"credit_url", N_("And their page"), FIELD_TEXT, .offset = AT(credit_url), .max = ADDRESS_MAX},
    NUMBER(delay_ms, N_("Milliseconds between two requests, where that is more than the site's own; 0 if not said"), 0, 600000),
    NUMBER(pages, N_("Pages of one reading at most, 50 if not said"), 1, 2000),
    NUMBER(vanish_percent, N_("More than this share missing at once, and the reading counts as failed; 34 if not said"), 0, 100),
    NUMBER(vanish_after, N_("Readings in a row that must miss a market before it counts as gone; 1 if not said"), 1, 100),
};
const struct form source_fields = FORM_OF(source_form, of_source);

#define LIMIT(form) {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = offsetof(struct form, limit), .min = 1, .max = LIMIT_MAX}
#define BEFORE(form) {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = offsetof(struct form, before)}

static const struct field of_list[] = {BEFORE(import_list_form), LIMIT(import_list_form)};
const struct form import_list_fields = FORM_OF(import_list_form, of_list);

static const struct field of_ask[] = {
    {"trial", N_("Write nothing, only tell what would be written"), FIELD_BOOL, .offset = offsetof(struct import_ask_form, trial)},
};
const struct form import_ask_fields = FORM_OF(import_ask_form, of_ask);

static const struct field of_doubles[] = {
    {"state", N_("Those that wait, or that were decided so"), FIELD_CHOICE, .offset = offsetof(struct double_list_form, state), .choices = states},
    BEFORE(double_list_form),
    LIMIT(double_list_form),
};
const struct form double_list_fields = FORM_OF(double_list_form, of_doubles);

static const struct field of_conflicts[] = {
    {"market", N_("Only of this market"), FIELD_UUID, .offset = offsetof(struct conflict_list_form, market)},
    {"after", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = offsetof(struct conflict_list_form, after)},
    LIMIT(conflict_list_form),
};
const struct form conflict_list_fields = FORM_OF(conflict_list_form, of_conflicts);

static const struct field of_conflict[] = {
    {"word", N_("Whose word stands"), FIELD_CHOICE, true, offsetof(struct conflict_form, word), .choices = conflict_words},
};
const struct form conflict_fields = FORM_OF(conflict_form, of_conflict);
