#include "market/shelf/dates.h"

#include "core/log.h"
#include "market/schedule_json.h"
#include "queries/market.h"

static const int64_t day_us = INT64_C(86400) * 1000000;

struct columns {
    struct str *keys, *days, *statuses, *reasons;
    struct timestamp *starts, *ends;
};

static struct str lasting(struct arena *arena, struct str text)
{
    return arena_str(arena, text.p ? text : STR(""));
}

static struct columns columns_of(struct arena *arena, const struct schedule_dates *dates)
{
    const size_t n = dates->count + 1;
    struct columns made = {
        arena_alloc(arena, n * sizeof(struct str)),       arena_alloc(arena, n * sizeof(struct str)),
        arena_alloc(arena, n * sizeof(struct str)),       arena_alloc(arena, n * sizeof(struct str)),
        arena_alloc(arena, n * sizeof(struct timestamp)), arena_alloc(arena, n * sizeof(struct timestamp))};
    for (size_t i = 0; i < dates->count; i++) {
        const struct schedule_date *date = &dates->items[i];
        char text[WALL_TEXT];
        made.keys[i] = lasting(arena, wall_text(date->key, text));
        made.days[i] = lasting(arena, str_slice(wall_text(date->starts, text), 0, sizeof "2026-05-03" - 1));
        made.statuses[i] = str_of(schedule_status_name(date->status));
        made.reasons[i] = lasting(arena, date->reason);
        made.starts[i] = date->starts_utc;
        made.ends[i] = date->ends_utc;
    }
    return made;
}

enum db_result market_dates_write(struct db *db, struct arena *arena, struct uuid market,
                                  const struct schedule *schedule, struct timestamp now)
{
    struct schedule_dates dates = {0};
    struct schedule_error error;
    const struct timestamp from = {now.us - MARKET_DATES_BACK_DAYS * day_us},
                           until = {now.us + MARKET_DATES_AHEAD_DAYS * day_us};
    if (!schedule_expand(arena, schedule, from, until, &dates, &error))
        log_with(LOG_WARN, "a schedule gives no dates", log_text("reason", str_of(error.message)));
    struct columns made = columns_of(arena, &dates);
    const struct market_dates_replace_in in = {.market = market,
                                               .keys = {made.keys, dates.count},
                                               .starts = {made.starts, dates.count},
                                               .ends = {made.ends, dates.count},
                                               .days = {made.days, dates.count},
                                               .statuses = {made.statuses, dates.count},
                                               .reasons = {made.reasons, dates.count},
                                               .until = until};
    return market_dates_replace(db, arena, &in);
}

static enum db_result extend(struct db *db, struct arena *arena, struct timestamp now)
{
    struct market_dates_due_row due;
    const struct market_dates_due_in which = {.before = {now.us + MARKET_DATES_LEAST_DAYS * day_us}};
    const enum db_result found = market_dates_due_one(db, arena, &which, &due);
    if (found != DB_OK)
        return found;
    struct str where;
    struct schedule schedule = {.zone = due.zone,
                                .place = due.country.n > 0 ? due.country : STR_NULL,
                                .located = due.latitude.set && due.longitude.set,
                                .latitude = due.latitude.v,
                                .longitude = due.longitude.v};
    if (!schedule_json_parse(arena, due.schedule, &schedule, &where)) {
        log_with(LOG_ERROR, "a schedule cannot be read", log_text("where", where));
        schedule.rule_count = schedule.override_count = 0;
        schedule.opening_hours = STR_NULL;
    }
    return market_dates_write(db, arena, due.id, &schedule, now);
}

enum db_result market_dates_extend(struct db *db, struct arena *arena, struct timestamp now)
{
    enum db_result result = db_begin(db);
    if (result == DB_OK)
        result = extend(db, arena, now);
    if (result == DB_OK)
        return db_commit(db);
    db_rollback(db);
    return result;
}
