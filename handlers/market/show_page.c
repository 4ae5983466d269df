/* The page of a market, and that of all its dates. */
#include "core/json_read.h"
#include "core/text.h"
#include "handlers/market/feed.h"
#include "handlers/market/handlers.h"
#include "handlers/market/rating.h"
#include "handlers/market/show.h"
#include "handlers/site/pages.h"
#include "handlers/social/panel.h"
#include "market/schedule_json.h"
#include "market/schedule_words.h"
#include "templates/market.h"
#include "web/percent.h"
#include "web/view.h"

enum { DATES_SHOWN = 8, WORDS_MAX = 8000, ORIGINS_MOST = 40, ORIGINS_DEPTH = 4 };

struct gathering {
    struct market_origin_row *rows;
    size_t count;
};

/* {"source": "person" or an import's, "at": …} */
static void add_origin(void *with, struct str name, struct json_value *value)
{
    struct gathering *gathering = with;
    struct str source = STR_NULL, at = STR_NULL;
    struct market_origin_row *row = &gathering->rows[gathering->count];
    if (gathering->count == ORIGINS_MOST || json_kind(value) != JSON_OBJECT || !json_as_text(json_member(value, STR("source")), &source))
        return;
    *row = (struct market_origin_row){.field = name, .person = str_eq(source, STR("person"))};
    row->at.set = json_as_text(json_member(value, STR("at")), &at) && timestamp_parse_rfc3339(at, &row->at.v);
    gathering->count++;
}

static struct list origins_of(struct request *rq, struct str text)
{
    struct gathering gathering = {arena_array(rq->arena, ORIGINS_MOST, sizeof(struct market_origin_row)), 0};
    struct json_value *origins;
    struct json_error error;
    if (json_parse(rq->arena, text, ORIGINS_DEPTH, false, &origins, &error) == JSON_OK && json_kind(origins) == JSON_OBJECT)
        json_each(origins, add_origin, &gathering);
    return (struct list){gathering.rows, gathering.count};
}

/* No service is preferred, and none hears of a reader before a link is followed. */
static void directions(struct request *rq, const struct market_one_row *market, struct market_beside_row *beside)
{
    if (!market->latitude.set || !market->longitude.set)
        return;
    double latitude = market->latitude.v, longitude = market->longitude.v;
    struct str name = percent_encode(rq->arena, market->title, "");
    beside->geo = arena_printf(rq->arena, "geo:%.6f,%.6f?q=%.6f,%.6f(" STR_FMT ")", latitude, longitude, latitude, longitude, STR_ARG(name));
    beside->osm = arena_printf(rq->arena, "https://www.openstreetmap.org/directions?to=%.6f%%2C%.6f", latitude, longitude);
    beside->apple = arena_printf(rq->arena, "https://maps.apple.com/?daddr=%.6f,%.6f", latitude, longitude);
    beside->google = arena_printf(rq->arena, "https://www.google.com/maps/dir/?api=1&destination=%.6f,%.6f", latitude, longitude);
}

static struct list facts_of(struct request *rq, const struct market_one_row *market)
{
    const struct {
        const char *symbol, *says;
        struct opt_bool value;
    } facts[] = {{"accessible", "accessible", market->accessible},
                 {"toilets", "toilets", market->toilets},
                 {"paw", "dogs", market->dogs},
                 {"card", "cards", market->cards}};
    enum { FACTS = sizeof facts / sizeof *facts };
    struct market_fact_row *rows = arena_array(rq->arena, FACTS, sizeof *rows);
    for (size_t i = 0; i < FACTS; i++)
        rows[i] = (struct market_fact_row){str_of(facts[i].symbol), str_of(facts[i].says), facts[i].value.set, facts[i].value.v};
    return (struct list){rows, FACTS};
}

/* "Every first Sunday of the month, 10:00–16:00", a line a rule; nothing where the schedule says nothing. */
static struct str words_of(struct request *rq, const struct market_one_row *market)
{
    struct schedule schedule = {.zone = market->zone, .place = market->country.n > 0 ? market->country : STR_NULL};
    struct str where;
    struct buf words;
    buf_init_in(rq->arena, &words, WORDS_MAX);
    if (!schedule_json_parse(rq->arena, market->schedule, &schedule, &where))
        return STR_NULL;
    schedule_describe(rq->arena, &schedule, SCHEDULE_LONG, &words);
    return words.n > 0 ? buf_str(&words) : STR_NULL;
}

static struct str summary_of(struct request *rq, const struct market_one_row *market)
{
    if (market->description.n > 0)
        return view_excerpt(rq->arena, market->description);
    const struct str parts[] = {view_title_of(market->kind), STR(" · "), market->place.n > 0 ? market->place : market->town};
    return arena_join(rq->arena, 3, parts);
}

static struct rows dates_of(struct request *rq, const struct market_one_row *market, bool *more)
{
    const struct market_dates_in in = {.market = market->id, .limit = DATES_SHOWN + 1};
    struct rows rows;
    *more = false;
    if (market->ended || market_dates(rq->db, rq->arena, &in, &rows) != DB_OK)
        return (struct rows){NULL, 0};
    *more = rows.count > DATES_SHOWN;
    rows.count -= *more;
    return rows;
}

static bool favourite_of(struct request *rq, const struct market_one_row *market)
{
    struct market_favourite_state_row state;
    const struct market_favourite_state_in which = {.market = market->id, .account = {rq->viewer.signed_in, rq->viewer.account}};
    return rq->viewer.signed_in && market_favourite_state_one(rq->db, rq->arena, &which, &state) == DB_OK && state.favourite;
}

void market_show_page(struct request *rq, struct response *rs)
{
    const struct market_one_row *market = rs->rows.at;
    struct market_beside_row beside = {.words = words_of(rq, market), .facts = facts_of(rq, market), .origins = origins_of(rq, market->origins)};
    struct rows dates = dates_of(rq, market, &beside.more_dates);
    directions(rq, market, &beside);
    beside.summary = summary_of(rq, market);
    beside.address = arena_printf(rq->arena, STR_FMT "/markets/" STR_FMT, STR_ARG(rq->config->site_url), STR_ARG(market->slug));
    beside.data = market_page_data(rq, market, dates);
    beside.favourite = favourite_of(rq, market);
    template_market_detail(&rs->body, page_frame_described(rq, rs), market, &beside, dates, rating_panel(rq),
                           social_panel(rq, "market", market->id));
}

void market_dates_page(struct request *rq, struct response *rs)
{
    bool past = str_eq(form_value(rq->form_state, STR("past")), STR("true"));
    template_market_dates(&rs->body, page_frame(rq, rs), rs->view, rs->rows, rs->next, past);
}
