/* fuzz: core. The JSON reader and writer: what is read and written again says the same, and json-c agrees with our own pass. */
#include "core/json_read.h"
#include "core/json_write.h"

enum { MEMORY = 64 << 20, DEPTH = JSON_WRITE_DEPTH - 1, OUTPUT_MOST = 1 << 24 };

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void write_value(struct json *json, const struct json_value *value);

static void write_member(void *with, struct str name, struct json_value *value)
{
    json_key(with, name);
    write_value(with, value);
}

static void write_scalar(struct json *json, const struct json_value *value)
{
    int64_t whole;
    double real;
    struct str text;
    bool yes;
    if (json_as_int64(value, &whole))
        json_int64(json, whole);
    else if (json_as_double(value, &real))
        json_double(json, real);
    else if (json_as_text(value, &text))
        json_text(json, text);
    else if (json_as_bool(value, &yes))
        json_bool(json, yes);
    else /* null, an infinite number, text with NUL */
        json_null(json);
}

static void write_value(struct json *json, const struct json_value *value)
{
    switch (json_kind(value)) {
    case JSON_ARRAY:
        json_array_open(json);
        for (size_t i = 0; i < json_length(value); i++)
            write_value(json, json_at(value, i));
        json_array_close(json);
        break;
    case JSON_OBJECT:
        json_object_open(json);
        json_each(value, write_member, json);
        json_object_close(json);
        break;
    case JSON_NULL:
    case JSON_BOOL:
    case JSON_NUMBER:
    case JSON_STRING: write_scalar(json, value); break;
    }
}

static struct str written(struct arena *arena, const struct json_value *value)
{
    struct buf out;
    struct json json;
    buf_init(&out, OUTPUT_MOST);
    json_begin(&json, &out);
    write_value(&json, value);
    demand(json_end(&json));
    struct str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_value *value, *again;
    struct json_error error;
    if (size > 1 << 16)
        return 0;
    struct arena *arena = arena_new(MEMORY);
    struct str text = {(const char *)data, size};
    if (json_parse(arena, text, DEPTH, true, &value, &error) == JSON_OK) {
        struct str once = written(arena, value);
        demand(json_parse(arena, once, DEPTH, true, &again, &error) == JSON_OK);
        demand(str_eq(once, written(arena, again)));
    } else {
        demand(error.offset <= size);
        demand(!str_eq(str_of(error.reason), STR("cannot be read"))); /* json-c refuses what our pass took */
        enum json_result lax = json_parse(arena, text, DEPTH, false, &value, &error);
        demand(lax == JSON_OK || value == NULL);
    }
    arena_free(arena);
    return 0;
}
