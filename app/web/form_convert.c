#include "web/form_convert.h"

#include <assert.h>
#include <string.h>

#include "core/json_read.h"
#include "core/utf8.h"
#include "web/cursor.h"

typedef const char *convert_fn(const struct field *, const struct sent *, void *member);

/* Repeating a field that takes one value is a way to tell two readers of a request different things: refused. */
static const char *single_text(const struct sent *sent, struct str *out)
{
    *out = STR_NULL;
    if (sent->count == 0)
        return NULL;
    const struct form_input *input = sent->inputs[0];
    if (input->kind == INPUT_NULL)
        return NULL;
    if (sent->count > 1 || input->element)
        return "malformed";
    if (input->kind != INPUT_TEXT)
        return "not_text";
    *out = input->value;
    return NULL;
}

/* A browser sends every box of a form, so an optional field left empty counts as left out; not in a PATCH, where what is
 * sent empty is meant to become empty. */
static const char *check_length(const struct field *field, int64_t n)
{
    if (n == 0 && !field->required && field->present == 0)
        return NULL;
    if (n < field->min)
        return "too_short";
    if (field->max > 0 && n > field->max)
        return "too_long";
    return NULL;
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 && text.p[i] != '\t')
            return true;
    return memchr(text.p, 0x7f, text.n) != NULL;
}

static const char *convert_text(const struct field *field, const struct sent *sent, void *member)
{
    struct str text;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.p == NULL)
        return code;
    text = str_trim(text);
    if (text.n > 0 && has_control(text))
        return "malformed";
    *(struct str *)member = text;
    return check_length(field, (int64_t)utf8_length(text));
}

/* Browsers send CRLF, scripts what they like: inside Curio a line ends with LF. */
static struct str unify_line_ends(struct arena *arena, struct str text)
{
    if (memchr(text.p, '\r', text.n) == NULL)
        return text;
    char *to = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\r') {
            to[n++] = '\n';
            if (i + 1 < text.n && text.p[i + 1] == '\n')
                i++;
        } else {
            to[n++] = text.p[i];
        }
    }
    return (struct str){to, n};
}

static const char *convert_longtext(const struct field *field, const struct sent *sent, void *member)
{
    struct str text;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.p == NULL)
        return code;
    if (text.n > 0)
        text = unify_line_ends(sent->arena, text);
    *(struct str *)member = text;
    return check_length(field, (int64_t)utf8_length(text));
}

static const char *convert_secret(const struct field *field, const struct sent *sent, void *member)
{
    struct str text;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.p == NULL)
        return code;
    *(struct str *)member = text;
    return check_length(field, (int64_t)text.n);
}

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A dot-atom of RFC 5322: what mail systems accept without quoting. */
static bool is_mail_local(struct str local)
{
    if (local.n == 0 || local.n > 64 || local.p[0] == '.' || local.p[local.n - 1] == '.')
        return false;
    for (size_t i = 0; i < local.n; i++) {
        char c = local.p[i];
        if (c == '.' && local.p[i - 1] == '.')
            return false;
        if (c == '\0' || (!is_alphanumeric(c) && strchr(".!#$%&'*+/=?^_`{|}~-", c) == NULL))
            return false;
    }
    return true;
}

static bool is_host_label(struct str label)
{
    if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
        return false;
    for (size_t i = 0; i < label.n; i++)
        if (!is_alphanumeric(label.p[i]) && label.p[i] != '-')
            return false;
    return true;
}

static bool is_mail_domain(struct str domain)
{
    size_t labels = 0;
    bool more = true;
    while (more) {
        struct str label;
        more = str_cut(domain, '.', &label, &domain);
        if (!is_host_label(label))
            return false;
        labels++;
    }
    return labels >= 2;
}

static const char *convert_email(const struct field *field, const struct sent *sent, void *member)
{
    struct str text, local, domain;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.p == NULL)
        return code;
    text = str_trim(text);
    *(struct str *)member = text;
    if (text.n == 0)
        return NULL;
    if (text.n > 254 || !str_cut(text, '@', &local, &domain) || !is_mail_local(local) || !is_mail_domain(domain))
        return "not_an_email";
    const struct str parts[] = {local, STR("@"), arena_lower(sent->arena, domain)};
    *(struct str *)member = arena_join(sent->arena, 3, parts);
    return check_length(field, (int64_t)text.n);
}

