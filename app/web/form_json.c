#include "web/form_json.h"

#include <string.h>

enum { FORM_JSON_DEPTH = 16 };

struct reading {
    struct form_inputs *into;
    bool too_many;
};

static struct form_input scalar(struct arena *arena, struct str name, const struct json_value *value)
{
    struct form_input input = {.name = name, .kind = INPUT_OTHER};
    int64_t number;
    bool flag;
    double fraction;
    if (json_kind(value) == JSON_NULL) {
        input.kind = INPUT_NULL;
    } else if (json_as_text(value, &input.value)) {
        input.kind = input.value.n > 0 && memchr(input.value.p, '\0', input.value.n) != NULL ? INPUT_OTHER : INPUT_TEXT;
    } else if (json_as_int64(value, &number)) {
        input.kind = INPUT_INTEGER;
        input.value = arena_printf(arena, "%lld", (long long)number);
    } else if (json_as_bool(value, &flag)) {
        input.kind = INPUT_BOOL;
        input.value = flag ? STR("true") : STR("false");
    } else if (json_as_double(value, &fraction)) {
        char text[STR_DOUBLE];
        input.kind = INPUT_FRACTION;
        input.value = arena_str(arena, str_from_double(fraction, text));
    } else if (json_kind(value) == JSON_OBJECT) {
        input.kind = INPUT_OBJECT;
        input.value = json_text_of(arena, value);
    }
    return input;
}

static void add(struct reading *reading, const struct form_input *input)
{
    if (!form_inputs_add(reading->into, input))
        reading->too_many = true;
}

static void read_member(void *with, struct str name, struct json_value *value)
{
    struct reading *reading = with;
    if (json_kind(value) != JSON_ARRAY) {
        struct form_input input = scalar(reading->into->arena, name, value);
        add(reading, &input);
        return;
    }
    size_t length = json_length(value);
    if (length == 0)
        add(reading, &(struct form_input){.name = name, .kind = INPUT_EMPTY, .element = true});
    for (size_t i = 0; i < length && !reading->too_many; i++) {
        struct form_input input = scalar(reading->into->arena, name, json_at(value, i));
        if (input.kind == INPUT_NULL)
            input.kind = INPUT_OTHER;
        input.element = true;
        add(reading, &input);
    }
}

enum input_result form_json_parse(struct str text, struct form_inputs *into, struct json_error *error)
{
    struct json_value *value;
    if (json_parse(into->arena, text, FORM_JSON_DEPTH, true, &value, error) != JSON_OK)
        return INPUT_MALFORMED;
    if (json_kind(value) != JSON_OBJECT) {
        *error = (struct json_error){0, "an object was expected"};
        return INPUT_MALFORMED;
    }
    struct reading reading = {.into = into};
    json_each(value, read_member, &reading);
    return reading.too_many ? INPUT_TOO_MANY : INPUT_READ;
}
