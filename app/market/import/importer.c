#include "market/import/importer.h"

#include "core/log.h"
#include "market/import/apply.h"
#include "market/zone.h"

enum { MEMORY = 512 << 20, WAIT_MOST_MS = 6 * 3600 * 1000 };

struct reading {
    struct importer *importer;
    struct arena *arena;
    struct market_source_reading_row source;
    const struct market_settings *settings;
    struct wall today;
    struct visitor visitor;
    struct gathered gathered;
    struct applied applied;
    struct str cause;
    bool trial;
};

static const struct zone *clock_of(const struct config *config, struct str zone)
{
    const struct zone *found = zone.n > 0 ? zone_find(zone) : NULL;
    if (!found)
        found = zone_find(config->market_zone);
    return found ? found : zone_find(STR("UTC"));
}

static struct wall day_of(const struct zone *zone, struct timestamp now)
{
    struct wall wall = zone ? zone_local(zone, now) : (struct wall){now.us / 1000000};
    return (struct wall){wall.s - ((wall.s % WALL_DAY) + WALL_DAY) % WALL_DAY};
}

static struct str brackets(struct reading *reading, const struct buf *inside)
{
    return inside && inside->n > 0 ? arena_printf(reading->arena, "[" STR_FMT "]", STR_ARG(buf_str(inside))) : STR("[]");
}

static const char *state_of(const struct reading *reading, bool unchanged)
{
    const struct gathered *gathered = &reading->gathered;
    if (gathered->robots)
        return "refused_by_robots";
    if (!gathered->any)
        return "failed";
    if (!gathered->whole && gathered->count == 0)
        return "failed";
    return !gathered->whole ? "partial" : unchanged ? "unchanged" : "ok";
}

static enum db_result write_end(struct reading *reading, const char *state)
{
    const struct applied *done = &reading->applied;
    const struct gathered *gathered = &reading->gathered;
    const struct market_run_end_in end = {.id = reading->importer->run,
                                          .state = str_of(state),
                                          .read = (int64_t)gathered->count,
                                          .created = done->created,
                                          .changed = done->changed,
                                          .unchanged = done->unchanged,
                                          .vanished = done->vanished,
                                          .refused = gathered->refused,
                                          .merged = done->merged,
                                          .queued = done->queued,
                                          .conflicts = done->conflicts,
                                          .since = done->since,
                                          .until = done->since.p ? done->until : STR_NULL,
                                          .problems = brackets(reading, gathered->problems),
                                          .preview = reading->trial ? brackets(reading, done->preview) : STR("[]")};
    log_with(LOG_INFO, "market import", log_text("source", reading->source.title), log_text("state", str_of(state)), log_number("read", end.read),
             log_number("created", end.created), log_number("changed", end.changed), log_number("vanished", end.vanished));
    return market_run_end(reading->importer->db, reading->arena, &end);
}

static enum db_result remember(struct reading *reading)
{
    struct importer *importer = reading->importer;
    const struct market_pages_applied_in pages = {importer->source, importer->run};
    const struct market_source_credit_in credit = {importer->source, str_slice(reading->gathered.credit, 0, reading->gathered.credit.n > 200 ? 0 : 200),
                                                   reading->gathered.credit_url.n > 2000 ? STR("") : reading->gathered.credit_url};
    enum db_result result = market_pages_applied(importer->db, reading->arena, &pages);
    if (result != DB_FAIL)
        result = market_source_credit(importer->db, reading->arena, &credit);
    return result == DB_NONE ? DB_OK : result;
}

/* All in one transaction: half a reading is none. A trial is rolled back, and only its row stays. */
static enum db_result take_over(struct reading *reading)
{
    struct importer *importer = reading->importer;
    struct apply apply = {importer->db, importer->config, reading->arena, &reading->source, importer->run, reading->today, &reading->gathered, &reading->applied};
    enum db_result result = apply_all(&apply);
    if (result == DB_OK && reading->trial) {
        db_rollback(importer->db);
        result = db_begin(importer->db);
    } else if (result == DB_OK && reading->gathered.whole) {
        result = remember(reading);
    }
    return result == DB_OK ? write_end(reading, state_of(reading, false)) : result;
}

/* True: every page is what was taken over the last time. A person who asks gets the whole of it all the same. */
static enum db_result is_fresh(struct reading *reading, bool *fresh)
{
    const struct market_pages_fresh_in which = {reading->importer->source, reading->importer->run};
    struct market_pages_fresh_row row = {.fresh = true};
    bool look = str_eq(reading->cause, STR("schedule")) && !reading->trial && !reading->importer->bytes.p;
    enum db_result result = look ? market_pages_fresh_one(reading->importer->db, reading->arena, &which, &row) : DB_OK;
    *fresh = row.fresh;
    return result;
}

