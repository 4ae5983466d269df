#include "market/import/visit.h"

#include <time.h>

#include "core/log.h"
#include "market/import/http.h"
#include "market/read.h"
#include "market/robots.h"
#include "queries/market.h"

enum {
    LEASE_MARGIN_MS = 30000,
    ROBOTS_FRESH_MS = 12 * 3600 * 1000, /* the RFC allows 24 hours: a nightly reading asks anew */
    ROBOTS_AWAY_MS = 3600 * 1000        /* a site whose robots.txt could not be read is asked again soon */
};

static const char robot[] = "Curio";

/* One page on its way. */
struct trip {
    struct visitor *visitor;
    struct market_page_known_row known; /* run unset and body absent: never read */
    struct str address, url, origin, target;
    struct market_host_claim_row host;
    struct uuid holder;
    struct str seen[VISIT_REDIRECTS + 1];
    struct http_answer answer;
    struct robots robots;
};

int64_t visit_delay_ms(int64_t before, int64_t latency_ms, int64_t least, bool answered)
{
    int64_t target = (before + latency_ms) / 2 > latency_ms ? (before + latency_ms) / 2 : latency_ms;
    if (!answered)
        target = 2 * before > target ? 2 * before : target;
    int64_t most = least > VISIT_DELAY_MOST_MS ? least : VISIT_DELAY_MOST_MS;
    return target < least ? least : target > most ? most : target;
}

static void pause_ms(int64_t ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    (void)nanosleep(&time, NULL);
}

static enum visit_result away(struct visitor *visitor, const char *why)
{
    visitor->why = str_of(why);
    return VISIT_FAILED;
}

/* Has the one connection to the site of trip->url, or says how long that takes. */
static enum visit_result claim(struct trip *trip)
{
    struct visitor *visitor = trip->visitor;
    const struct market_host_claim_in in = {trip->origin, trip->holder, visitor->config->import_timeout_seconds * 1000 + LEASE_MARGIN_MS};
    const struct market_host_wait_in which = {trip->origin};
    struct market_host_wait_row wait;
    for (int64_t waited = 0;; waited += wait.wait_ms) {
        enum db_result got = market_host_claim_one(visitor->db, visitor->arena, &in, &trip->host);
        if (got != DB_NONE)
            return got == DB_OK ? VISIT_READ : VISIT_DATABASE;
        if (market_host_wait_one(visitor->db, visitor->arena, &which, &wait) != DB_OK)
            return VISIT_DATABASE;
        visitor->wait_ms = wait.wait_ms;
        if (waited + wait.wait_ms > visitor->patience_ms)
            return VISIT_WAIT;
        pause_ms(wait.wait_ms);
    }
}

static int64_t least_delay(const struct trip *trip)
{
    const struct visitor *visitor = trip->visitor;
    int64_t least = visitor->config->import_delay_ms > visitor->delay_ms ? visitor->config->import_delay_ms : visitor->delay_ms;
    return trip->robots.delay_ms > least ? trip->robots.delay_ms : least;
}

/* ANSWERED: the site did its part, whether or not we like what it says. */
static enum visit_result release(struct trip *trip, bool answered)
{
    const struct visitor *visitor = trip->visitor;
    int64_t delay = visit_delay_ms(trip->host.delay_ms, trip->answer.latency_ms, least_delay(trip), answered);
    int64_t wait = trip->answer.retry_after_ms > delay ? trip->answer.retry_after_ms : delay;
    const struct market_host_release_in in = {trip->origin, trip->holder, delay, wait, answered ? 0 : trip->host.failures + 1};
    return market_host_release(visitor->db, visitor->arena, &in) == DB_FAIL ? VISIT_DATABASE : VISIT_READ;
}

static struct str agent_of(const struct visitor *visitor)
{
    const struct config *config = visitor->config;
    return arena_printf(visitor->arena, "%s/" CURIO_VERSION " (+" STR_FMT "/about%s" STR_FMT ")", robot, STR_ARG(config->site_url),
                        config->site_contact.n ? "; " : "", STR_ARG(config->site_contact));
}

