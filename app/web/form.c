#include "web/form.h"

#include <assert.h>
#include <string.h>

#include "core/text.h"
#include "web/form_convert.h"

enum { SPARE_ERRORS = 8 }; /* besides one a field: unknown names, and what handlers find */

struct str form_value(const struct form_state *state, struct str field)
{
    for (size_t i = 0; state != NULL && i < state->value_count; i++)
        if (str_eq(state->values[i].name, field))
            return state->values[i].value;
    return STR("");
}

struct str form_error_text(const struct form_state *state, struct str field)
{
    for (size_t i = 0; state != NULL && i < state->error_count; i++)
        if (str_eq(state->errors[i].field, field))
            return state->errors[i].message;
    return STR_NULL;
}

static size_t error_capacity(const struct form_state *state)
{
    return (state->form == NULL ? 0 : state->form->count) + SPARE_ERRORS;
}

struct form_state *form_state_new(struct arena *arena, const struct form *form)
{
    struct form_state *state = ARENA_NEW(arena, struct form_state);
    state->form = form;
    state->errors = arena_array(arena, error_capacity(state), sizeof *state->errors);
    return state;
}

static void fail(struct form_state *state, struct str field, const char *code, struct str message)
{
    if (state->error_count == error_capacity(state))
        return;
    state->errors[state->error_count++] = (struct field_error){field, code, message};
}

void form_fail(struct arena *arena, struct form_state *state, const char *field, const char *code, const char *message)
{
    fail(state, arena_str(arena, str_of(field)), code, arena_str(arena, str_of(message)));
}

/* The sentence for a code where it needs no number. */
static const struct {
    const char *code, *message;
} messages[] = {
    {"required", N_("Please fill this in.")},
    {"not_a_number", N_("This has to be a whole number.")},
    {"not_an_object", N_("This has to be a JSON object.")},
    {"not_text", N_("This has to be text.")},
    {"not_an_email", N_("This does not look like an e-mail address.")},
    {"not_a_uuid", N_("This is not an id.")},
    {"not_a_choice", N_("Please choose one of the options.")},
    {"malformed", N_("This can't be read as it was sent.")},
};

static struct str bound_message(struct arena *arena, const struct field *field, const char *code)
{
    long long min = field->min, max = field->max;
    if (strcmp(code, "too_short") == 0)
        return arena_printf(arena, ngettext_("At least %lld character, please.", "At least %lld characters, please.", min), min);
    if (strcmp(code, "too_long") == 0 && max > 0 && field->type != FIELD_TAGS)
        return arena_printf(arena, ngettext_("At most %lld character, please.", "At most %lld characters, please.", max), max);
    if (strcmp(code, "too_small") == 0 && (field->type == FIELD_FILE || field->type == FIELD_FILES) && min <= 1)
        return str_of(_("This file is empty."));
    if (strcmp(code, "too_small") == 0)
        return arena_printf(arena, _("At least %lld, please."), min);
    if (strcmp(code, "too_large") == 0)
        return arena_printf(arena, _("At most %lld, please."), max);
    if (strcmp(code, "too_many") == 0 && max > 0)
        return arena_printf(arena, ngettext_("At most %lld, please.", "At most %lld, please.", max), max);
    return str_of(_("This is too long."));
}

static struct str message_of(struct arena *arena, const struct field *field, const char *code)
{
    if (field->type == FIELD_FLOAT && strcmp(code, "not_a_number") == 0)
        return str_of(_("This has to be a number, such as 12.5."));
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (strcmp(messages[i].code, code) == 0)
            return str_of(gettext(messages[i].message));
    return bound_message(arena, field, code);
}

static void collect(struct arena *arena, const struct form_inputs *inputs, struct str name, struct sent *out)
{
    const struct form_input **found = arena_array(arena, inputs->count + 1, sizeof(struct form_input *));
    size_t count = 0;
    for (size_t i = 0; i < inputs->count; i++)
        if (str_eq(inputs->at[i].name, name))
            found[count++] = &inputs->at[i];
    *out = (struct sent){arena, found, count};
}

