#include "market/import/apply.h"

#include "core/slug.h"
#include "core/text.h"
#include "market/import/said.h"
#include "market/shelf/source.h"

enum { SCRATCH = 64 << 20, PREVIEW_MOST = 1 << 20 };

struct taking {
    struct apply *apply;
    struct arena *scratch; /* of one market */
    const struct market_found *found;
    struct said said;
    struct market_take_one_row row;
};

static void member(struct json *json, const char *key, struct str value)
{
    json_key(json, str_of(key));
    json_text(json, value.p ? value : STR(""));
}

static void preview(struct apply *apply, const struct market_found *found, const struct said *said, struct str outcome)
{
    struct json json;
    struct buf one;
    if (apply->done->previewed++ >= APPLY_PREVIEWS)
        return;
    buf_init(&one, PREVIEW_MOST);
    json_begin(&json, &one);
    json_object_open(&json);
    member(&json, "title", said->title);
    member(&json, "place", found->place.n ? found->place : found->address);
    member(&json, "town", found->town);
    member(&json, "when", said->first.n ? said->first : found->rule_count ? found->rules[0].rrule : found->opening_hours);
    member(&json, "external_id", found->external_id);
    member(&json, "outcome", outcome);
    json_object_close(&json);
    if (json_end(&json)) {
        if (apply->done->preview->n > 0)
            buf_add_char(apply->done->preview, ',');
        buf_add(apply->done->preview, buf_str(&one));
    }
    buf_free(&one);
}

static void refuse(struct taking *taking, const char *kind, struct str what)
{
    taking->apply->gathered->refused++;
    gather_problem(taking->apply->gathered, kind, "market", taking->found->where, what);
    preview(taking->apply, taking->found, &taking->said, STR("refused"));
}

/* An organiser is known by name, whoever names it first. */
static enum db_result organiser_of(struct taking *taking, struct said_about *about)
{
    const struct market_found *found = taking->found;
    struct apply *apply = taking->apply;
    struct market_import_organiser_row known;
    struct str name = str_slice(found->organiser_name, 0, found->organiser_name.n > 120 ? 0 : found->organiser_name.n);
    if (name.n == 0)
        return DB_OK;
    const struct market_import_organiser_in which = {name};
    enum db_result result = market_import_organiser_one(apply->db, taking->scratch, &which, &known);
    about->has_organiser = result == DB_OK || result == DB_NONE;
    about->organiser = result == DB_OK ? known.id : uuid_new();
    if (result != DB_NONE)
        return result;
    struct str none = STR("");
    const struct market_import_organiser_put_in row = {about->organiser,
                                                       slug_another(taking->scratch, slug_of(taking->scratch, name)),
                                                       name,
                                                       found->organiser_url.p && found->organiser_url.n <= 2000 ? found->organiser_url : none,
                                                       found->organiser_email.p && found->organiser_email.n <= 254 ? found->organiser_email : none,
                                                       found->organiser_phone.p && found->organiser_phone.n <= 60 ? found->organiser_phone : none};
    return market_import_organiser_put(apply->db, taking->scratch, &row);
}

static struct str today_text(struct arena *arena, struct wall today)
{
    char text[WALL_TEXT];
    return arena_str(arena, wall_text(today, text));
}

static struct str slug_for(struct taking *taking)
{
    struct arena *arena = taking->scratch;
    struct str town = taking->found->town;
    ptrdiff_t in_it = town.n > 0 ? str_find(arena_lower(arena, taking->said.title), arena_lower(arena, town)) : 0;
    struct str base = in_it < 0 ? arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(taking->said.title), STR_ARG(town)) : taking->said.title;
    return slug_another(arena, slug_of(arena, base));
}

static enum db_result take_row(struct taking *taking)
{
    struct apply *apply = taking->apply;
    const struct market_take_one_in in = {.run = apply->run,
                                          .source = apply->source->id,
                                          .external = taking->found->external_id,
                                          .said = taking->said.json,
                                          .page = taking->found->url.p ? taking->found->url : STR(""),
                                          .today = today_text(taking->scratch, apply->today),
                                          .since = apply->done->since,
                                          .until = apply->done->until,
                                          .id = uuid_new(),
                                          .slug = slug_for(taking),
                                          .zone = taking->said.zone,
                                          .currency = taking->said.currency};
    return market_take_one_one(apply->db, taking->scratch, &in, &taking->row);
}

