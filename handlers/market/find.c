#include "handlers/market/find.h"

#include <string.h>

#include "core/json_write.h"
#include "core/text.h"
#include "market/wall.h"
#include "queries/market.h"
#include "web/cursor.h"

enum { FILTER_MAX = 16 * 1024 };

static void fail(struct request *rq, const char *field, const char *code, const char *message)
{
    form_fail(rq->arena, rq->form_state, field, code, message);
}

static const char *unreadable(void)
{
    return _("This can't be read as it was sent.");
}

/* "55.68, 12.57" is a place as well. */
static bool read_coordinates(struct str text, struct market_here *out)
{
    struct str first, second;
    if (!str_cut(text, ',', &first, &second) || !str_to_double(str_trim(first), &out->latitude) || !str_to_double(str_trim(second), &out->longitude))
        return false;
    out->set = out->latitude >= -90 && out->latitude <= 90 && out->longitude >= -180 && out->longitude <= 180;
    return out->set;
}

static enum db_result place_named(struct request *rq, struct str name, struct market_here *out)
{
    const struct market_place_in in = {.name = name, .limit = 1};
    struct rows rows;
    enum db_result result = market_place(rq->db, rq->arena, &in, &rows);
    if (result != DB_OK)
        return result;
    if (rows.count == 0) {
        fail(rq, "near", "wrong", _("No market here is in a place of that name."));
        return DB_OK;
    }
    const struct market_place_row *place = rows.at;
    *out = (struct market_here){true, place->latitude, place->longitude, place->name};
    return DB_OK;
}

enum db_result market_here_read(struct request *rq, struct opt_float latitude, struct opt_float longitude, struct str near, struct market_here *out)
{
    *out = (struct market_here){.name = STR("")};
    if (latitude.set != longitude.set)
        fail(rq, latitude.set ? "longitude" : "latitude", "required", _("A point has a latitude and a longitude."));
    if (latitude.set && longitude.set) {
        *out = (struct market_here){true, latitude.v, longitude.v, near.n > 0 ? near : STR("")};
        return DB_OK;
    }
    if (near.n == 0 || read_coordinates(near, out))
        return DB_OK;
    return place_named(rq, near, out);
}

struct writer {
    struct json json;
    struct buf facts;
    bool asks;
};

static void write_text(struct writer *writer, const char *key, struct str value)
{
    json_key(&writer->json, str_of(key));
    json_text(&writer->json, value);
}

static void write_number(struct writer *writer, const char *key, double value)
{
    json_key(&writer->json, str_of(key));
    json_double(&writer->json, value);
}

static void add_fact(struct writer *writer, const char *prefix, struct str value)
{
    buf_printf(&writer->facts, "%s\"%s" STR_FMT "\"", writer->facts.n > 1 ? "," : "", prefix, STR_ARG(value));
    writer->asks = true;
}

/* The organiser by its slug; nobody's slug finds nothing. */
static enum db_result write_organiser(struct request *rq, struct writer *writer, struct str slug)
{
    struct market_organiser_one_row organiser;
    char text[UUID_TEXT];
    const struct market_organiser_one_in in = {.slug = slug, .viewer = {rq->viewer.signed_in, rq->viewer.account}};
    if (slug.n == 0)
        return DB_OK;
    enum db_result result = market_organiser_one_one(rq->db, rq->arena, &in, &organiser);
    if (result == DB_NONE)
        fail(rq, "organiser", "wrong", _("There is no such organiser."));
    if (result == DB_OK)
        add_fact(writer, "o:", uuid_text(organiser.id, text));
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result write_facts(struct request *rq, struct writer *writer, const struct market_find_form *form)
{
    buf_add_char(&writer->facts, '{');
    if (!str_eq(form->kind, STR("any")))
        add_fact(writer, "k:", form->kind);
    if (!str_eq(form->setting, STR("any")))
        add_fact(writer, "", form->setting);
    const struct {
        bool asked;
        const char *fact;
    } flags[] = {{form->accessible, "accessible"}, {form->toilets, "toilets"}, {form->dogs, "dogs"}, {form->cards, "cards"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].asked)
            add_fact(writer, "", str_of(flags[i].fact));
    if (form->fee_max.set && form->fee_max.v == 0)
        add_fact(writer, "", STR("free"));
    enum db_result result = write_organiser(rq, writer, form->organiser);
    buf_add_char(&writer->facts, '}');
    if (writer->facts.n > 2)
        write_text(writer, "facts", buf_str(&writer->facts));
    return result;
}

static void write_prices(struct writer *writer, const struct market_find_form *form)
{
    const struct {
        const char *key;
        struct opt_bigint most;
    } prices[] = {{"fee", form->fee_max}, {"stall", form->stall_max}};
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        if (!prices[i].most.set)
            continue;
        json_key(&writer->json, str_of(prices[i].key));
        json_int64(&writer->json, prices[i].most.v);
        writer->asks = true;
    }
    if (form->currency.n > 0)
        write_text(writer, "currency", form->currency);
}