static const char *convert_int(const struct field *field, const struct sent *sent, void *member)
{
    struct opt_bigint *out = member;
    if (sent->count == 0 || sent->inputs[0]->kind == INPUT_NULL)
        return NULL;
    const struct form_input *input = sent->inputs[0];
    if (sent->count > 1 || input->element)
        return "malformed";
    if (input->kind != INPUT_TEXT && input->kind != INPUT_INTEGER)
        return "not_a_number";
    struct str text = str_trim(input->value);
    if (text.n == 0)
        return NULL;
    if (!str_to_int64(text, &out->v))
        return "not_a_number";
    if (out->v < field->min)
        return "too_small";
    if (field->max != 0 && out->v > field->max)
        return "too_large";
    out->set = true;
    return NULL;
}

static const char *convert_float(const struct field *field, const struct sent *sent, void *member)
{
    struct opt_float *out = member;
    if (sent->count == 0 || sent->inputs[0]->kind == INPUT_NULL)
        return NULL;
    const struct form_input *input = sent->inputs[0];
    if (sent->count > 1 || input->element)
        return "malformed";
    if (input->kind != INPUT_TEXT && input->kind != INPUT_INTEGER && input->kind != INPUT_FRACTION)
        return "not_a_number";
    struct str text = str_trim(input->value);
    if (text.n == 0)
        return NULL;
    if (!str_to_double(text, &out->v))
        return "not_a_number";
    if (field->min != 0 && out->v < (double)field->min)
        return "too_small";
    if (field->max != 0 && out->v > (double)field->max)
        return "too_large";
    out->set = true;
    return NULL;
}

enum { OBJECT_DEPTH = 16 };

static const char *convert_json(const struct field *field, const struct sent *sent, void *member)
{
    struct json_value *value;
    struct json_error error;
    struct str text = STR_NULL;
    if (sent->count == 1 && !sent->inputs[0]->element && sent->inputs[0]->kind == INPUT_OBJECT) {
        text = sent->inputs[0]->value;
    } else {
        const char *code = single_text(sent, &text);
        if (code != NULL || text.n == 0)
            return code != NULL && sent->count == 1 ? "not_an_object" : code;
        if (json_parse(sent->arena, text, OBJECT_DEPTH, true, &value, &error) != JSON_OK ||
            json_kind(value) != JSON_OBJECT)
            return "not_an_object";
    }
    *(struct str *)member = text;
    return check_length(field, (int64_t)text.n);
}

/* A browser sends nothing for an empty box, and pages may put a hidden "false" before it: the last one counts. */
static const char *convert_bool(const struct field *field, const struct sent *sent, void *member)
{
    (void)field;
    if (sent->count == 0)
        return NULL;
    const struct form_input *input = sent->inputs[sent->count - 1];
    if (input->kind == INPUT_NULL)
        return NULL;
    if (input->element || (input->kind != INPUT_TEXT && input->kind != INPUT_BOOL))
        return "malformed";
    struct str v = input->value;
    if (str_eq(v, STR("true")) || str_eq(v, STR("on")) || str_eq(v, STR("1")))
        *(bool *)member = true;
    else if (v.n > 0 && !str_eq(v, STR("false")) && !str_eq(v, STR("off")) && !str_eq(v, STR("0")))
        return "malformed";
    return NULL;
}

static const char *convert_uuid(const struct field *field, const struct sent *sent, void *member)
{
    (void)field;
    struct opt_uuid *out = member;
    struct str text;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.n == 0)
        return code;
    out->set = uuid_parse(str_trim(text), &out->v);
    return out->set ? NULL : "not_a_uuid";
}

static const char *convert_cursor(const struct field *field, const struct sent *sent, void *member)
{
    (void)field;
    struct opt_uuid *out = member;
    struct str text;
    const char *code = single_text(sent, &text);
    if (code != NULL || text.n == 0)
        return code;
    out->set = cursor_decode(sent->arena, text, &out->v);
    return out->set ? NULL : "malformed";
}

/* Left out of a PATCH it stays as it is, and it can't be made empty: there is no default that nobody asked for. */
static const char *convert_choice(const struct field *field, const struct sent *sent, void *member)
{
    struct str text, *out = member;
    const char *code = single_text(sent, &text);
    if (code != NULL)
        return code;
    if (text.n == 0 && field->present == 0) {
        if (!field->required)
            *out = str_of(field->choices[0]);
        return NULL;
    }
    if (sent->count == 0)
        return NULL;
    for (const char *const *choice = field->choices; *choice != NULL; choice++) {
        if (!str_eq(text, str_of(*choice)))
            continue;
        *out = str_of(*choice);
        return NULL;
    }
    return "not_a_choice";
}

