#include "market/import/gather.h"

enum { PROBLEMS_MOST = 1 << 20 };

void gather_begin(struct arena *arena, struct gathered *gathered)
{
    *gathered = (struct gathered){.whole = true, .problems = ARENA_NEW(arena, struct buf), .credit = STR(""), .credit_url = STR("")};
    buf_init_in(arena, gathered->problems, PROBLEMS_MOST);
}

static struct str words(struct str text)
{
    size_t n = text.n < GATHER_WORDS ? text.n : GATHER_WORDS;
    while (n > 0 && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return str_slice(text, 0, n);
}

static void member(struct json *json, const char *key, struct str value)
{
    json_key(json, str_of(key));
    json_text(json, value.p ? words(value) : STR(""));
}

void gather_problem(struct gathered *gathered, const char *kind, const char *scope, struct str where, struct str what)
{
    struct json json;
    struct buf one;
    if (gathered->problem_count++ >= GATHER_PROBLEMS)
        return;
    buf_init(&one, PROBLEMS_MOST);
    json_begin(&json, &one);
    json_object_open(&json);
    member(&json, "kind", str_of(kind));
    member(&json, "scope", str_of(scope));
    member(&json, "where", where);
    member(&json, "what", what);
    json_object_close(&json);
    if (json_end(&json)) {
        if (gathered->problems->n > 0)
            buf_add_char(gathered->problems, ',');
        buf_add(gathered->problems, buf_str(&one));
    }
    buf_free(&one);
}

static void add_market(struct arena *arena, struct gathered *gathered, const struct market_found *market)
{
    if (gathered->count == gathered->capacity) {
        size_t more = gathered->capacity ? 2 * gathered->capacity : 64;
        const struct market_found **markets = arena_array(arena, more, sizeof *markets);
        for (size_t i = 0; i < gathered->count; i++)
            markets[i] = gathered->markets[i];
        gathered->markets = markets;
        gathered->capacity = more;
    }
    gathered->markets[gathered->count++] = market;
}

static void add_refusals(struct gathered *gathered, const struct market_reading *reading)
{
    for (size_t i = 0; i < reading->refusal_count; i++) {
        const struct market_refusal *refusal = &reading->refusals[i];
        gathered->refused += refusal->scope == MARKET_LOST_MARKET;
        gather_problem(gathered, market_refusal_kind_name(refusal->kind), market_refusal_scope_name(refusal->scope), refusal->where, refusal->what);
    }
    gathered->problem_count += reading->refusals_dropped;
    gathered->whole = gathered->whole && reading->whole;
}

static void take_reading(struct gathered *gathered, const struct market_reading *reading)
{
    add_refusals(gathered, reading);
    if (gathered->credit.n == 0 && reading->credit.n > 0) {
        gathered->credit = reading->credit;
        gathered->credit_url = reading->credit_url.p ? reading->credit_url : STR("");
    }
}

void gather_bytes(struct arena *arena, const struct market_input *input, struct gathered *gathered, struct market_reading *reading)
{
    *reading = (struct market_reading){0};
    market_read(arena, input, reading);
    gathered->any = true;
    take_reading(gathered, reading);
    for (size_t i = 0; i < reading->market_count; i++)
        add_market(arena, gathered, &reading->markets[i]);
}

struct walk {
    struct visitor *visitor;
    const struct market_source_reading_row *source;
    struct market_input input;
    struct gathered *out;
    int64_t until_us;
    int32_t left; /* pages that may still be read */
};

/* A page that could not be read: what it would have said is not known. Detail pages say nothing that others rely on. */
static void not_read(struct walk *walk, enum visit_result result, struct str url, bool detail)
{
    const char *const scope = detail ? "field" : walk->out->any ? "part" : "all";
    struct str why = result == VISIT_ROBOTS ? STR("robots.txt forbids it, or could not be read")
                     : result == VISIT_GONE ? STR("there is no such page (404 or 410)")
                                            : walk->visitor->why;
    walk->out->robots = walk->out->robots || (result == VISIT_ROBOTS && !walk->out->any);
    walk->out->whole = walk->out->whole && detail;
    gather_problem(walk->out, result == VISIT_ROBOTS ? "robots" : "not_read", scope, url, why);
}

static enum visit_result get(struct walk *walk, struct str url, struct visit_page *page)
{
    if (monotonic_us() > walk->until_us) {
        walk->visitor->wait_ms = 1;
        return VISIT_WAIT;
    }
    walk->left--;
    enum visit_result result = visit(walk->visitor, url, page);
    if (result == VISIT_READ) {
        walk->input.bytes = page->body;
        walk->input.base = page->url;
        walk->input.content_type = page->content_type;
    }
    return result;
}

static bool is_over(enum visit_result result)
{
    return result == VISIT_WAIT || result == VISIT_DATABASE;
}

/* *TIRED: the site fails, and is asked for no more. */
static enum visit_result read_detail(struct walk *walk, struct market_found *market, bool *tired)
{
    struct visit_page page;
    struct market_reading reading = {0};
    if (market->detail.n == 0 || walk->left <= 0 || *tired)
        return VISIT_READ;
    enum visit_result result = get(walk, market->detail, &page);
    if (is_over(result))
        return result;
    *tired = result == VISIT_FAILED;
    if (result != VISIT_READ)
        not_read(walk, result, market->detail, true);
    else if (market_read_detail(walk->visitor->arena, &walk->input, market, &reading))
        take_reading(walk->out, &reading);
    return VISIT_READ;
}

static enum visit_result read_details(struct walk *walk, const struct market_reading *reading)
{
    bool tired = false;
    for (size_t i = 0; i < reading->market_count; i++) {
        struct market_found *market = ARENA_NEW(walk->visitor->arena, struct market_found);
        *market = reading->markets[i];
        walk->out->markets[walk->out->count - reading->market_count + i] = market;
        enum visit_result result = read_detail(walk, market, &tired);
        if (is_over(result))
            return result;
    }
    return VISIT_READ;
}

/* *NEXT: the page after it, absent at the end. */
static enum visit_result read_page(struct walk *walk, struct str url, struct str *next)
{
    struct visit_page page;
    struct market_reading reading;
    enum visit_result result = get(walk, url, &page);
    *next = STR_NULL;
    if (is_over(result))
        return result;
    if (result != VISIT_READ) {
        not_read(walk, result, url, false);
        return VISIT_READ;
    }
    gather_bytes(walk->visitor->arena, &walk->input, walk->out, &reading);
    *next = reading.next.n > 0 && !str_eq(reading.next, url) ? reading.next : STR_NULL;
    return read_details(walk, &reading);
}

enum visit_result gather(struct visitor *visitor, const struct market_source_reading_row *source, const struct market_settings *settings, struct wall today,
                         int64_t until_us, struct gathered *out)
{
    struct walk walk = {.visitor = visitor, .source = source, .out = out, .until_us = until_us, .left = source->pages};
    struct str url = source->address, next;
    walk.input = (struct market_input){.settings = settings, .today = today};
    if (!market_source_kind_of(source->kind, &walk.input.kind))
        walk.input.kind = MARKET_PAGE;
    while (url.p && walk.left > 0) {
        enum visit_result result = read_page(&walk, url, &next);
        if (is_over(result))
            return result;
        url = next;
    }
    if (url.p) {
        out->whole = false;
        gather_problem(out, "too_many", "part", url, STR("more pages than the source's settings allow"));
    }
    return VISIT_READ;
}
