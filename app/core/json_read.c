#include "core/json_read.h"

#include "core/json_scan.h"

#include <json-c/json.h>
#include <limits.h>
#include <math.h>

/* json_scan has accepted TEXT whole, so json-c only builds the tree: its own strictness, which takes NaN, single quotes
 * and lone surrogates, is not leant on. Its depth counts one more level for scalars. */
static struct json_object *build_tree(struct str text, unsigned depth)
{
    if (text.n > INT_MAX)
        return NULL;
    struct json_tokener *tokener = json_tokener_new_ex((int)depth + 2);
    if (!tokener)
        return NULL;
    struct json_object *tree = json_tokener_parse_ex(tokener, text.p, (int)text.n);
    if (json_tokener_get_error(tokener) == json_tokener_continue)
        tree = json_tokener_parse_ex(tokener, " ", 1); /* a number at the very end is only now known to be over */
    if (json_tokener_get_error(tokener) != json_tokener_success) {
        json_object_put(tree);
        tree = NULL;
    }
    json_tokener_free(tokener);
    return tree;
}

static void put_tree(void *tree)
{
    json_object_put(tree);
}

enum json_result json_parse(struct arena *arena, struct str text, unsigned depth, bool refuse_duplicates,
                            struct json_value **out, struct json_error *error)
{
    struct json_scanned scanned;
    depth = depth > JSON_READ_DEPTH ? JSON_READ_DEPTH : depth;
    *out = NULL;
    if (!json_scan(text, depth, refuse_duplicates, &scanned, error))
        return JSON_INVALID;
    if (scanned.is_null)
        return JSON_OK;
    struct json_object *tree = build_tree(scanned.value, depth);
    if (!tree) {
        *error = (struct json_error){0, "cannot be read"};
        return JSON_INVALID;
    }
    arena_defer(arena, put_tree, tree);
    *out = (struct json_value *)tree;
    return JSON_OK;
}

/* json-c's readers take no const pointers. */
static struct json_object *tree_of(const struct json_value *value)
{
    union { const struct json_value *value; struct json_object *tree; } same = {.value = value};
    return same.tree;
}

enum json_kind json_kind(const struct json_value *value)
{
    switch (json_object_get_type(tree_of(value))) {
    case json_type_boolean: return JSON_BOOL;
    case json_type_double:
    case json_type_int: return JSON_NUMBER;
    case json_type_string: return JSON_STRING;
    case json_type_array: return JSON_ARRAY;
    case json_type_object: return JSON_OBJECT;
    case json_type_null: break;
    }
    return JSON_NULL;
}

struct json_value *json_member(const struct json_value *object, struct str name)
{
    if (json_kind(object) != JSON_OBJECT)
        return NULL;
    json_object_object_foreach(tree_of(object), key, value) {
        if (str_eq(str_of(key), name))
            return (struct json_value *)value;
    }
    return NULL;
}

size_t json_length(const struct json_value *array)
{
    return json_kind(array) == JSON_ARRAY ? json_object_array_length(tree_of(array)) : 0;
}

struct json_value *json_at(const struct json_value *array, size_t index)
{
    return index < json_length(array) ? (struct json_value *)json_object_array_get_idx(tree_of(array), index) : NULL;
}

void json_each(const struct json_value *object, void (*each)(void *with, struct str name, struct json_value *), void *with)
{
    if (json_kind(object) != JSON_OBJECT)
        return;
    json_object_object_foreach(tree_of(object), key, value) {
        each(with, str_of(key), (struct json_value *)value);
    }
}

bool json_as_text(const struct json_value *value, struct str *out)
{
    if (json_kind(value) != JSON_STRING)
        return false;
    struct str text = {json_object_get_string(tree_of(value)), (size_t)json_object_get_string_len(tree_of(value))};
    if (memchr(text.p, '\0', text.n))
        return false;
    *out = text;
    return true;
}

bool json_as_uuid(const struct json_value *value, struct uuid *out)
{
    struct str text;
    return json_as_text(value, &text) && uuid_parse(text, out);
}

bool json_as_int64(const struct json_value *value, int64_t *out)
{
    if (json_object_get_type(tree_of(value)) != json_type_int)
        return false;
    *out = json_object_get_int64(tree_of(value)); /* exact: json_scan let nothing larger through */
    return true;
}

bool json_as_double(const struct json_value *value, double *out)
{
    if (json_kind(value) != JSON_NUMBER || !isfinite(json_object_get_double(tree_of(value))))
        return false;
    *out = json_object_get_double(tree_of(value));
    return true;
}

bool json_as_bool(const struct json_value *value, bool *out)
{
    if (json_kind(value) != JSON_BOOL)
        return false;
    *out = json_object_get_boolean(tree_of(value));
    return true;
}

struct str json_text_of(struct arena *arena, const struct json_value *value)
{
    return arena_str(arena, str_of(json_object_to_json_string_ext(tree_of(value), JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
}