/* In a PATCH null empties a field (RFC 7396), as sending it empty does. */
static void empty_by_null(const struct field *field, struct sent *sent)
{
    static const struct form_input emptied = {.kind = INPUT_TEXT, .value = {"", 0}};
    static const struct form_input *const one[] = {&emptied};
    if (field->present != 0 && sent->count == 1 && sent->inputs[0]->kind == INPUT_NULL)
        sent->inputs = one;
}

/* Values that came several times or as a JSON array are shown again as one comma separated text. */
static struct str shown_value(struct arena *arena, const struct sent *sent)
{
    struct str *parts = arena_array(arena, 2 * sent->count, sizeof *parts);
    size_t count = 0;
    for (size_t i = 0; i < sent->count; i++) {
        enum input_kind kind = sent->inputs[i]->kind;
        if (kind != INPUT_TEXT && kind != INPUT_INTEGER && kind != INPUT_BOOL && kind != INPUT_FRACTION && kind != INPUT_OBJECT)
            continue;
        if (count > 0)
            parts[count++] = STR(", ");
        parts[count++] = sent->inputs[i]->value;
    }
    return arena_join(arena, count, parts);
}

static bool member_is_empty(const struct field *field, const void *member)
{
    switch (field->type) {
    case FIELD_INT: return !((const struct opt_bigint *)member)->set;
    case FIELD_FLOAT: return !((const struct opt_float *)member)->set;
    case FIELD_UUID:
    case FIELD_CURSOR: return !((const struct opt_uuid *)member)->set;
    case FIELD_FILES:
    case FIELD_TAGS: return ((const struct list *)member)->count == 0;
    case FIELD_FILE: return ((const struct form_file *)member)->descriptor < 0;
    case FIELD_BOOL: return !*(const bool *)member;
    case FIELD_TEXT:
    case FIELD_LONGTEXT:
    case FIELD_SECRET:
    case FIELD_EMAIL:
    case FIELD_PLACE:
    case FIELD_JSON:
    case FIELD_CHOICE: break;
    }
    return ((const struct str *)member)->n == 0;
}

static void fill_field(struct arena *arena, const struct field *field, const struct form_inputs *inputs,
                       struct form_state *state, unsigned char *out)
{
    struct str name = str_of(field->name);
    struct sent sent;
    collect(arena, inputs, name, &sent);
    empty_by_null(field, &sent);
    if (field->present != 0)
        *(bool *)(void *)(out + field->present) = sent.count > 0;
    if (field->type != FIELD_SECRET && field->type != FIELD_FILE && field->type != FIELD_FILES && sent.count > 0)
        state->values[state->value_count++] = (struct form_value){name, shown_value(arena, &sent)};
    void *member = out + field->offset;
    const char *code = form_convert(field, &sent, member);
    /* "Fill this in" is the plainer answer to an empty field, even where a minimum is missed as well. */
    if (field->required && (code == NULL || strcmp(code, "too_short") == 0) && member_is_empty(field, member))
        code = "required";
    if (code != NULL)
        fail(state, name, code, message_of(arena, field, code));
}

static bool form_has(const struct form *form, struct str name)
{
    for (size_t i = 0; i < form->count; i++)
        if (str_eq(str_of(form->fields[i].name), name))
            return true;
    return false;
}

static bool came_before(const struct form_inputs *inputs, size_t until)
{
    for (size_t i = 0; i < until; i++)
        if (str_eq(inputs->at[i].name, inputs->at[until].name))
            return true;
    return false;
}

static void refuse_unknown(const struct form *form, const struct form_inputs *inputs, struct form_state *state)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (!form_has(form, inputs->at[i].name) && !came_before(inputs, i))
            fail(state, inputs->at[i].name, "unknown_field", str_of(_("There is no such field.")));
}

void *form_fill(struct arena *arena, const struct form *form, const struct form_inputs *inputs, bool strict,
                struct form_state *state)
{
    assert(state->form == form);
    unsigned char *out = arena_alloc(arena, form->size);
    state->values = arena_array(arena, form->count + 1, sizeof *state->values);
    state->value_count = 0;
    for (size_t i = 0; i < form->count; i++)
        fill_field(arena, &form->fields[i], inputs, state, out);
    if (strict)
        refuse_unknown(form, inputs, state);
    return state->error_count == 0 ? out : NULL;
}
