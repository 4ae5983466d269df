/* The page around a list of markets: its filters, what is asked as chips that can be taken away, and ways to more. */
#include "core/locale.h"
#include "core/text.h"
#include "handlers/market/handlers.h"
#include "handlers/market/list.h"
#include "handlers/site/pages.h"
#include "templates/market.h"
#include "web/html.h"
#include "web/query_string.h"
#include "web/view.h"

static const char *const nothing[] = {"before", NULL};
static const char *const times[] = {"before", "when", "from", "to", NULL};
static const char *const places[] = {"before", "near", "latitude", "longitude", "radius", NULL};

struct offer {
    const char *value, *label; /* label NULL: made of the value */
};

static struct str path_of(const struct request *rq)
{
    return str_eq(rq->path, STR("/markets/map")) ? rq->path : STR("/markets");
}

/* Where /markets/today and /markets/search lead on to is /markets, so what their address implies is said. */
static struct str query_of(struct request *rq)
{
    if (str_eq(rq->path, STR("/markets/today")))
        return query_string_with(rq->arena, rq->query, times, "when", STR("today"));
    return query_string_with(rq->arena, rq->query, nothing, NULL, STR(""));
}

static struct str changed(struct request *rq, const char *const without[], const char *name, struct str value)
{
    return address_with(rq->arena, path_of(rq), query_string_with(rq->arena, query_of(rq), without, name, value));
}

/* NEUTRAL: the value that stands for none, which links leave out. */
static struct list choices(struct request *rq, const char *field, const struct offer *offers, size_t count, struct str chosen, const char *const without[])
{
    struct market_choice_row *rows = arena_array(rq->arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        struct str value = str_of(offers[i].value);
        rows[i] = (struct market_choice_row){.value = value,
                                             .label = offers[i].label != NULL ? str_of(_(offers[i].label)) : view_title_of(value),
                                             .chosen = str_eq(value, chosen),
                                             .link = changed(rq, without, field, i == 0 ? STR("") : value)};
    }
    return (struct list){rows, count};
}
#define CHOICES(rq, field, offers, chosen, without) choices((rq), (field), (offers), sizeof(offers) / sizeof *(offers), (chosen), (without))

static const struct offer spans[] = {
    {"coming", N_("Coming up")}, {"today", N_("Today")}, {"weekend", N_("Weekend")}, {"week", N_("7 days")}, {"any", N_("All, also undated")}};
static const struct offer kinds[] = {{"any", N_("Any kind")}, {"flea", NULL},      {"antiques", NULL}, {"car_boot", NULL}, {"farmers", NULL},
                                     {"christmas", NULL},     {"crafts", NULL},    {"fair", NULL},     {"other", NULL}};
static const struct offer settings[] = {{"any", N_("Indoors or outdoors")}, {"indoor", N_("Indoors")}, {"outdoor", N_("Outdoors")}};
static const struct offer sorts[] = {
    {"usual", N_("Best first")}, {"distance", N_("Nearest first")}, {"date", N_("Soonest first")}, {"rating", N_("Best rated")}, {"newest", N_("Newest here")}};

/* Amounts in whole units of whatever currency a market counts in. */
static struct list amounts(struct request *rq, const char *field, struct opt_bigint chosen, const char *any, const char *none, const int *most, size_t count)
{
    struct market_choice_row *rows = arena_array(rq->arena, count + 2, sizeof *rows);
    size_t n = 0;
    rows[n++] = (struct market_choice_row){.value = STR(""), .label = str_of(_(any)), .chosen = !chosen.set, .link = changed(rq, nothing, field, STR(""))};
    if (none != NULL)
        rows[n++] = (struct market_choice_row){.value = STR("0"), .label = str_of(_(none)), .chosen = chosen.set && chosen.v == 0, .link = STR("")};
    for (size_t i = 0; i < count; i++)
        rows[n++] = (struct market_choice_row){.value = arena_printf(rq->arena, "%d00", most[i]),
                                               .label = arena_printf(rq->arena, _("up to %d"), most[i]),
                                               .chosen = chosen.set && chosen.v == (int64_t)most[i] * 100,
                                               .link = STR("")};
    return (struct list){rows, n};
}

static struct list radii_of(struct request *rq, double kilometres)
{
    static const int radii[] = {5, 10, 25, 50, 100, 200};
    enum { RADII = sizeof radii / sizeof *radii };
    struct market_choice_row *rows = arena_array(rq->arena, RADII, sizeof *rows);
    char text[LOCALE_TEXT];
    for (size_t i = 0; i < RADII; i++) {
        struct str value = arena_printf(rq->arena, "%d", radii[i]);
        rows[i] = (struct market_choice_row){.value = value,
                                             .label = arena_str(rq->arena, locale_distance(text, radii[i] * 1000.0)),
                                             .chosen = (int)kilometres == radii[i],
                                             .link = changed(rq, nothing, "radius", value)};
    }
    return (struct list){rows, RADII};
}

