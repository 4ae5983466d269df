#include "market/charset.h"
#include "market/names.h"
#include "market/reader.h"
#include "market/settings.h"

#include <assert.h>

static const char *const kinds[] = {
    [MARKET_PAGE] = "page", [MARKET_JSON_LD] = "json-ld", [MARKET_MICRODATA] = "microdata", [MARKET_H_EVENT] = "h-event",
    [MARKET_ICS] = "ics", [MARKET_GEOJSON] = "geojson", [MARKET_LIST] = "list",
};
static_assert(sizeof kinds / sizeof *kinds == MARKET_SOURCE_KIND_COUNT, "a name for each kind");
static const char *const refusals[] = {
    [MARKET_TOO_LARGE] = "too_large", [MARKET_TOO_DEEP] = "too_deep", [MARKET_TOO_MANY] = "too_many", [MARKET_NOT_THIS_KIND] = "not_this_kind",
    [MARKET_SYNTAX] = "syntax", [MARKET_NO_NAME] = "no_name", [MARKET_NO_DATE] = "no_date", [MARKET_BAD_DATE] = "bad_date", [MARKET_BAD_RULE] = "bad_rule",
    [MARKET_BAD_ZONE] = "bad_zone", [MARKET_BAD_COORDINATES] = "bad_coordinates", [MARKET_BAD_URL] = "bad_url", [MARKET_BAD_VALUE] = "bad_value",
    [MARKET_CUT_TEXT] = "cut_text", [MARKET_BAD_HOURS] = "bad_hours", [MARKET_UNSUPPORTED] = "unsupported", [MARKET_ONLINE] = "online", [MARKET_REPAIRED] = "repaired",
};
static_assert(sizeof refusals / sizeof *refusals == MARKET_REFUSAL_KIND_COUNT, "a name for each refusal");
static const char *const scopes[] = {
    [MARKET_LOST_NOTHING] = "nothing", [MARKET_LOST_FIELD] = "field", [MARKET_LOST_DATE] = "date", [MARKET_LOST_MARKET] = "market",
    [MARKET_LOST_PART] = "part", [MARKET_LOST_ALL] = "all",
};
static_assert(sizeof scopes / sizeof *scopes == MARKET_REFUSAL_SCOPE_COUNT, "a name for each scope");

const char *market_source_kind_name(enum market_source_kind kind)
{
    return kinds[kind];
}

bool market_source_kind_of(struct str name, enum market_source_kind *kind)
{
    int at = names_index(kinds, MARKET_SOURCE_KIND_COUNT, name);
    if (at >= 0)
        *kind = (enum market_source_kind)at;
    return at >= 0;
}

const char *market_refusal_kind_name(enum market_refusal_kind kind)
{
    return refusals[kind];
}

const char *market_refusal_scope_name(enum market_refusal_scope scope)
{
    return scopes[scope];
}

/* What both a content type and a file's name end may say. */
static bool kind_of_label(struct str label, enum market_source_kind *kind)
{
    static const struct {
        const char *label;
        enum market_source_kind kind;
    } labels[] = {{"text/calendar", MARKET_ICS}, {"application/ld+json", MARKET_JSON_LD}, {"application/geo+json", MARKET_GEOJSON},
                  {"application/vnd.geo+json", MARKET_GEOJSON}, {"ics", MARKET_ICS}, {"jsonld", MARKET_JSON_LD}, {"geojson", MARKET_GEOJSON}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_equal_ignoring_case(label, str_of(labels[i].label))) {
            *kind = labels[i].kind;
            return true;
        }
    return false;
}

enum market_source_kind market_source_kind_guess(struct str bytes, struct str content_type, struct str name)
{
    enum market_source_kind kind;
    struct str type, rest, ending = STR("");
    str_cut(content_type.p ? content_type : STR(""), ';', &type, &rest);
    for (rest = name.p ? name : STR(""); str_cut(rest, '.', &ending, &rest);)
        ;
    ending = name.n ? ending : STR("");
    if (kind_of_label(str_trim(type), &kind) || kind_of_label(ending, &kind))
        return kind;
    struct str head = str_trim(str_slice(bytes, 0, 4096));
    if (str_starts_with(head, STR("\xEF\xBB\xBF")))
        head = str_trim(str_slice(head, 3, head.n));
    if (str_starts_with(head, STR("BEGIN:VCALENDAR")))
        return MARKET_ICS;
    if (head.n && (head.p[0] == '{' || head.p[0] == '['))
        return str_find(head, STR("\"@type\"")) >= 0 || str_find(head, STR("\"@context\"")) >= 0 ? MARKET_JSON_LD : MARKET_GEOJSON;
    return MARKET_PAGE;
}

