#include "market/settings.h"

#include "core/json_read.h"
#include "market/select.h"

enum { DEPTH = 8, FIELDS_MOST = 60 };

struct loading {
    struct arena *arena;
    struct market_settings *settings;
    struct settings_fields *fields; /* that are being read */
    const char *member;             /* "fields" */
    struct str why;                 /* absent: nothing wrong yet */
};

static void wrong(struct loading *loading, struct str name, const char *reason)
{
    if (!loading->why.p)
        loading->why = arena_printf(loading->arena, "%s%s" STR_FMT ": %s", loading->member ? loading->member : "", loading->member ? "." : "",
                                    (int)(name.n < 60 ? name.n : 60), name.p, reason);
}

static void load_pattern(struct loading *loading, struct str name, const struct json_value *value, struct pattern **out)
{
    struct str text;
    if (value && (!json_as_text(value, &text) || !(*out = pattern_new(loading->arena, text))))
        wrong(loading, name, "this is no pattern");
}

static void load_selector(struct loading *loading, struct str name, const struct json_value *value, struct dom_pick **out)
{
    struct str text;
    if (!value)
        return;
    if (!json_as_text(value, &text))
        wrong(loading, name, "this is no text");
    else if (str_trim(text).n && !(*out = select_pick(loading->arena, text)))
        wrong(loading, name, "this is no selector");
}

static struct str text_of(struct loading *loading, struct str name, const struct json_value *object, const char *member)
{
    struct str text = STR_NULL;
    const struct json_value *value = json_member(object, str_of(member));
    if (value && !json_as_text(value, &text))
        wrong(loading, name, "this is no text");
    return text.p ? arena_str(loading->arena, text) : STR_NULL;
}

static void load_pick(struct loading *loading, struct str name, const struct json_value *value, struct settings_pick *pick)
{
    if (json_kind(value) != JSON_OBJECT) {
        load_selector(loading, name, value, &pick->select);
        return;
    }
    load_selector(loading, name, json_member(value, STR("select")), &pick->select);
    load_pattern(loading, name, json_member(value, STR("pattern")), &pick->pattern);
    pick->attribute = text_of(loading, name, value, "attribute");
    pick->join = text_of(loading, name, value, "join");
    pick->value = text_of(loading, name, value, "value");
}

static void load_field(void *with, struct str name, struct json_value *value)
{
    struct loading *loading = with;
    struct settings_fields *fields = loading->fields;
    struct settings_field field = {.is_dates = str_eq(name, STR("dates"))};
    if (fields->count == FIELDS_MOST || (!field.is_dates && !found_field_of(name, &field.field))) {
        wrong(loading, name, "there is no such field");
        return;
    }
    load_pick(loading, name, value, &field.pick);
    fields->rows[fields->count++] = field;
}

static void load_fields(struct loading *loading, const struct json_value *root, const char *member, struct settings_fields *out)
{
    const struct json_value *object = json_member(root, str_of(member));
    if (!object)
        return;
    if (json_kind(object) != JSON_OBJECT) {
        wrong(loading, str_of(member), "this is no object");
        return;
    }
    out->rows = arena_array(loading->arena, FIELDS_MOST, sizeof *out->rows);
    loading->fields = out;
    loading->member = member;
    json_each(object, load_field, loading);
    loading->member = NULL;
}

static void load_default(void *with, struct str name, struct json_value *value)
{
    struct loading *loading = with;
    enum found_field field;
    struct str text;
    if (!found_field_of(name, &field) || field == FOUND_EXTERNAL_ID || field == FOUND_NAME)
        wrong(loading, name, "there is no such field");
    else if (!json_as_text(value, &text) || found_set(loading->arena, &loading->settings->defaults, field, text, STR_NULL) != FOUND_OK)
        wrong(loading, name, "this is no value of the field");
}

static void load_formats(struct loading *loading, const struct json_value *list)
{
    struct market_settings *settings = loading->settings;
    for (size_t i = 0; list && i < json_length(list); i++) {
        struct str text;
        if (settings->format_count == SETTINGS_FORMATS || !json_as_text(json_at(list, i), &text) || text.n > 100) {
            wrong(loading, STR("date_formats"), "these are too many, or no texts");
            return;
        }
        settings->formats[settings->format_count++] = arena_str(loading->arena, text);
    }
}

static void check_name(void *with, struct str name, struct json_value *unused)
{
    static const char *const known[] = {"defaults", "currency", "only", "skip", "item", "fields", "next", "page", "detail_fields", "date_formats"};
    (void)unused;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(name, str_of(known[i])))
            return;
    wrong(with, name, "there is no such setting");
}

static void load_currency(struct loading *loading, const struct json_value *root)
{
    struct str text = text_of(loading, STR("currency"), root, "currency");
    bool ok = text.n == 3;
    for (size_t i = 0; ok && i < 3; i++)
        ok = text.p[i] >= 'A' && text.p[i] <= 'Z';
    if (ok)
        memcpy(loading->settings->currency, text.p, 3);
    else if (text.p)
        wrong(loading, STR("currency"), "this is no currency of ISO 4217");
}

static void load_all(struct loading *loading, const struct json_value *root)
{
    struct market_settings *settings = loading->settings;
    const struct json_value *defaults = json_member(root, STR("defaults"));
    json_each(root, check_name, loading);
    if (json_kind(defaults) == JSON_OBJECT) {
        loading->member = "defaults";
        json_each(defaults, load_default, loading);
        loading->member = NULL;
    }
    load_currency(loading, root);
    load_pattern(loading, STR("only"), json_member(root, STR("only")), &settings->only);
    load_pattern(loading, STR("skip"), json_member(root, STR("skip")), &settings->skip);
    load_selector(loading, STR("item"), json_member(root, STR("item")), &settings->item);
    load_selector(loading, STR("next"), json_member(root, STR("next")), &settings->next);
    load_fields(loading, root, "fields", &settings->fields);
    load_fields(loading, root, "page", &settings->page);
    load_fields(loading, root, "detail_fields", &settings->detail);
    load_formats(loading, json_member(root, STR("date_formats")));
}

bool market_settings_read(struct arena *arena, struct str json, const struct market_settings **out, struct str *why)
{
    struct loading loading = {.arena = arena, .settings = ARENA_NEW(arena, struct market_settings)};
    struct json_value *root;
    struct json_error error;
    *out = loading.settings;
    *why = STR_NULL;
    if (!str_trim(json).n)
        return true;
    if (json_parse(arena, json, DEPTH, true, &root, &error) != JSON_OK) {
        *why = arena_printf(arena, "byte %zu: %s", error.offset, error.reason);
        return false;
    }
    if (json_kind(root) != JSON_OBJECT)
        wrong(&loading, STR("settings"), "this is no object");
    else
        load_all(&loading, root);
    *why = loading.why;
    return !loading.why.p;
}
