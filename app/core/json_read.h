/* RFC 8259 strictly: our own lexical pass (UTF-8, grammar, number lexemes, surrogate pairs, depth, duplicate names),
 * then json-c for the tree. */
#ifndef CURIO_CORE_JSON_READ_H
#define CURIO_CORE_JSON_READ_H

#include "core/arena.h"
#include "core/uuid.h"

struct json_value; /* one of json-c's; lives as long as the arena */

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_error {
    size_t offset; /* byte offset of what is wrong */
    const char *reason;
};

/* A value costs some hundred bytes in the tree, whatever it cost in the text: more of them are refused. */
enum { JSON_READ_DEPTH = 512, JSON_READ_VALUES = 100000 };

enum json_result { JSON_OK, JSON_INVALID };
/* DEPTH at most JSON_READ_DEPTH. A whole number that int64 cannot hold is invalid. Where REFUSE_DUPLICATES, so are names
 * that stand twice in an object, escaped or not, and names with NUL, which json-c would cut there; else the last one wins. */
enum json_result json_parse(struct arena *, struct str text, unsigned depth, bool refuse_duplicates,
                            struct json_value **out, struct json_error *) __attribute__((warn_unused_result));
enum json_kind json_kind(const struct json_value *); /* NULL is JSON_NULL */
struct json_value *json_member(const struct json_value *object, struct str name); /* NULL when absent */
size_t json_length(const struct json_value *array);
struct json_value *json_at(const struct json_value *array, size_t index);
/* Calls EACH for every member in order. */
void json_each(const struct json_value *object, void (*each)(void *with, struct str name, struct json_value *), void *with);
/* False where the kind or the range does not fit. An integer is exact: 1e3 and 1.0 are not integers. Text with NUL does not
 * leave here; an infinite double (1e999) neither. */
bool json_as_text(const struct json_value *, struct str *out);
bool json_as_uuid(const struct json_value *, struct uuid *out);
bool json_as_int64(const struct json_value *, int64_t *out);
bool json_as_double(const struct json_value *, double *out);
bool json_as_bool(const struct json_value *, bool *out);
/* The value as JSON text that reads back the same. */
struct str json_text_of(struct arena *, const struct json_value *);

#endif
