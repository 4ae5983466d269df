#include "handlers/market/feed.h"

#include "core/text.h"
#include "handlers/market/feed_markets.h"
#include "handlers/market/find.h"
#include "handlers/market/show.h"
#include "market/schedule_ics.h"
#include "web/view.h"

enum { FEED_MARKETS = 200, FEED_MOST = 24 << 20, MARKET_MOST = 4 << 20, SCRATCH_MOST = 64 << 20, AHEAD_DAYS = 400, BACK_DAYS = 31, DATA_MOST = 1 << 20 };
static const int64_t day_us = INT64_C(86400) * 1000000;

struct feed {
    struct feed_market *markets;
    size_t count;
    struct str title;
};

/* One market where the route names one, else those of the search. False: rs tells why not. */
static bool read_feed(struct request *rq, struct response *rs, struct feed *feed)
{
    struct market_one_row one;
    struct market_find find;
    struct uuid *id = ARENA_NEW(rq->arena, struct uuid);
    struct list ids = {id, 1};
    enum db_result result = DB_OK;
    feed->title = rq->config->site_name;
    if (rq->arguments[0].n > 0) {
        result = market_asked(rq, &one);
        *id = one.id;
        feed->title = one.title;
    } else if (market_find_read(rq, rs, rq->form, STR(""), false, &find) != FIND_READ) {
        return false;
    } else {
        result = market_find_ids(rq, &find, FEED_MARKETS, &ids);
    }
    if (result == DB_OK)
        result = feed_markets(rq, ids, &feed->markets, &feed->count);
    if (result == DB_OK && rq->arguments[0].n > 0 && feed->count == 0)
        result = DB_NONE;
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static enum status leave(struct response *rs, const char *type)
{
    response_header(rs, STR("Access-Control-Allow-Origin"), STR("*")); /* it is for others' programs, and says nothing of its reader */
    rs->content_type = str_of(type);
    return rs->status = OK;
}

static struct str host_of(struct request *rq)
{
    const ptrdiff_t after = str_find(rq->config->site_url, STR("://"));
    struct str host = str_slice(rq->config->site_url, after < 0 ? 0 : (size_t)after + 3, rq->config->site_url.n), port;
    (void)str_cut(host, ':', &host, &port);
    return host;
}

static bool zone_before(const struct feed *feed, size_t market)
{
    for (size_t i = 0; i < market; i++)
        if (str_eq(feed->markets[i].schedule.zone, feed->markets[market].schedule.zone))
            return true;
    return false;
}

/* When the first date of a feed may be, so that its zone is told from there. */
static struct wall first_of(const struct feed *feed)
{
    struct wall first = {timestamp_now().us / 1000000};
    for (size_t i = 0; i < feed->count; i++) {
        const struct schedule *schedule = &feed->markets[i].schedule;
        for (size_t r = 0; r < schedule->rule_count; r++)
            first.s = schedule->rules[r].starts.s < first.s ? schedule->rules[r].starts.s : first.s;
    }
    first.s = first.s < 0 ? 0 : first.s; /* 1970: a zone has no more changes than are told */
    return first;
}

/* Each zone once, for the years that anything here is in. */
static void put_zones(struct request *rq, struct buf *out, const struct feed *feed)
{
    const int64_t now = timestamp_now().us / 1000000;
    const struct wall from = {first_of(feed).s - (int64_t)366 * WALL_DAY}, until = {now + (int64_t)(5 * 366) * WALL_DAY};
    for (size_t i = 0; i < feed->count; i++)
        if (!zone_before(feed, i) && !schedule_ics_zone(rq->arena, feed->markets[i].schedule.zone, from, until, out))
            out->failed = true;
}

/* A market whose dates don't fit is left out, and those after the feed is full: nobody's calendar fails by what another one entered. */
static void put_events(struct request *rq, struct buf *out, struct arena *scratch, const struct feed_market *market)
{
    const struct schedule *schedule = &market->schedule;
    const int64_t now = timestamp_now().us;
    struct schedule_dates dates;
    struct buf events;
    if (schedule->opening_hours.n == 0 || !schedule_expand(scratch, schedule, (struct timestamp){now - BACK_DAYS * day_us},
                                                           (struct timestamp){now + AHEAD_DAYS * day_us}, &dates, NULL))
        dates = (struct schedule_dates){0};
    buf_init(&events, MARKET_MOST);
    market_write_ics(&events, scratch, &market->written, host_of(rq), &dates);
    if (!events.failed && out->n + events.n <= FEED_MOST)
        buf_add(out, buf_str(&events));
    buf_free(&events);
}

enum status market_feed_ics(struct request *rq, struct response *rs)
{
    struct feed feed;
    if (!read_feed(rq, rs, &feed))
        return rs->status;
    struct buf *out = &rs->body;
    struct arena *scratch = arena_new(SCRATCH_MOST); /* what one market takes: many take more than a request may */
    buf_add(out, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Curio//markets//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"));
    market_write_ics_text(out, "X-WR-CALNAME", feed.title);
    buf_add(out, STR("REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n"));
    put_zones(rq, out, &feed);
    for (size_t i = 0; i < feed.count; i++) {
        put_events(rq, out, scratch, &feed.markets[i]);
        arena_reset(scratch);
    }
    arena_free(scratch);
    buf_add(out, STR("END:VCALENDAR\r\n"));
    return leave(rs, "text/calendar; charset=utf-8");
}

enum status market_feed_geojson(struct request *rq, struct response *rs)
{
    struct feed feed;
    struct json json;
    if (!read_feed(rq, rs, &feed))
        return rs->status;
    json_begin(&json, &rs->body);
    json_object_open(&json);
    json_key(&json, STR("type"));
    json_text(&json, STR("FeatureCollection"));
    json_key(&json, STR("features"));
    json_array_open(&json);
    for (size_t i = 0; i < feed.count; i++)
        market_write_geojson(&json, rq->arena, &feed.markets[i].written);
    json_array_close(&json);
    json_object_close(&json);
    return json_end(&json) ? leave(rs, "application/geo+json") : response_problem(rs, INTERNAL_SERVER_ERROR, NULL, NULL);
}

bool feed_graph(struct request *rq, struct buf *out, struct feed_market *markets, size_t count, const struct schedule_date *next)
{
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    json_key(&json, STR("@context"));
    json_text(&json, STR("https://schema.org"));
    json_key(&json, STR("@graph"));
    json_array_open(&json);
    for (size_t i = 0; i < count; i++)
        market_write_jsonld(&json, rq->arena, &markets[i].written, next);
    json_array_close(&json);
    json_object_close(&json);
    return json_end(&json) && !out->failed;
}

enum status market_feed_jsonld(struct request *rq, struct response *rs)
{
    struct feed feed;
    if (!read_feed(rq, rs, &feed))
        return rs->status;
    if (!feed_graph(rq, &rs->body, feed.markets, feed.count, NULL))
        return response_problem(rs, INTERNAL_SERVER_ERROR, NULL, NULL);
    return leave(rs, "application/ld+json");
}

/* The market's own word, or else its organiser's. */
static struct str own_or(struct str own, struct str organiser)
{
    return own.n > 0 ? own : organiser.p ? organiser : STR("");
}

static struct market_full_row full_of(const struct market_one_row *m)
{
    return (struct market_full_row){.id = m->id, .slug = m->slug, .title = m->title, .description = m->description, .kind = m->kind,
                                    .setting = m->setting, .organiser = m->organiser_name, .organiser_website = m->organiser_website,
                                    .email = own_or(m->email, m->organiser_email), .phone = own_or(m->phone, m->organiser_phone),
                                    .place = m->place, .street = m->street, .postcode = m->postcode, .town = m->town, .region = m->region,
                                    .country = m->country, .latitude = m->latitude, .longitude = m->longitude, .zone = m->zone,
                                    .schedule = m->schedule, .entrance_fee = m->entrance_fee, .stall_price = m->stall_price,
                                    .currency = m->currency, .accessible = m->accessible, .toilets = m->toilets, .dogs = m->dogs,
                                    .cards = m->cards, .website = m->website, .ended = m->ended, .sequence = m->sequence,
                                    .created_at = m->created_at, .updated_at = m->updated_at, .ratings = m->ratings, .score = m->score};
}

/* The first of DATES that is held. */
static bool next_of(struct rows dates, struct schedule_date *next)
{
    const struct market_dates_row *date = dates.at;
    for (size_t i = 0; i < dates.count; i++) {
        *next = (struct schedule_date){.starts_utc = date[i].starts, .ends_utc = date[i].ends};
        if (!str_eq(date[i].status, STR("cancelled")))
            return true;
    }
    return false;
}

struct str market_page_data(struct request *rq, const struct market_one_row *market, struct rows dates)
{
    struct market_full_row *row = ARENA_NEW(rq->arena, struct market_full_row);
    struct feed_market *fed = ARENA_NEW(rq->arena, struct feed_market);
    struct buf *out = ARENA_NEW(rq->arena, struct buf);
    struct schedule_date next;
    if (!str_eq(market->visibility, STR("public")) || !str_eq(market->review, STR("approved")))
        return STR_NULL;
    *row = full_of(market);
    feed_market_of(rq, row, fed);
    buf_init_in(rq->arena, out, DATA_MOST);
    return feed_graph(rq, out, fed, 1, next_of(dates, &next) ? &next : NULL) ? buf_str(out) : STR_NULL;
}

/* U+FFFE and U+FFFF, which no XML may hold. */
static bool is_refused(const char *p, size_t n)
{
    return n >= 3 && p[0] == '\xef' && p[1] == '\xbf' && (p[2] == '\xbe' || p[2] == '\xbf');
}

static void put_xml(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (c == '<')
            buf_add(out, STR("&lt;"));
        else if (c == '>')
            buf_add(out, STR("&gt;"));
        else if (c == '&')
            buf_add(out, STR("&amp;"));
        else if (is_refused(text.p + i, text.n - i))
            i += 2;
        else if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
            buf_add_char(out, c);
    }
}

static void put_element(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, "<%s>", name);
    put_xml(out, text);
    buf_printf(out, "</%s>", name);
}

