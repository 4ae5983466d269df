#include "cli/seed_market.h"

#include <assert.h>
#include <string.h>

#include "cli/seed_market_life.h"
#include "cli/seed_market_rows.h"
#include "market/schedule_json.h"
#include "market/shelf/dates.h"
#include "queries/market.h"

enum { SEED_MEMORY = 16 << 20, BACK_DAYS = 70, HOUR = 3600, SCHEDULE_BYTES = 64 * 1024 };

static const struct {
    const char *country, *zone, *currency;
} lands[] = {[DENMARK] = {"DK", "Europe/Copenhagen", "DKK"}, [GERMANY] = {"DE", "Europe/Berlin", "EUR"}, [SWEDEN] = {"SE", "Europe/Stockholm", "SEK"}};
static_assert(sizeof lands / sizeof *lands == LANDS, "one row a land");

static const struct {
    const char *slug, *name, *says;
    bool claimed;
} organisers[] = {
    {"demo-midtjyske-marked", "Midtjyske Markeder", "Five people with a van who have put up tables between the lakes since 2009.", true},
    {"demo-byens-lopper", "Byens Lopper", "Markets in the open and under roofs, in and around the capital.", true},
    {"demo-store-kraemmere", "De Store Kræmmere", "", false},
    {"demo-nordtroedel", "Nordtrödel", "Markets between the two seas, with room for whoever clears the attic once.", true},
    {"demo-berliner-hallen", "Berliner Hallen und Plätze", "", false},
    {"demo-loppis-i-syd", "Loppis i Syd", "An association; what the stalls bring goes to the sports clubs.", true},
};
enum { ORGANISERS = sizeof organisers / sizeof *organisers };

struct seeding {
    struct db *db;
    struct arena *arena;
    struct timestamp now;
    struct uuid organisers[ORGANISERS], visitors[SEED_VISITORS];
};

static enum db_result put_organisers(struct seeding *s)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < ORGANISERS; i++) {
        const struct market_demo_organiser_in in = {.id = uuid_new(),
                                                    .slug = str_of(organisers[i].slug),
                                                    .name = str_of(organisers[i].name),
                                                    .description = str_of(organisers[i].says),
                                                    .website = STR(""),
                                                    .claimed = organisers[i].claimed};
        struct market_demo_organiser_row row;
        result = market_demo_organiser_one(s->db, s->arena, &in, &row);
        s->organisers[i] = row.id;
    }
    return result;
}

/* The first day from FROM on that is the weekday, within the first week of a month where NTHS ask for weeks of months: where a rule may
 * begin, for all that it says of later weeks. */
static struct wall first_date(struct wall from, const struct demo_market *market)
{
    struct wall day = from;
    bool weekly = market->nths == NULL;
    int nth = weekly ? 0 : market->nths[0] == '-' ? 5 : market->nths[0] - '0';
    for (int i = 0; i < 2 * BACK_DAYS; i++, day.s += WALL_DAY) {
        struct wall_parts parts = wall_parts(day);
        bool last = parts.day + 7 > wall_month_days(parts.year, parts.month);
        if (wall_weekday(day) == market->weekday && (weekly || (parts.day - 1) / 7 + 1 == nth || (nth == 5 && last)))
            break;
    }
    return day;
}