/* DB_CONFLICT: this market can't be what the source says; all else goes on. */
static enum db_result take_and_date(struct taking *taking, struct str *why)
{
    *why = STR("");
    enum db_result result = take_row(taking);
    if (result == DB_OK && taking->row.dated)
        result = source_dates(taking->apply->db, taking->scratch, taking->row.market, why);
    if (result == DB_CONFLICT && why->n == 0)
        *why = str_of(db_constraint(taking->apply->db));
    return result;
}

static void count(struct applied *done, struct str outcome, int32_t conflicts)
{
    if (str_eq(outcome, STR("created")))
        done->created++;
    else if (str_eq(outcome, STR("unchanged")))
        done->unchanged++;
    else
        done->changed++;
    done->conflicts += conflicts;
}

static enum db_result pair_up(struct taking *taking, struct uuid other, double likeness)
{
    struct apply *apply = taking->apply;
    const struct market_merge_put_in pair = {apply->run, taking->row.market, other, likeness};
    struct market_merge_put_row row;
    struct str why;
    enum db_result result = market_merge_put_one(apply->db, taking->scratch, &pair, &row);
    if (result != DB_OK)
        return result;
    apply->done->merged += row.done;
    apply->done->queued += !row.done;
    const struct uuid both[] = {taking->row.market, other};
    for (int i = 0; row.done && result == DB_OK && i < 2; i++) {
        result = source_dates(apply->db, taking->scratch, both[i], &why);
        result = result == DB_CONFLICT ? DB_OK : result;
    }
    return result;
}

static enum db_result find_doubles(struct taking *taking)
{
    struct apply *apply = taking->apply;
    const struct market_double_in which = {taking->row.market, str_slice(today_text(taking->scratch, apply->today), 0, sizeof "2026-05-03" - 1)};
    struct rows rows;
    enum db_result result = market_double(apply->db, taking->scratch, &which, &rows);
    const struct market_double_row *doubles = rows.at;
    for (size_t i = 0; result == DB_OK && i < rows.count; i++) {
        int64_t merged = apply->done->merged;
        result = pair_up(taking, doubles[i].other, doubles[i].likeness);
        if (apply->done->merged > merged)
            break; /* it is another market now, which was compared before */
    }
    return result;
}

static enum db_result refused_row(struct taking *taking, struct str why)
{
    enum db_result result = db_savepoint_rollback(taking->apply->db);
    refuse(taking, "bad_value", why);
    return result;
}

static enum db_result take_said(struct taking *taking)
{
    struct str why;
    enum db_result result = db_savepoint(taking->apply->db);
    if (result == DB_OK)
        result = take_and_date(taking, &why);
    if (result == DB_CONFLICT)
        return refused_row(taking, why);
    if (result != DB_OK)
        return result;
    count(taking->apply->done, taking->row.outcome, taking->row.conflicts);
    preview(taking->apply, taking->found, &taking->said, taking->row.outcome);
    return str_eq(taking->row.outcome, STR("unchanged")) ? DB_OK : find_doubles(taking);
}

static enum db_result take(struct apply *apply, struct arena *scratch, const struct market_found *found)
{
    struct taking taking = {.apply = apply, .scratch = scratch, .found = found};
    struct said_about about = {.zone = apply->source->zone.n > 0 ? apply->source->zone : apply->config->market_zone,
                               .currency = apply->source->currency.n > 0 ? apply->source->currency : apply->config->market_currency,
                               .today = apply->today};
    enum db_result result = organiser_of(&taking, &about);
    if (result != DB_OK)
        return result;
    if (said_of(scratch, found, &about, &taking.said))
        return take_said(&taking);
    refuse(&taking, taking.said.zone.p ? "over" : "bad_zone", taking.said.zone.p ? STR("all of its dates are long past") : found->zone);
    return DB_OK;
}