/* The reader of a feed sees name and words; a program that knows schema.org finds the market whole. */
static void put_item(struct request *rq, struct buf *out, struct feed_market *market)
{
    char text[TIMESTAMP_TEXT];
    struct buf data;
    buf_init(&data, DATA_MOST);
    const bool made = feed_graph(rq, &data, market, 1, NULL);
    buf_add(out, STR("<item>"));
    put_element(out, "title", market->row->town.n > 0 ? arena_printf(rq->arena, STR_FMT ", " STR_FMT, STR_ARG(market->row->title), STR_ARG(market->row->town)) : market->row->title);
    put_element(out, "link", market->written.page);
    buf_printf(out, "<guid isPermaLink=\"false\">" STR_FMT "</guid>", STR_ARG(market->found.external_id));
    put_element(out, "pubDate", timestamp_http(market->row->created_at, text));
    put_element(out, "description", market->row->description);
    if (made) { /* else there is more than a feed should carry */
        buf_add(out, STR("<script xmlns=\"http://www.w3.org/1999/xhtml\" type=\"application/ld+json\">"));
        view_data(out, buf_str(&data));
        buf_add(out, STR("</script>"));
    }
    buf_add(out, STR("</item>\n"));
    buf_free(&data);
}

enum status market_feed_rss(struct request *rq, struct response *rs)
{
    struct feed feed;
    struct buf *out = &rs->body;
    if (!read_feed(rq, rs, &feed))
        return rs->status;
    buf_add(out, STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>"));
    put_element(out, "title", feed.title);
    put_element(out, "link", arena_printf(rq->arena, STR_FMT "/markets", STR_ARG(rq->config->site_url)));
    put_element(out, "description", rq->config->site_tagline);
    buf_add(out, STR("<ttl>360</ttl>\n"));
    for (size_t i = 0; i < feed.count; i++)
        put_item(rq, out, &feed.markets[i]);
    buf_add(out, STR("</channel></rss>\n"));
    return leave(rs, "application/rss+xml; charset=utf-8");
}