static struct str rule_of(struct arena *arena, const struct demo_market *market)
{
    static const char *const days[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    if (market->weekday == -2)
        return STR("");
    if (market->weekday == -1)
        return STR("FREQ=DAILY");
    if (market->nths == NULL)
        return arena_printf(arena, "FREQ=WEEKLY;BYDAY=%s", days[market->weekday]);
    const char *day = days[market->weekday], *second = strchr(market->nths, ',');
    if (second != NULL)
        return arena_printf(arena, "FREQ=MONTHLY;BYDAY=%c%s,%s%s", market->nths[0], day, second + 1, day);
    return arena_printf(arena, "FREQ=MONTHLY;BYDAY=%s%s", market->nths, day);
}

/* NOW by the clock of Greenwich is near enough to begin a rule with. */
static struct schedule schedule_of(struct seeding *s, const struct demo_market *market)
{
    struct schedule schedule = {.zone = str_of(lands[market->land].zone),
                                .place = str_of(lands[market->land].country),
                                .opening_hours = str_of(market->opening_hours),
                                .located = market->slug != NULL && (market->latitude < 0 || market->latitude > 0),
                                .latitude = market->latitude,
                                .longitude = market->longitude};
    if (market->hours == 0)
        return schedule;
    struct schedule_rule *rule = ARENA_NEW(s->arena, struct schedule_rule);
    struct wall today = {s->now.us / 1000000 / WALL_DAY * WALL_DAY}, back = {today.s - (int64_t)BACK_DAYS * WALL_DAY};
    struct wall first = market->weekday == -2 ? (struct wall){today.s + (int64_t)market->in_days * WALL_DAY} : market->weekday == -1 ? back : first_date(back, market);
    *rule = (struct schedule_rule){.starts = {first.s + market->hour * HOUR}, .minutes = market->hours * 60, .rrule = rule_of(s->arena, market)};
    schedule.rules = rule;
    schedule.rule_count = 1;
    return schedule;
}

/* Its next date is called off, or held a day earlier. */
static bool turn(struct seeding *s, const struct demo_market *market, struct schedule *schedule)
{
    struct schedule_dates dates;
    struct schedule_error error;
    const struct timestamp ahead = {s->now.us + INT64_C(2) * WALL_DAY * 1000000};
    if (market->turn == AS_PLANNED)
        return true;
    if (!schedule_next(s->arena, schedule, ahead, &dates, &error) || dates.count == 0)
        return false;
    struct schedule_override *override = ARENA_NEW(s->arena, struct schedule_override);
    *override = (struct schedule_override){.key = dates.items[0].key,
                                           .status = market->turn == CALLED_OFF ? SCHEDULE_CANCELLED : SCHEDULE_MOVED,
                                           .timed = market->turn == PUT_OFF,
                                           .starts = {dates.items[0].starts.s - WALL_DAY},
                                           .ends = {dates.items[0].ends.s - WALL_DAY},
                                           .reason = str_of(market->reason)};
    schedule->overrides = override;
    schedule->override_count = 1;
    return true;
}

static struct opt_bool flag(const struct demo_market *market, char yes, char no)
{
    bool set = market->flags != NULL && (strchr(market->flags, yes) != NULL || strchr(market->flags, no) != NULL);
    return (struct opt_bool){set, set && strchr(market->flags, yes) != NULL};
}

static struct str text(const char *said)
{
    return said != NULL ? str_of(said) : STR("");
}

static struct market_demo_insert_in row_of(struct seeding *s, const struct demo_market *market, const struct schedule *schedule)
{
    struct buf json;
    buf_init_in(s->arena, &json, SCHEDULE_BYTES);
    schedule_json_write(&json, schedule);
    struct market_demo_insert_in row = {.id = uuid_new(), .slug = text(market->slug), .title = text(market->title), .description = text(market->says)};
    row.kind = text(market->kind);
    row.setting = text(market->setting);
    row.place = text(market->place);
    row.street = text(market->street);
    row.postcode = text(market->postcode);
    row.town = text(market->town);
    row.country = text(lands[market->land].country);
    row.zone = text(lands[market->land].zone);
    row.currency = text(lands[market->land].currency);
    row.latitude = (struct opt_float){schedule->located, market->latitude};
    row.longitude = (struct opt_float){schedule->located, market->longitude};
    row.schedule = arena_str(s->arena, buf_str(&json));
    row.entrance_fee = (struct opt_bigint){market->fee >= 0, market->fee};
    row.stall_price = (struct opt_bigint){market->stall >= 0, market->stall};
    row.accessible = flag(market, 'A', 'a');
    row.toilets = flag(market, 'T', 't');
    row.dogs = flag(market, 'D', 'd');
    row.cards = flag(market, 'C', 'c');
    row.organiser.set = market->organiser >= 0;
    if (row.organiser.set)
        row.organiser.v = s->organisers[market->organiser];
    return row;
}

/* DB_NONE: it is there already. */
static enum db_result put(struct seeding *s, const struct demo_market *market, size_t place)
{
    struct schedule schedule = schedule_of(s, market);
    if (!turn(s, market, &schedule))
        return DB_FAIL;
    const struct market_demo_insert_in row = row_of(s, market, &schedule);
    enum db_result result = market_demo_insert(s->db, s->arena, &row);
    if (result == DB_OK)
        result = market_dates_write(s->db, s->arena, row.id, &schedule, s->now);
    return result == DB_OK ? seed_ratings(s->db, s->arena, s->visitors, row.id, place) : result;
}

static enum db_result put_all(struct seeding *s, int *made)
{
    enum db_result result = put_organisers(s);
    if (result == DB_OK)
        result = seed_visitors(s->db, s->arena, s->visitors);
    for (size_t i = 0; result == DB_OK && i < demo_market_count; i++) {
        enum db_result one = put(s, &demo_markets[i], i);
        *made += one == DB_OK;
        result = one == DB_NONE ? DB_OK : one;
    }
    return result;
}

enum db_result seed_markets(struct db *db, int *made)
{
    struct seeding s = {.db = db, .arena = arena_new(SEED_MEMORY), .now = timestamp_now()};
    *made = 0;
    enum db_result result = db_begin(db);
    if (result == DB_OK)
        result = put_all(&s, made);
    if (result == DB_OK)
        result = db_commit(db);
    else
        db_rollback(db);
    arena_free(s.arena);
    return result;
}
