#include "handlers/market/edit_fields.h"

#include "core/locale.h"
#include "core/text.h"

enum { FIELDS_MOST = 32, OPTIONS_MOST = 16 };

struct choice {
    const char *value, *label;
};

static const struct choice kinds[] = {{"flea", N_("Flea market")},         {"antiques", N_("Antiques")}, {"car_boot", N_("Car boot sale")},
                                      {"farmers", N_("Farmers' market")},  {"christmas", N_("Christmas market")}, {"crafts", N_("Crafts")},
                                      {"fair", N_("Fair")},                {"other", N_("Something else")}, {NULL, NULL}};
static const struct choice settings[] = {{"unknown", N_("Not known")}, {"indoor", N_("Indoors")}, {"outdoor", N_("Outdoors")}, {"both", N_("Both")}, {NULL, NULL}};
static const struct choice answers[] = {{"unknown", N_("Not known")}, {"yes", N_("Yes")}, {"no", N_("No")}, {NULL, NULL}};
static const struct choice statuses[] = {{"active", N_("It is held")}, {"ended", N_("It is no longer held")}, {NULL, NULL}};
static const struct choice visibilities[] = {{"public", N_("Everyone")}, {"draft", N_("Only me: a draft")}, {NULL, NULL}};

struct fields {
    struct arena *arena;
    struct market_form_field_row *at;
    size_t count;
    const char *part;
};

static struct market_form_field_row *add(struct fields *fields, const char *name, const char *label, struct str value, int64_t most)
{
    struct market_form_field_row *row = &fields->at[fields->count++];
    *row = (struct market_form_field_row){.name = str_of(name),
                                          .label = str_of(label),
                                          .value = value.p ? value : STR(""),
                                          .most = most,
                                          .type = STR("text"),
                                          .part = str_of(fields->part)};
    return row;
}

static void add_menu(struct fields *fields, const char *name, const char *label, struct str value, const struct choice *choices)
{
    struct market_option_row *options = arena_array(fields->arena, OPTIONS_MOST, sizeof *options);
    size_t n = 0;
    for (; choices[n].value; n++)
        options[n] = (struct market_option_row){.value = str_of(choices[n].value), .label = str_of(gettext(choices[n].label))};
    add(fields, name, label, value.n > 0 ? value : options[0].value, 0)->options = (struct list){options, n};
}

static struct str answer_of(struct opt_bool said)
{
    return !said.set ? STR("unknown") : said.v ? STR("yes") : STR("no");
}

/* As people write it, without the currency: 25, 12.50. */
static struct str amount_of(struct arena *arena, struct opt_bigint minor, struct str currency)
{
    int64_t unit = 1;
    const int decimals = locale_money_decimals(currency);
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    if (!minor.set)
        return STR("");
    if (minor.v % unit == 0)
        return arena_printf(arena, "%lld", (long long)(minor.v / unit));
    return arena_printf(arena, "%lld.%0*lld", (long long)(minor.v / unit), decimals, (long long)(minor.v % unit));
}

static struct str degrees_of(struct arena *arena, struct opt_float value)
{
    char text[STR_DOUBLE];
    return value.set ? arena_str(arena, str_from_double(value.v, text)) : STR("");
}

static void add_place(struct fields *fields, const struct market_edit_row *market)
{
    fields->part = "place";
    add(fields, "place", _("Place"), market->place, 200)->hint = str_of(_("A hall, a square, a field"));
    add(fields, "street", _("Street and number"), market->street, 200);
    add(fields, "postcode", _("Postcode"), market->postcode, 20);
    add(fields, "town", _("Town"), market->town, 120);
    fields->part = "point";
    add(fields, "region", _("Region"), market->region, 120);
    add(fields, "country", _("Country"), market->country, 2)->hint = str_of(_("Two letters: DK, SE, DE"));
    add(fields, "latitude", _("Latitude"), degrees_of(fields->arena, market->latitude), 20)->hint = str_of(_("In degrees: 55.6761"));
    add(fields, "longitude", _("Longitude"), degrees_of(fields->arena, market->longitude), 20)->hint = str_of(_("In degrees: 12.5683"));
    add(fields, "zone", _("Time zone"), market->zone, 60);
}

