/* From the form to a filter of the database: JSON that the SQL function schematic_search_matching reads. */
#include "core/json_write.h"
#include "core/text.h"
#include "handlers/schematic/search.h"
#include "queries/schematic.h"
#include "schematic/release.h"

enum { FILTER_MAX = 64 * 1024 };

struct facts {
    struct buf with, without; /* elements of array literals */
    size_t count;
};

struct writer {
    struct request *rq;
    struct json json;
    struct facts facts;
    size_t conditions; /* that an index answers */
    bool asks, contradicts;
};

/* An element of a PostgreSQL array literal. */
static void add_element(struct buf *out, const char *prefix, struct str value)
{
    buf_printf(out, "%s\"%s", out->n > 0 ? "," : "", prefix);
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"' || value.p[i] == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, value.p[i]);
    }
    buf_add_char(out, '"');
}

static void write_array(struct writer *writer, const char *key, const struct buf *elements)
{
    if (elements->n == 0)
        return;
    const struct str parts[] = {STR("{"), buf_str(elements), STR("}")};
    json_key(&writer->json, str_of(key));
    json_text(&writer->json, arena_join(writer->rq->arena, 3, parts));
    writer->asks = true;
}

/* The value behind a sign. */
static struct str unsigned_value(struct str value, bool *without)
{
    *without = value.n > 1 && value.p[0] == '-';
    return *without ? str_slice(value, 1, value.n) : value;
}

static size_t wanted(struct list values)
{
    size_t count = 0;
    bool without;
    for (size_t i = 0; i < values.count; i++) {
        (void)unsigned_value(((const struct str *)values.at)[i], &without);
        count += !without;
    }
    return count;
}

/* A fact that is asked for and ruled out as well fits nothing, whatever is in the database. */
static bool is_among(struct request *rq, const struct buf *elements, const char *prefix, struct str value)
{
    struct buf element;
    buf_init_in(rq->arena, &element, FILTER_MAX);
    add_element(&element, prefix, value);
    return str_find(buf_str(elements), buf_str(&element)) >= 0; /* both ends are quotes, and quotes inside are escaped */
}

static void add_fact(struct writer *writer, bool without, const char *prefix, struct str value)
{
    struct buf *here = without ? &writer->facts.without : &writer->facts.with, *there = without ? &writer->facts.with : &writer->facts.without;
    writer->contradicts = writer->contradicts || is_among(writer->rq, there, prefix, value);
    add_element(here, prefix, value);
    writer->conditions += !without;
}

/* Values that all must be there. NONE, if any, stands for the fact that there are none. */
static void add_all(struct writer *writer, const char *prefix, struct list values, const char *none)
{
    bool without;
    for (size_t i = 0; i < values.count; i++) {
        struct str value = unsigned_value(((const struct str *)values.at)[i], &without);
        if (none != NULL && str_eq(value, STR("none")))
            add_fact(writer, without, none, STR(""));
        else
            add_fact(writer, without, prefix, value);
    }
}

/* A block without a name space is one of the game's own. */
static void add_blocks(struct writer *writer, struct list values)
{
    bool without;
    for (size_t i = 0; i < values.count; i++) {
        struct str value = unsigned_value(((const struct str *)values.at)[i], &without);
        add_fact(writer, without, str_find(value, STR(":")) < 0 ? "b:minecraft:" : "b:", value);
    }
}

/* Values of which one must be there: a build has only one of each. One alone is a fact like any other. */
static void add_any(struct writer *writer, const char *key, const char *prefix, struct list values)
{
    struct buf any;
    bool without, several = wanted(values) > 1;
    buf_init_in(writer->rq->arena, &any, FILTER_MAX);
    for (size_t i = 0; i < values.count; i++) {
        struct str value = unsigned_value(((const struct str *)values.at)[i], &without);
        if (several && !without)
            add_element(&any, "", value);
        else
            add_fact(writer, without, prefix, value);
    }
    write_array(writer, key, &any);
}

static void add_authors(struct writer *writer, struct list values)
{
    struct buf with, no;
    bool without;
    buf_init_in(writer->rq->arena, &with, FILTER_MAX);
    buf_init_in(writer->rq->arena, &no, FILTER_MAX);
    for (size_t i = 0; i < values.count; i++) {
        struct str value = unsigned_value(((const struct str *)values.at)[i], &without);
        add_element(without ? &no : &with, "", value);
    }
    writer->conditions += with.n > 0;
    write_array(writer, "authors", &with);
    write_array(writer, "no_authors", &no);
}

static void write_text(struct writer *writer, const char *key, struct str value)
{
    if (value.p == NULL)
        return;
    json_key(&writer->json, str_of(key));
    json_text(&writer->json, value);
    writer->asks = true;
}

static void write_number(struct writer *writer, const char *key, struct opt_bigint value)
{
    if (!value.set)
        return;
    json_key(&writer->json, str_of(key));
    json_int64(&writer->json, value.v);
    writer->asks = true;
}