static bool is_bare_json(struct str text)
{
    text = str_trim(text);
    return text.n && (text.p[0] == '{' || text.p[0] == '[');
}

static void dispatch(struct reader *reader)
{
    enum market_source_kind kind = reader->input->kind;
    bool in_html = kind != MARKET_ICS && kind != MARKET_GEOJSON;
    reader->text = charset_decode(reader->arena, reader->input->bytes, reader->input->content_type, in_html);
    switch (kind) {
    case MARKET_JSON_LD:
        if (is_bare_json(reader->text))
            read_json_ld(reader, reader->text, 1);
        else
            read_page(reader, kind);
        break;
    case MARKET_PAGE:
    case MARKET_MICRODATA:
    case MARKET_H_EVENT: read_page(reader, kind); break;
    case MARKET_ICS: read_ics(reader); break;
    case MARKET_GEOJSON: read_geojson(reader); break;
    case MARKET_LIST: read_list(reader); break;
    case MARKET_SOURCE_KIND_COUNT: break;
    }
}

static bool has_size(struct reader *reader)
{
    if (reader->input->bytes.n <= MARKET_READ_BYTES)
        return true;
    reader_refuse(reader, MARKET_TOO_LARGE, MARKET_LOST_ALL, STR_NULL, arena_printf(reader->arena, "%zu bytes", reader->input->bytes.n));
    return false;
}

static void finish(const struct reader *reader, struct market_reading *out)
{
    *out = (struct market_reading){
        .markets = reader->markets, .market_count = reader->market_count, .refusals = reader->refusals, .refusal_count = reader->refusal_count,
        .refusals_dropped = reader->refusals_dropped, .whole = !reader->lost, .title = reader->title, .credit = reader->credit,
        .credit_url = reader->credit_url, .next = reader->next,
    };
}

void market_read(struct arena *arena, const struct market_input *input, struct market_reading *out)
{
    struct reader reader = {.arena = arena, .input = input, .base = input->base};
    if (has_size(&reader))
        dispatch(&reader);
    finish(&reader, out);
}

/* What BASE does not speak of. */
static void complete(struct arena *arena, struct market_found *base, const struct market_found *more)
{
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++) {
        bool half = field == FOUND_LATITUDE || field == FOUND_LONGITUDE;
        struct str value = found_text(arena, more, field);
        if (!half && value.n && !found_text(arena, base, field).n && field != FOUND_DETAIL)
            (void)!found_set(arena, base, field, value, STR_NULL);
    }
    if (!base->latitude.said) {
        base->latitude = more->latitude;
        base->longitude = more->longitude;
    }
    if (!base->date_count && !base->rule_count) {
        base->dates = more->dates;
        base->date_count = more->date_count;
        base->rules = more->rules;
        base->rule_count = more->rule_count;
    }
}

bool market_read_detail(struct arena *arena, const struct market_input *input, struct market_found *base, struct market_reading *out)
{
    struct reader reader = {.arena = arena, .input = input, .base = input->base};
    if (input->kind != MARKET_LIST || !input->settings || !input->settings->detail.count) {
        struct market_input page = *input;
        page.kind = input->kind == MARKET_LIST ? MARKET_PAGE : input->kind;
        market_read(arena, &page, out);
        if (out->market_count != 1)
            return false;
        complete(arena, base, out->markets);
        return true;
    }
    struct draft draft = draft_new(&reader, base->where);
    bool ok = has_size(&reader);
    if (ok) {
        reader.text = charset_decode(arena, input->bytes, input->content_type, true);
        read_list_detail(&draft);
        complete(arena, base, &draft.found);
    }
    finish(&reader, out);
    return ok && out->whole;
}