static struct str day_text(struct request *rq, struct str day)
{
    struct locale_time time;
    char text[LOCALE_TEXT];
    return locale_parse_time(day, &time) ? arena_str(rq->arena, locale_date(text, &time, LOCALE_BRIEF)) : day;
}

static void chip(struct market_chip_row *chips, size_t *count, struct str label, struct str link)
{
    chips[(*count)++] = (struct market_chip_row){.label = label, .link = link};
}

/* "150 kr." needs a currency; without one the number has to do. */
static struct str amount_text(struct request *rq, const struct market_find_form *form, struct opt_bigint most)
{
    char text[LOCALE_TEXT];
    if (form->currency.n > 0)
        return arena_str(rq->arena, locale_money(text, most.v, form->currency));
    return arena_str(rq->arena, locale_number(text, most.v / 100));
}

static void price_chips(struct request *rq, const struct market_find_form *form, struct market_chip_row *chips, size_t *n)
{
    if (form->fee_max.set && form->fee_max.v == 0)
        chip(chips, n, str_of(_("Free entrance")), changed(rq, nothing, "fee_max", STR("")));
    else if (form->fee_max.set)
        chip(chips, n, arena_printf(rq->arena, _("Entrance up to %.*s"), STR_ARG(amount_text(rq, form, form->fee_max))), changed(rq, nothing, "fee_max", STR("")));
    if (form->stall_max.set)
        chip(chips, n, arena_printf(rq->arena, _("Stall up to %.*s"), STR_ARG(amount_text(rq, form, form->stall_max))), changed(rq, nothing, "stall_max", STR("")));
}

static void flag_chips(struct request *rq, const struct market_find_form *form, struct market_chip_row *chips, size_t *n)
{
    const struct {
        bool asked;
        const char *field, *label;
    } flags[] = {{form->accessible, "accessible", N_("Accessible")},
                 {form->toilets, "toilets", N_("Toilets")},
                 {form->dogs, "dogs", N_("Dogs welcome")},
                 {form->cards, "cards", N_("Takes cards")}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].asked)
            chip(chips, n, str_of(_(flags[i].label)), changed(rq, nothing, flags[i].field, STR("")));
}

static void time_chips(struct request *rq, const struct market_find_form *form, struct market_chip_row *chips, size_t *n)
{
    if (form->from.n > 0)
        chip(chips, n, arena_printf(rq->arena, _("from %.*s"), STR_ARG(day_text(rq, form->from))), changed(rq, nothing, "from", STR("")));
    if (form->to.n > 0)
        chip(chips, n, arena_printf(rq->arena, _("until %.*s"), STR_ARG(day_text(rq, form->to))), changed(rq, nothing, "to", STR("")));
}

static struct list chips_of(struct request *rq, const struct market_find_form *form, const struct market_view_row *view)
{
    enum { MOST = 16 };
    struct market_chip_row *chips = arena_array(rq->arena, MOST, sizeof *chips);
    size_t n = 0;
    if (form->query.n > 0)
        chip(chips, &n, arena_printf(rq->arena, "“" STR_FMT "”", STR_ARG(form->query)), changed(rq, nothing, "query", STR("")));
    if (view->here)
        chip(chips, &n, view->here_name.n > 0 ? arena_printf(rq->arena, _("near %.*s"), STR_ARG(view->here_name)) : str_of(_("near the chosen place")),
             changed(rq, places, NULL, STR("")));
    time_chips(rq, form, chips, &n);
    if (!str_eq(form->kind, STR("any")))
        chip(chips, &n, view_title_of(form->kind), changed(rq, nothing, "kind", STR("")));
    if (!str_eq(form->setting, STR("any")))
        chip(chips, &n, view_title_of(form->setting), changed(rq, nothing, "setting", STR("")));
    price_chips(rq, form, chips, &n);
    flag_chips(rq, form, chips, &n);
    if (form->organiser.n > 0)
        chip(chips, &n, form->organiser, changed(rq, nothing, "organiser", STR("")));
    return (struct list){chips, n};
}

static struct str title_of(const struct request *rq, const struct market_find_form *form, bool here)
{
    if (form->query.n > 0)
        return form->query;
    if (str_eq(rq->path, STR("/markets/today")) || str_eq(form->when, STR("today")))
        return str_of(here ? _("Today near you") : _("Markets today"));
    if (str_eq(form->when, STR("weekend")))
        return str_of(_("This weekend"));
    return str_of(here ? _("Markets nearby") : _("Markets"));
}

static struct str degrees(struct request *rq, double value)
{
    return arena_printf(rq->arena, "%.5f", value);
}