static void add_practical(struct fields *fields, const struct market_edit_row *market)
{
    fields->part = "practical";
    add(fields, "fee_text", _("Entrance fee"), amount_of(fields->arena, market->entrance_fee, market->currency), 20)->hint = str_of(_("0 where entrance is free"));
    add(fields, "price_text", _("Price of a stall"), amount_of(fields->arena, market->stall_price, market->currency), 20);
    add(fields, "currency", _("Currency"), market->currency, 3);
    add_menu(fields, "accessible", _("A wheelchair gets in"), answer_of(market->accessible), answers);
    add_menu(fields, "toilets", _("Toilets"), answer_of(market->toilets), answers);
    add_menu(fields, "dogs", _("Dogs may come"), answer_of(market->dogs), answers);
    add_menu(fields, "cards", _("Stalls take cards"), answer_of(market->cards), answers);
}

static void add_contact(struct fields *fields, const struct market_edit_row *market)
{
    fields->part = "contact";
    add(fields, "organiser", _("Organiser"), market->organiser, 120);
    add(fields, "website", _("Website"), market->website, 2000)->type = STR("url");
    add(fields, "email", _("E-mail"), market->email, 254)->type = STR("email");
    add(fields, "phone", _("Telephone"), market->phone, 60)->type = STR("tel");
    fields->part = "state";
    add_menu(fields, "visibility", _("Who can see it"), market->visibility, visibilities);
    if (market->slug.n > 0)
        add_menu(fields, "status", _("Whether it is still held"), market->status, statuses);
}

struct rows market_form_rows(struct request *rq, const struct market_edit_row *market)
{
    const struct market_edit_row fresh = {.zone = rq->config->market_zone, .currency = rq->config->market_currency, .country = rq->config->market_country};
    struct fields fields = {rq->arena, arena_array(rq->arena, FIELDS_MOST, sizeof *fields.at), 0, "kind"};
    if (!market)
        market = &fresh;
    add_menu(&fields, "kind", _("Kind"), market->kind, kinds);
    add_menu(&fields, "setting", _("Indoors or outdoors"), market->setting, settings);
    add_place(&fields, market);
    add_practical(&fields, market);
    add_contact(&fields, market);
    return (struct rows){fields.at, fields.count};
}

/* Whether the form was sent with VALUE among the values of FIELD, which are shown again as "a, b". */
static bool was_sent(struct request *rq, const char *field, struct str value)
{
    struct str rest = rq->form_state ? form_value(rq->form_state, str_of(field)) : STR("");
    struct str part;
    bool more = rest.n > 0;
    while (more) {
        more = str_cut(rest, ',', &part, &rest);
        if (str_eq(str_trim(part), value))
            return true;
    }
    return false;
}

static struct list weekday_options(struct request *rq)
{
    static const char *const names[] = {"su", "mo", "tu", "we", "th", "fr", "sa"};
    enum { DAYS = sizeof names / sizeof *names };
    struct market_option_row *options = arena_array(rq->arena, DAYS, sizeof *options);
    for (int i = 0; i < DAYS; i++) {
        const int day = (i + locale_first_weekday()) % DAYS;
        options[i] = (struct market_option_row){str_of(names[day]), str_of(locale_weekday(day)), was_sent(rq, "weekdays", str_of(names[day]))};
    }
    return (struct list){options, DAYS};
}

static struct list nth_options(struct request *rq)
{
    static const struct choice nths[] = {{"1", N_("the first")}, {"2", N_("the second")}, {"3", N_("the third")},
                                         {"4", N_("the fourth")}, {"5", N_("the fifth")},  {"last", N_("the last")}};
    enum { NTHS = sizeof nths / sizeof *nths };
    struct market_option_row *options = arena_array(rq->arena, NTHS, sizeof *options);
    for (size_t i = 0; i < NTHS; i++)
        options[i] = (struct market_option_row){str_of(nths[i].value), str_of(gettext(nths[i].label)), was_sent(rq, "nths", str_of(nths[i].value))};
    return (struct list){options, NTHS};
}

static struct list month_options(struct request *rq)
{
    enum { MONTHS = 12 };
    struct market_option_row *options = arena_array(rq->arena, MONTHS, sizeof *options);
    for (int i = 0; i < MONTHS; i++) {
        const struct str value = arena_printf(rq->arena, "%d", i + 1);
        options[i] = (struct market_option_row){value, str_of(locale_month(i + 1)), was_sent(rq, "months", value)};
    }
    return (struct list){options, MONTHS};
}

const struct market_when_choices_row *market_when_rows(struct request *rq)
{
    struct market_when_choices_row *row = ARENA_NEW(rq->arena, struct market_when_choices_row);
    const struct str repeat = rq->form_state ? form_value(rq->form_state, STR("repeat")) : STR("");
    *row = (struct market_when_choices_row){repeat.n > 0 ? repeat : STR("once"), weekday_options(rq), nth_options(rq), month_options(rq)};
    return row;
}