static enum http_result ask(struct trip *trip, struct str url, size_t bytes_most, bool cut)
{
    struct visitor *visitor = trip->visitor;
    bool same = !cut && trip->known.body.p && str_eq(trip->known.answered_by, url);
    const struct http_request request = {.url = url,
                                         .agent = agent_of(visitor),
                                         .accept = cut ? STR("text/plain, */*;q=0.1") : STR("text/html, application/ld+json, application/geo+json, application/json, text/calendar, application/xhtml+xml, */*;q=0.1"),
                                         .etag = same ? trip->known.etag : STR_NULL,
                                         .last_modified = same ? trip->known.last_modified : STR_NULL,
                                         .bytes_most = bytes_most,
                                         .ms_most = visitor->config->import_timeout_seconds * 1000,
                                         .cut = cut,
                                         .private_too = visitor->config->import_private_addresses != 0};
    visitor->requests++;
    enum http_result result = http_get(visitor->arena, &request, &trip->answer);
    if (result != HTTP_ANSWERED)
        visitor->why = trip->answer.why;
    return result;
}

/* robots.txt itself may stand elsewhere; what is found is that of the site that was asked. */
static enum http_result ask_robots(struct trip *trip)
{
    struct str url = arena_printf(trip->visitor->arena, STR_FMT "/robots.txt", STR_ARG(trip->origin));
    enum http_result result = HTTP_ANSWERED;
    for (int hop = 0; hop <= VISIT_REDIRECTS; hop++) {
        result = ask(trip, url, ROBOTS_BYTES, true);
        bool leads_on = result == HTTP_ANSWERED && trip->answer.status >= 300 && trip->answer.status < 400 && trip->answer.location.n > 0;
        if (!leads_on)
            break;
        url = trip->answer.location;
    }
    return result;
}

/* Section 2.3.1: what is not there forbids nothing, what cannot be read forbids all. */
static const char *robots_say(const struct trip *trip, enum http_result result)
{
    bool whole = result == HTTP_ANSWERED || result == HTTP_TOO_LARGE;
    if (!whole || trip->answer.status >= 500 || trip->answer.status < 200)
        return "disallow";
    return trip->answer.status < 300 ? "read" : "allow";
}

/* Reads robots.txt where what is known of it is too old. The connection is ours. */
static enum visit_result refresh_robots(struct trip *trip)
{
    struct visitor *visitor = trip->visitor;
    bool known = trip->host.robots_says.p != NULL, refused = known && str_eq(trip->host.robots_says, STR("disallow"));
    if (known && trip->host.robots_age_ms < (refused ? ROBOTS_AWAY_MS : ROBOTS_FRESH_MS))
        return VISIT_READ;
    enum http_result result = ask_robots(trip);
    if (result == HTTP_PRIVATE || result == HTTP_BAD_URL)
        return VISIT_FAILED;
    trip->host.robots_says = str_of(robots_say(trip, result));
    trip->host.robots = str_eq(trip->host.robots_says, STR("read")) ? trip->answer.body : STR_NULL;
    const struct market_host_robots_in in = {trip->origin, trip->host.robots_says, trip->host.robots};
    return market_host_robots(visitor->db, visitor->arena, &in) == DB_OK ? VISIT_READ : VISIT_DATABASE;
}

static bool allowed(struct trip *trip)
{
    if (str_eq(trip->host.robots_says, STR("disallow")))
        return false;
    return !str_eq(trip->host.robots_says, STR("read")) || robots_allows(trip->visitor->arena, &trip->robots, trip->target);
}

/* What was read, and where from: the page of trip->address. */
static enum visit_result keep(struct trip *trip, struct visit_page *page)
{
    struct visitor *visitor = trip->visitor;
    const struct http_answer *answer = &trip->answer;
    const struct market_page_put_in in = {visitor->source, trip->address, visitor->run, trip->url, answer->etag, answer->last_modified, answer->content_type, answer->body};
    *page = (struct visit_page){trip->url, answer->body, answer->content_type};
    return market_page_put(visitor->db, visitor->arena, &in) == DB_OK ? VISIT_READ : VISIT_DATABASE;
}

static enum visit_result same(struct trip *trip, struct visit_page *page)
{
    struct visitor *visitor = trip->visitor;
    const struct market_page_same_in in = {visitor->source, trip->address, visitor->run};
    *page = (struct visit_page){trip->known.answered_by, trip->known.body, trip->known.content_type};
    return market_page_same(visitor->db, visitor->arena, &in) == DB_OK ? VISIT_READ : VISIT_DATABASE;
}

