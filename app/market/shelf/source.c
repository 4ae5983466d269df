#include "market/shelf/source.h"

#include "market/schedule_json.h"
#include "market/shelf/dates.h"
#include "market/zone.h"
#include "queries/market.h"
#include "store/queue.h"

enum { TURN_SPREAD_SECONDS = 3600 };

struct timestamp source_next(const struct config *config, struct uuid source, struct timestamp now)
{
    const struct zone *zone = zone_find(config->market_zone);
    const int64_t spread = ((int64_t)source.b[14] << 8 | source.b[15]) % TURN_SPREAD_SECONDS;
    struct wall here = zone ? zone_local(zone, now) : (struct wall){now.us / 1000000};
    int64_t midnight = here.s - here.s % WALL_DAY;
    for (int k = 0;; k++) {
        struct wall at = {midnight + k * WALL_DAY + config->import_hour * 3600 + spread};
        struct timestamp next = zone ? zone_instant(zone, at) : (struct timestamp){at.s * 1000000};
        if (next.us > now.us)
            return next;
    }
}

enum db_result source_dates(struct db *db, struct arena *arena, struct uuid market, struct str *why)
{
    const struct market_when_in which = {market};
    struct market_when_row row;
    struct schedule_error error = {0};
    *why = STR("");
    enum db_result result = market_when_one(db, arena, &which, &row);
    if (result != DB_OK)
        return result;
    struct schedule schedule = {.zone = row.zone,
                                .place = row.country.n > 0 ? row.country : STR_NULL,
                                .located = row.latitude.set && row.longitude.set,
                                .latitude = row.latitude.v,
                                .longitude = row.longitude.v};
    if (!schedule_json_parse(arena, row.schedule, &schedule, why))
        return DB_CONFLICT;
    if (!schedule_check(arena, &schedule, &error)) {
        *why = str_of(error.message ? error.message : "its schedule means nothing");
        return DB_CONFLICT;
    }
    return market_dates_write(db, arena, market, &schedule, timestamp_now());
}

enum db_result source_ask(struct db *db, struct arena *arena, struct uuid source, struct opt_uuid account, bool trial, struct uuid *run)
{
    char text[UUID_TEXT];
    const struct market_run_stale_in stale = {source};
    if (market_run_stale(db, arena, &stale) == DB_FAIL)
        return DB_FAIL;
    *run = uuid_new();
    const struct market_run_begin_in begin = {*run, source, STR("person"), trial, account};
    enum db_result result = market_run_begin(db, arena, &begin);
    if (result != DB_OK)
        return result;
    struct str id = arena_str(arena, uuid_text(source, text));
    return queue_put(db, arena, "market.import", arena_printf(arena, "{\"source\": \"" STR_FMT "\"}", STR_ARG(id)), id, STR_NULL, 0);
}

enum db_result source_undo(struct db *db, struct arena *arena, struct uuid run, struct opt_uuid by, size_t *markets)
{
    const struct market_run_undone_in which = {run, by};
    struct rows rows;
    struct str why;
    enum db_result result = market_run_undone(db, arena, &which, &rows);
    const struct market_run_undone_row *touched = rows.at;
    *markets = result == DB_OK ? rows.count : 0;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++) {
        result = source_dates(db, arena, touched[i].market, &why);
        if (result == DB_CONFLICT || result == DB_NONE)
            result = DB_OK;
    }
    return result == DB_OK && rows.count == 0 ? DB_NONE : result;
}