static void write_numbers(struct writer *writer, const struct schematic_search_form *form)
{
    const struct {
        const char *key;
        struct opt_bigint value;
    } numbers[] = {{"width_min", form->width_min},   {"width_max", form->width_max},   {"height_min", form->height_min},
                   {"height_max", form->height_max}, {"length_min", form->length_min}, {"length_max", form->length_max},
                   {"blocks_min", form->blocks_min}, {"blocks_max", form->blocks_max}, {"downloads_min", form->downloads_min},
                   {"likes_min", form->likes_min}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        write_number(writer, numbers[i].key, numbers[i].value);
}

static void fail_field(struct writer *writer, const char *field)
{
    form_fail(writer->rq->arena, writer->rq->form_state, field, "malformed", _("This can't be read as it was sent."));
}

static void write_day(struct writer *writer, const char *key, struct str day)
{
    struct timestamp at;
    const struct str parts[] = {day, STR("T00:00:00Z")};
    if (day.n == 0)
        return;
    struct str moment = arena_join(writer->rq->arena, 2, parts);
    if (timestamp_parse_rfc3339(moment, &at))
        write_text(writer, key, moment);
    else
        fail_field(writer, key);
}

static void write_games(struct writer *writer, const struct schematic_search_form *form)
{
    if (form->game_from.n > 0) {
        struct opt_bigint first = {true, release_data_version(form->game_from)};
        if (first.v == 0)
            fail_field(writer, "game_from");
        write_number(writer, "game_min", first);
    }
    if (form->game_to.n > 0) {
        struct opt_bigint last = {true, release_last_data_version(form->game_to)};
        if (last.v == 0)
            fail_field(writer, "game_to");
        write_number(writer, "game_max", last);
    }
}

/* False where the database is away; rs holds the problem. */
static bool write_words(struct writer *writer, struct response *rs, struct str text, bool tolerant, struct search *out)
{
    struct arena *arena = writer->rq->arena;
    struct search_words parts = search_words(arena, text);
    const struct schematic_search_text_in in = {.words = parts.words, .phrases = parts.phrases, .nots = parts.nots};
    struct schematic_search_text_row query;
    enum db_result result = schematic_search_text_one(writer->rq->db, arena, &in, &query);
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    bool near = tolerant && query.near.count > 0;
    out->near = near ? query.near : (struct list){NULL, 0};
    out->nothing = query.match.p == NULL && query.without.p == NULL;
    write_text(writer, "match", near ? query.match : query.exact);
    write_text(writer, "without", query.without);
    if (near)
        write_text(writer, "exact", query.exact);
    writer->conditions += parts.words.count + (parts.phrases.count > 0 ? 2 : 0);
    if (query.match.p == NULL && str_eq(out->sort, STR("relevance")))
        out->sort = STR("newest");
    return true;
}

static void write_facts(struct writer *writer, const struct schematic_search_form *form)
{
    add_all(writer, "t:", form->tag, NULL);
    add_all(writer, "m:", form->mods, "v:");
    add_blocks(writer, form->block);
    add_any(writer, "formats", "f:", form->format);
    add_any(writer, "licences", "l:", form->licence);
    write_array(writer, "facts", &writer->facts.with);
    write_array(writer, "no_facts", &writer->facts.without);
    add_authors(writer, form->author);
}

enum search_result search_read(struct request *rq, struct response *rs, const struct schematic_search_form *form, bool tolerant,
                               struct search *out)
{
    struct buf text;
    struct writer writer = {.rq = rq};
    *out = (struct search){.sort = form->text.n > 0 || !str_eq(form->sort, STR("relevance")) ? form->sort : STR("newest")};
    buf_init_in(rq->arena, &text, FILTER_MAX);
    buf_init_in(rq->arena, &writer.facts.with, FILTER_MAX);
    buf_init_in(rq->arena, &writer.facts.without, FILTER_MAX);
    json_begin(&writer.json, &text);
    json_object_open(&writer.json);
    write_facts(&writer, form);
    write_numbers(&writer, form);
    write_games(&writer, form);
    write_day(&writer, "created_after", form->created_after);
    write_day(&writer, "created_before", form->created_before);
    if (form->text.n > 0 && !write_words(&writer, rs, form->text, tolerant, out))
        return SEARCH_WRONG;
    out->nothing = out->nothing || writer.contradicts;
    out->asks = writer.asks || form->text.n > 0;
    if (writer.conditions > 1)
        write_text(&writer, "gather", STR("yes"));
    json_object_close(&writer.json);
    bool fits = json_end(&writer.json);
    out->filter = buf_str(&text);
    if (!fits || rq->form_state->error_count > 0) {
        response_invalid(rs, rq);
        return SEARCH_WRONG;
    }
    return SEARCH_READ;
}