bool market_day_is(struct str text)
{
    struct wall day;
    char again[WALL_TEXT];
    return text.n == sizeof "2026-11-21" - 1 && wall_parse(text, &day) && str_starts_with(wall_text(day, again), text);
}

static void read_span(struct request *rq, const struct market_find_form *form, struct str span, struct market_find *out)
{
    out->span = span.n > 0 ? span : form->when.n > 0 ? form->when : STR("coming");
    if (form->from.n == 0 && form->to.n == 0)
        return;
    if (form->from.n > 0 && !market_day_is(form->from))
        fail(rq, "from", "malformed", unreadable());
    else if (form->to.n > 0 && !market_day_is(form->to))
        fail(rq, "to", "malformed", unreadable());
    else if (form->from.n > 0 && form->to.n > 0 && strncmp(form->from.p, form->to.p, 10) > 0)
        fail(rq, "to", "too_small", _("The last day is before the first."));
    out->span = STR("days");
    out->first = form->from.n > 0 ? form->from : STR_NULL;
    out->last = form->to.n > 0 ? form->to : STR_NULL;
}

static void write_span(struct writer *writer, const struct market_find *find)
{
    write_text(writer, "span", find->span);
    if (find->first.n > 0)
        write_text(writer, "first", find->first);
    if (find->last.n > 0)
        write_text(writer, "last", find->last);
}

static void write_here(struct writer *writer, const struct market_find *find)
{
    if (!find->here.set)
        return;
    write_number(writer, "latitude", find->here.latitude);
    write_number(writer, "longitude", find->here.longitude);
    write_number(writer, "radius", find->radius);
}

static void choose_sort(struct request *rq, const struct market_find_form *form, struct market_find *out)
{
    struct str usual = form->query.n > 0 ? STR("relevance") : out->here.set ? STR("distance") : STR("date");
    out->sort = str_eq(form->sort, STR("usual")) ? usual : form->sort;
    if (str_eq(out->sort, STR("distance")) && !out->here.set)
        fail(rq, "sort", "wrong", _("A distance needs a place that it is from."));
    if (str_eq(out->sort, STR("date")) && str_eq(out->span, STR("any")))
        out->span = STR("coming"); /* what has no date has no place among dates */
}

/* Words as PostgreSQL's query, each whole or begun; names like them where nothing has them. False: the database is away. */
static enum db_result write_words(struct request *rq, struct writer *writer, struct str query, struct market_find *out)
{
    const struct market_words_in in = {.query = query};
    struct market_words_row words;
    if (query.n == 0)
        return DB_OK;
    writer->asks = true;
    enum db_result result = market_words_one(rq->db, rq->arena, &in, &words);
    if (result != DB_OK)
        return result;
    out->near = !words.found;
    write_text(writer, words.found ? "match" : "like", words.found ? words.match : words.folded);
    return DB_OK;
}

static enum db_result write_all(struct request *rq, const struct market_find_form *form, struct writer *writer, struct market_find *out)
{
    enum db_result result = write_facts(rq, writer, form);
    if (result == DB_OK)
        result = write_words(rq, writer, form->query, out);
    write_prices(writer, form);
    write_span(writer, out);
    write_here(writer, out);
    return result;
}

