/* The member names that json_scan met, to find those that stand twice in one object, however they are escaped. */
#ifndef CURIO_CORE_JSON_NAMES_H
#define CURIO_CORE_JSON_NAMES_H

#include "core/json_read.h"

struct json_name {
    size_t object, offset; /* where the object and the name begin */
    struct str raw;        /* between the quotes, valid */
};

struct json_names {
    struct json_name *at; /* freed by the owner */
    size_t count, capacity;
};

void json_names_add(struct json_names *, size_t object, size_t offset, struct str raw);
/* Sorts them. False and *error where a name stands twice or holds NUL. */
bool json_names_check(struct json_names *, struct json_error *error);

/* The code point that "\uXXXX" or a pair of them at the front of S stands for, and how many bytes it takes: 0 where S has no
 * such front or half a pair. */
size_t json_unescape(struct str s, uint32_t *code);

#endif