static void view_place(struct request *rq, const struct market_list *list, struct market_view_row *view)
{
    if (list == NULL || !list->find.here.set)
        return;
    view->here = true;
    view->here_name = list->find.here.name;
    view->latitude = degrees(rq, list->find.here.latitude);
    view->longitude = degrees(rq, list->find.here.longitude);
}

static void view_ways(struct request *rq, const struct market_find_form *form, const struct market_list *list, struct market_view_row *view)
{
    double kilometres = form->radius.set ? form->radius.v : MARKET_RADIUS_KM;
    view->map = address_with(rq->arena, STR("/markets/map"), view->query);
    view->list = address_with(rq->arena, STR("/markets"), view->query);
    view->calendar = address_with(rq->arena, STR("/markets/calendar"), query_string_with(rq->arena, STR(""), nothing, "near", view->here_name));
    if (view->here && kilometres < 200)
        view->wider = changed(rq, nothing, "radius", kilometres < 100 ? STR("100") : STR("200"));
    if (form->from.n > 0 || form->to.n > 0 || !str_eq(form->when, STR("coming")))
        view->later = changed(rq, times, NULL, STR(""));
    if (list != NULL && list->next.p != NULL)
        view->next = changed(rq, nothing, "before", list->next);
    if (form->before.n > 0)
        view->first = changed(rq, nothing, NULL, STR(""));
}

enum { FRAME_MOST = 16 << 10 };

static struct str frame_of(struct request *rq, struct str address)
{
    struct buf *out = ARENA_NEW(rq->arena, struct buf);
    buf_init_in(rq->arena, out, FRAME_MOST);
    buf_add(out, STR("<iframe src=\""));
    html_attribute(out, address);
    buf_add(out, STR("\" title=\""));
    html_attribute(out, rq->config->site_name);
    buf_add(out, STR("\" width=\"100%\" height=\"640\" loading=\"lazy\"></iframe>"));
    return buf_str(out);
}

/* The same for programs and other sites. */
static void view_feeds(struct request *rq, struct market_view_row *view)
{
    const struct {
        const char *name;
        struct str *address;
    } feeds[] = {{"calendar.ics", &view->ics}, {"feed.rss", &view->rss}, {"markets.geojson", &view->geojson}, {"markets.jsonld", &view->jsonld}, {"embed", &view->frame}};
    struct str scheme, rest;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        *feeds[i].address = address_with(rq->arena, arena_printf(rq->arena, STR_FMT "/markets/%s", STR_ARG(rq->config->site_url), feeds[i].name), view->query);
    (void)str_cut(view->ics, ':', &scheme, &rest);
    view->webcal = arena_printf(rq->arena, "webcal:" STR_FMT, STR_ARG(rest));
    view->frame = frame_of(rq, view->frame);
}

const struct market_view_row *market_view(struct request *rq, const struct market_list *list)
{
    static const int fees[] = {10, 20, 50, 100}, stalls[] = {50, 100, 200, 500};
    const struct market_find_form *form = rq->form;
    struct market_view_row *view = ARENA_NEW(rq->arena, struct market_view_row);
    double kilometres = form->radius.set ? form->radius.v : MARKET_RADIUS_KM;
    struct str when = str_eq(rq->path, STR("/markets/today")) ? STR("today") : form->when.n > 0 ? form->when : STR("coming");
    if (form->from.n > 0 || form->to.n > 0)
        when = STR("");
    *view = (struct market_view_row){.path = path_of(rq), .query = query_of(rq), .here_name = STR(""), .latitude = STR(""), .longitude = STR("")};
    view->tiles = rq->config->map_tiles.n > 0 ? STR("/markets/tiles/{z}/{x}/{y}") : STR_NULL;
    view->attribution = rq->config->map_attribution;
    view_place(rq, list, view);
    view->title = title_of(rq, form, view->here);
    view->radius = arena_printf(rq->arena, "%g", kilometres);
    view->spans = CHOICES(rq, "when", spans, when, times);
    view->kinds = CHOICES(rq, "kind", kinds, form->kind, nothing);
    view->settings = CHOICES(rq, "setting", settings, form->setting, nothing);
    view->sorts = CHOICES(rq, "sort", sorts, form->sort, nothing);
    view->fees = amounts(rq, "fee_max", form->fee_max, N_("Any entrance fee"), N_("Free"), fees, 4);
    view->stalls = amounts(rq, "stall_max", form->stall_max, N_("Any stall price"), NULL, stalls, 4);
    view->radii = radii_of(rq, kilometres);
    view->chips = chips_of(rq, form, view);
    view->found = list != NULL;
    if (view->found)
        view_feeds(rq, view);
    view->near = list != NULL && list->find.near;
    view->today = str_eq(when, STR("today"));
    view_ways(rq, form, list, view);
    return view;
}

void market_list_page(struct request *rq, struct response *rs)
{
    template_market_list(&rs->body, page_frame(rq, rs), rs->rows, market_view(rq, rs->view), rq->form_state);
}