enum find_result market_find_read(struct request *rq, struct response *rs, const struct market_find_form *form, struct str span, bool pointed,
                                  struct market_find *out)
{
    struct writer writer = {0};
    struct buf text;
    *out = (struct market_find){.radius = (form->radius.set ? form->radius.v : MARKET_RADIUS_KM) * 1000};
    buf_init_in(rq->arena, &text, FILTER_MAX);
    buf_init_in(rq->arena, &writer.facts, FILTER_MAX);
    enum db_result result = market_here_read(rq, form->latitude, form->longitude, form->near, &out->here);
    if (pointed && !out->here.set && rq->form_state->error_count == 0)
        fail(rq, "latitude", "required", _("Say where: a latitude and longitude, or the name of a place."));
    if (form->radius.set && form->radius.v < 0)
        fail(rq, "radius", "too_small", _("A distance is not below nothing."));
    read_span(rq, form, span, out);
    choose_sort(rq, form, out);
    json_begin(&writer.json, &text);
    json_object_open(&writer.json);
    if (result == DB_OK && rq->form_state->error_count == 0)
        result = write_all(rq, form, &writer, out);
    json_object_close(&writer.json);
    if (result != DB_OK) {
        response_db(rs, result);
        return FIND_WRONG;
    }
    if (!json_end(&writer.json) || rq->form_state->error_count > 0) {
        response_invalid(rs, rq);
        return FIND_WRONG;
    }
    out->filter = buf_str(&text);
    out->asks = writer.asks;
    return FIND_READ;
}

/* A cursor holds the bits of a double where others hold an integer. */
static int64_t bits_of(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static bool read_cursor(struct request *rq, struct str text, const struct market_find *find, struct market_search_in *in)
{
    int64_t bits;
    if (text.n == 0)
        return true;
    in->last.set = cursor_decode_keyed(rq->arena, text, find->sort, &bits, &in->last.v);
    if (!in->last.set)
        return false;
    memcpy(&in->last_key.v, &bits, sizeof bits);
    in->last_key.set = true;
    return in->last_key.v - in->last_key.v == 0; /* finite */
}

static struct list ids_of(struct arena *arena, struct rows found)
{
    const struct market_search_row *markets = found.at;
    struct uuid *ids = arena_array(arena, found.count + 1, sizeof *ids);
    for (size_t i = 0; i < found.count; i++)
        ids[i] = markets[i].id;
    return (struct list){ids, found.count};
}

enum db_result market_find_ids(struct request *rq, const struct market_find *find, int64_t limit, struct list *ids)
{
    const struct market_search_in in = {.filter = find->filter, .sort = find->sort, .limit = limit};
    struct rows found;
    enum db_result result = market_search(rq->db, rq->arena, &in, &found);
    if (result == DB_OK)
        *ids = ids_of(rq->arena, found);
    return result;
}

enum db_result market_find_rows(struct request *rq, struct market_find *find, struct str before, int64_t limit, struct rows *out, struct str *next)
{
    struct market_search_in in = {.filter = find->filter, .sort = find->sort, .limit = limit + 1};
    struct rows found;
    *next = STR_NULL;
    if (!read_cursor(rq, before, find, &in))
        return DB_NONE;
    enum db_result result = market_search(rq->db, rq->arena, &in, &found);
    if (result != DB_OK)
        return result;
    if (found.count > (size_t)limit) {
        found.count = (size_t)limit;
        const struct market_search_row *last = (const struct market_search_row *)found.at + limit - 1;
        *next = cursor_encode_keyed(rq->arena, find->sort, bits_of(last->key.v), last->id);
    }
    const struct market_page_in page = {.ids = ids_of(rq->arena, found),
                                        .span = str_eq(find->span, STR("any")) ? STR("coming") : find->span,
                                        .first = find->first,
                                        .last = find->last,
                                        .latitude = {find->here.set, find->here.latitude},
                                        .longitude = {find->here.set, find->here.longitude},
                                        .viewer = {rq->viewer.signed_in, rq->viewer.account}};
    return market_page(rq->db, rq->arena, &page, out);
}