enum { TAG_MAX = 40, TAGS_CONSIDERED = 200 };

struct tags {
    struct str *at;
    size_t count, considered;
};

static const char *add_tag(struct arena *arena, struct tags *tags, struct str text, int64_t longest)
{
    struct str tag = str_trim(text);
    if (tag.n == 0)
        return NULL;
    if (++tags->considered > TAGS_CONSIDERED)
        return "too_many";
    if (has_control(tag))
        return "malformed";
    if (utf8_length(tag) > (size_t)longest)
        return "too_long";
    tag = arena_lower(arena, tag);
    for (size_t i = 0; i < tags->count; i++)
        if (str_eq(tags->at[i], tag))
            return NULL;
    tags->at[tags->count++] = tag;
    return NULL;
}

static const char *add_tags(struct arena *arena, struct tags *tags, struct str text, int64_t longest)
{
    struct str part;
    bool more = true;
    const char *code = NULL;
    while (more && code == NULL) {
        more = str_cut(text, ',', &part, &text);
        code = add_tag(arena, tags, part, longest);
    }
    return code;
}

static const char *convert_tags(const struct field *field, const struct sent *sent, void *member)
{
    struct tags tags = {arena_array(sent->arena, TAGS_CONSIDERED, sizeof(struct str)), 0, 0};
    const char *code = NULL;
    for (size_t i = 0; i < sent->count && code == NULL; i++) {
        const struct form_input *input = sent->inputs[i];
        if (input->kind == INPUT_NULL || input->kind == INPUT_EMPTY)
            continue;
        if (input->kind != INPUT_TEXT)
            return "not_text";
        code = add_tags(sent->arena, &tags, input->value, field->longest > 0 ? field->longest : TAG_MAX);
    }
    *(struct list *)member = (struct list){tags.at, tags.count};
    if (code != NULL)
        return code;
    if (field->max > 0 && tags.count > (size_t)field->max)
        return "too_many";
    return tags.count > 0 && (int64_t)tags.count < field->min ? "too_short" : NULL;
}

/* A browser sends a nameless, empty part where no file was picked. */
static const char *convert_file(const struct field *field, const struct sent *sent, void *member)
{
    struct form_file *out = member;
    out->descriptor = -1;
    if (sent->count == 0 || sent->inputs[0]->kind == INPUT_NULL)
        return NULL;
    if (sent->count > 1 || sent->inputs[0]->kind != INPUT_FILE)
        return "malformed";
    const struct form_file *file = &sent->inputs[0]->file;
    if (file->size == 0 && file->name.n == 0)
        return NULL;
    if (file->size < field->min)
        return "too_small";
    if (field->max > 0 && file->size > field->max)
        return "too_large";
    *out = *file;
    return NULL;
}

static const char *convert_files(const struct field *field, const struct sent *sent, void *member)
{
    const struct field each = {.type = FIELD_FILE, .min = 1};
    struct form_file *files = arena_array(sent->arena, sent->count + 1, sizeof *files);
    size_t count = 0;
    for (size_t i = 0; i < sent->count; i++) {
        const struct sent one = {sent->arena, &sent->inputs[i], 1};
        const char *code = convert_file(&each, &one, &files[count]);
        if (code != NULL)
            return code;
        count += files[count].descriptor >= 0;
    }
    *(struct list *)member = (struct list){files, count};
    return field->max > 0 && count > (size_t)field->max ? "too_many" : NULL;
}

static convert_fn *const conversions[] = {
    [FIELD_TEXT] = convert_text,     [FIELD_LONGTEXT] = convert_longtext, [FIELD_SECRET] = convert_secret,
    [FIELD_EMAIL] = convert_email,   [FIELD_INT] = convert_int,           [FIELD_FLOAT] = convert_float,
    [FIELD_JSON] = convert_json,     [FIELD_BOOL] = convert_bool,         [FIELD_UUID] = convert_uuid,
    [FIELD_CHOICE] = convert_choice, [FIELD_TAGS] = convert_tags,         [FIELD_CURSOR] = convert_cursor,
    [FIELD_PLACE] = convert_text,    [FIELD_FILE] = convert_file,         [FIELD_FILES] = convert_files,
};
static_assert(sizeof conversions / sizeof *conversions == FIELD_FILES + 1, "one conversion a field type");

const char *form_convert(const struct field *field, const struct sent *sent, void *member)
{
    return conversions[field->type](field, sent, member);
}