/* The site is not well, or asks to be left alone for a while: a few times that is no failure yet. */
static enum visit_result later(struct trip *trip)
{
    struct visitor *visitor = trip->visitor;
    bool again = trip->host.failures + 1 < VISIT_TRIES;
    if (!again)
        trip->host.failures = -1; /* the next page begins anew */
    if (trip->answer.status >= 400)
        visitor->why = arena_printf(visitor->arena, "it answers %ld", trip->answer.status);
    if (release(trip, false) == VISIT_DATABASE)
        return VISIT_DATABASE;
    visitor->wait_ms = 1;
    return again ? VISIT_WAIT : VISIT_FAILED;
}

static enum visit_result take_status(struct trip *trip, struct visit_page *page)
{
    struct visitor *visitor = trip->visitor;
    long status = trip->answer.status;
    if (status == 304 && trip->known.body.p)
        return same(trip, page);
    if (status == 200 || status == 203)
        return keep(trip, page);
    if (status == 404 || status == 410)
        return VISIT_GONE;
    visitor->why = arena_printf(visitor->arena, "it answers %ld", status);
    return VISIT_FAILED;
}

static bool is_redirect(const struct http_answer *answer)
{
    return answer->status >= 300 && answer->status < 400 && answer->status != 304 && answer->location.n > 0;
}

/* One request, its robots.txt before it. *ON: the answer leads to trip->url. */
static enum visit_result step(struct trip *trip, struct visit_page *page, bool *on)
{
    *on = false;
    enum visit_result ready = claim(trip);
    if (ready != VISIT_READ)
        return ready;
    trip->answer = (struct http_answer){.retry_after_ms = -1};
    trip->robots = (struct robots){.delay_ms = -1};
    ready = refresh_robots(trip);
    if (ready == VISIT_READ && trip->host.robots.p)
        robots_parse(trip->visitor->arena, trip->host.robots, str_of(robot), &trip->robots);
    if (ready != VISIT_READ || !allowed(trip))
        return release(trip, true) == VISIT_DATABASE ? VISIT_DATABASE : ready != VISIT_READ ? ready : VISIT_ROBOTS;
    enum http_result result = ask(trip, trip->url, MARKET_READ_BYTES, false);
    bool busy = result == HTTP_ANSWERED && (trip->answer.status == 429 || trip->answer.status >= 500);
    if (result == HTTP_AWAY || result == HTTP_SLOW || busy)
        return later(trip);
    if (release(trip, true) == VISIT_DATABASE)
        return VISIT_DATABASE;
    if (result != HTTP_ANSWERED)
        return VISIT_FAILED;
    *on = is_redirect(&trip->answer);
    return *on ? VISIT_READ : take_status(trip, page);
}

/* DB_NONE: this run has not read it. */
static enum db_result known_page(struct trip *trip, struct visit_page *page)
{
    struct visitor *visitor = trip->visitor;
    const struct market_page_known_in which = {visitor->source, trip->address};
    enum db_result found = market_page_known_one(visitor->db, visitor->arena, &which, &trip->known);
    if (found != DB_OK)
        return found;
    if (!trip->known.run.set || !uuid_eq(trip->known.run.v, visitor->run))
        return DB_NONE;
    *page = (struct visit_page){trip->known.answered_by, trip->known.body, trip->known.content_type};
    return DB_OK;
}

static bool been_there(const struct trip *trip, int hops)
{
    for (int i = 0; i < hops; i++)
        if (str_eq(trip->seen[i], trip->url))
            return true;
    return false;
}

static enum visit_result go(struct trip *trip, struct visit_page *page)
{
    bool on = true;
    for (int hop = 0; on; hop++) {
        if (hop > VISIT_REDIRECTS || been_there(trip, hop))
            return away(trip->visitor, hop > VISIT_REDIRECTS ? "it leads on and on" : "it leads in a circle");
        trip->seen[hop] = trip->url;
        if (!http_split(trip->visitor->arena, trip->url, &trip->origin, &trip->target))
            return away(trip->visitor, "it is no address of http or https");
        enum visit_result result = step(trip, page, &on);
        if (result != VISIT_READ)
            return result;
        if (on)
            trip->url = trip->answer.location;
    }
    return VISIT_READ;
}

enum visit_result visit(struct visitor *visitor, struct str url, struct visit_page *page)
{
    struct trip trip = {.visitor = visitor, .address = url, .holder = uuid_new()};
    enum db_result known = known_page(&trip, page);
    if (known != DB_NONE)
        return known == DB_OK ? VISIT_READ : VISIT_DATABASE;
    for (;;) {
        trip.url = url;
        enum visit_result result = go(&trip, page);
        if (result != VISIT_WAIT || visitor->wait_ms > visitor->patience_ms)
            return result;
    }
}