static enum db_result end_run(struct reading *reading)
{
    struct importer *importer = reading->importer;
    const struct market_run_lock_in which = {importer->run};
    struct market_run_lock_row row;
    bool fresh;
    enum db_result result = db_begin(importer->db);
    if (result == DB_OK)
        result = market_run_lock_one(importer->db, reading->arena, &which, &row);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result; /* somebody else ended it */
    reading->trial = row.trial;
    reading->cause = row.cause;
    result = is_fresh(reading, &fresh);
    if (result != DB_OK)
        return result;
    if (!reading->gathered.any)
        return write_end(reading, state_of(reading, false));
    if (fresh)
        return take_over(reading);
    reading->applied.unchanged = (int64_t)reading->gathered.count;
    return write_end(reading, state_of(reading, true));
}

/* *FOUND: a run that waits, or a new one. */
static enum db_result begin_run(struct reading *reading)
{
    struct importer *importer = reading->importer;
    const struct market_run_running_in which = {importer->source};
    const struct market_run_stale_in stale = {importer->source};
    struct market_run_running_row running;
    if (market_run_stale(importer->db, reading->arena, &stale) == DB_FAIL)
        return DB_FAIL;
    enum db_result result = market_run_running_one(importer->db, reading->arena, &which, &running);
    if (result == DB_OK) {
        importer->run = running.id;
        return reading->importer->bytes.p || str_eq(str_of(importer->cause), STR("command")) ? DB_CONFLICT : DB_OK;
    }
    if (result != DB_NONE)
        return result;
    importer->run = uuid_new();
    const struct market_run_begin_in begin = {importer->run, importer->source, str_of(importer->cause), importer->trial, importer->account};
    result = market_run_begin(importer->db, reading->arena, &begin);
    return result == DB_NONE ? DB_CONFLICT : result;
}

static void read_file(struct reading *reading)
{
    struct importer *importer = reading->importer;
    struct market_reading out;
    struct market_input input = {.bytes = importer->bytes, .settings = reading->settings, .today = reading->today};
    if (!market_source_kind_of(reading->source.kind, &input.kind))
        input.kind = market_source_kind_guess(importer->bytes, STR_NULL, importer->name);
    gather_bytes(reading->arena, &input, &reading->gathered, &out);
}

static enum importer_result read_pages(struct reading *reading)
{
    struct importer *importer = reading->importer;
    reading->visitor = (struct visitor){.db = importer->db,
                                        .arena = reading->arena,
                                        .config = importer->config,
                                        .source = importer->source,
                                        .run = importer->run,
                                        .delay_ms = reading->source.delay_ms,
                                        .patience_ms = importer->patience_ms};
    enum visit_result result = gather(&reading->visitor, &reading->source, reading->settings, reading->today,
                                      monotonic_us() + importer->seconds * 1000000, &reading->gathered);
    const struct market_run_requests_in requests = {importer->run, reading->visitor.requests};
    importer->wait_ms = reading->visitor.wait_ms;
    if (result == VISIT_DATABASE || market_run_requests(importer->db, reading->arena, &requests) == DB_FAIL)
        return IMPORTER_DATABASE;
    if (result == VISIT_WAIT && importer->wait_ms <= WAIT_MOST_MS)
        return IMPORTER_WAIT;
    if (result == VISIT_WAIT) {
        gather_begin(reading->arena, &reading->gathered);
        gather_problem(&reading->gathered, "not_read", "all", STR(""), STR("the site asks to be left alone for hours"));
    }
    return IMPORTER_DONE;
}

static enum importer_result read_all(struct reading *reading)
{
    struct str why = STR_NULL;
    reading->today = day_of(clock_of(reading->importer->config, reading->source.zone), timestamp_now());
    if (reading->importer->today.s)
        reading->today = reading->importer->today;
    gather_begin(reading->arena, &reading->gathered);
    if (!market_settings_read(reading->arena, reading->source.settings, &reading->settings, &why)) {
        gather_problem(&reading->gathered, "settings", "all", STR(""), why);
        return IMPORTER_DONE;
    }
    if (!reading->importer->bytes.p)
        return read_pages(reading);
    read_file(reading);
    return IMPORTER_DONE;
}

static enum importer_result run(struct reading *reading)
{
    struct importer *importer = reading->importer;
    const struct market_source_reading_in which = {importer->source};
    enum db_result result = market_source_reading_one(importer->db, reading->arena, &which, &reading->source);
    if (result != DB_OK)
        return result == DB_NONE ? IMPORTER_NONE : IMPORTER_DATABASE;
    result = begin_run(reading);
    if (result != DB_OK)
        return result == DB_CONFLICT ? IMPORTER_BUSY : IMPORTER_DATABASE;
    enum importer_result read = read_all(reading);
    if (read != IMPORTER_DONE)
        return read;
    result = end_run(reading);
    if (result == DB_OK)
        return IMPORTER_DONE;
    db_rollback(importer->db);
    return IMPORTER_DATABASE;
}

enum importer_result importer_run(struct importer *importer)
{
    struct reading reading = {.importer = importer, .arena = arena_new(MEMORY), .cause = str_of(importer->cause), .trial = importer->trial};
    enum importer_result result = run(&reading);
    arena_free(reading.arena);
    return result;
}