/* What was really read: from today to the last date that was told, or without end where anything goes on by rules. */
static void set_window(struct apply *apply)
{
    struct wall last = {0};
    bool goes_on = false, any = false;
    for (size_t i = 0; i < apply->gathered->count; i++) {
        const struct market_found *found = apply->gathered->markets[i];
        any = true;
        goes_on = goes_on || found->rule_count > 0 || found->opening_hours.n > 0 || found->date_count == 0;
        for (size_t k = 0; k < found->date_count; k++)
            if (found->dates[k].starts.form != FOUND_TIME_ABSENT && found->dates[k].starts.wall.s > last.s)
                last = found->dates[k].starts.wall;
    }
    apply->done->since = any && apply->gathered->whole ? today_text(apply->arena, apply->today) : STR_NULL;
    apply->done->until = goes_on ? STR_NULL : today_text(apply->arena, (struct wall){last.s + WALL_DAY - 1});
}

static struct list seen_ids(const struct apply *apply)
{
    struct str *ids = arena_array(apply->arena, apply->gathered->count + 1, sizeof *ids);
    for (size_t i = 0; i < apply->gathered->count; i++)
        ids[i] = apply->gathered->markets[i]->external_id;
    return (struct list){ids, apply->gathered->count};
}

/* More than that gone at once, and it is the reading that failed: one, or the source's share of what was expected. */
static bool too_much(const struct apply *apply, size_t missing, int64_t expected)
{
    int64_t allowed = expected * apply->source->vanish_percent / 100;
    return (int64_t)missing > (allowed > 1 ? allowed : 1);
}

/* What should be here and is not; none where nothing may count as gone. */
static enum db_result find_missing(struct apply *apply, struct rows *missing)
{
    *missing = (struct rows){0};
    if (!apply->done->since.p)
        return DB_OK;
    const struct market_missing_in which = {apply->source->id, apply->done->since, apply->done->until, seen_ids(apply)};
    enum db_result result = market_missing(apply->db, apply->arena, &which, missing);
    const struct market_missing_row *rows = missing->at;
    if (result == DB_OK && missing->count > 0 && too_much(apply, missing->count, rows[0].expected)) {
        gather_problem(apply->gathered, "too_much_missing", "part", STR(""),
                       arena_printf(apply->arena, "%zu of %lld are missing: the reading must have failed, so nothing counts as gone", missing->count,
                                    (long long)rows[0].expected));
        apply->gathered->whole = false;
        apply->done->since = STR_NULL;
        missing->count = 0;
    }
    return result;
}

static enum db_result vanish(struct apply *apply, struct arena *scratch, const struct market_missing_row *row)
{
    struct str why;
    if (row->missing < apply->source->vanish_after) {
        const struct market_missing_again_in again = {apply->source->id, row->external};
        return market_missing_again(apply->db, scratch, &again);
    }
    const struct market_vanish_one_in in = {apply->run, apply->source->id, row->external, apply->done->since, apply->done->until};
    struct market_vanish_one_row gone;
    enum db_result result = market_vanish_one_one(apply->db, scratch, &in, &gone);
    if (result != DB_OK)
        return result;
    apply->done->vanished++;
    apply->done->conflicts += gone.conflicts;
    if (gone.dated)
        result = source_dates(apply->db, scratch, gone.market, &why);
    return result == DB_CONFLICT ? DB_OK : result;
}

static enum db_result run_all(struct apply *apply, struct arena *scratch, const struct rows *missing)
{
    enum db_result result = DB_OK;
    const struct market_missing_row *rows = missing->at;
    for (size_t i = 0; result == DB_OK && i < missing->count; i++) {
        result = vanish(apply, scratch, &rows[i]);
        arena_reset(scratch);
    }
    for (size_t i = 0; result == DB_OK && i < apply->gathered->count; i++) {
        result = take(apply, scratch, apply->gathered->markets[i]);
        arena_reset(scratch);
    }
    return result;
}

enum db_result apply_all(struct apply *apply)
{
    struct rows missing;
    apply->done->preview = ARENA_NEW(apply->arena, struct buf);
    buf_init_in(apply->arena, apply->done->preview, 4 * PREVIEW_MOST);
    set_window(apply);
    enum db_result result = find_missing(apply, &missing);
    if (result != DB_OK)
        return result;
    struct arena *scratch = arena_new(SCRATCH);
    result = run_all(apply, scratch, &missing);
    arena_free(scratch);
    return result;
}
