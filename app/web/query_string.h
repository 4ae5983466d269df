/* An address's query string with one thing in it changed: what links beside a list lead to. */
#ifndef CURIO_WEB_QUERY_STRING_H
#define CURIO_WEB_QUERY_STRING_H

#include "core/arena.h"

/* QUERY without the fields of WITHOUT (names, NULL at the end) and those that were sent empty, and with NAME=VALUE where VALUE is not empty
 * (NAME may be NULL). */
struct str query_string_with(struct arena *, struct str query, const char *const without[], const char *name, struct str value);
/* PATH?QUERY, or PATH alone. */
struct str address_with(struct arena *, struct str path, struct str query);

#endif
