/* How one source is read: struct market_settings from the inside. */
#ifndef CURIO_MARKET_SETTINGS_H
#define CURIO_MARKET_SETTINGS_H

#include "market/dom.h"
#include "market/read.h"

#include <regex.h>

enum { SETTINGS_PATTERN = 300, SETTINGS_FORMATS = 8 };

struct settings_pattern {
    bool set;
    regex_t regex;
};

/* Where a field stands: selected in an item, of an attribute or the text, cut out by a pattern. */
struct settings_pick {
    struct dom_pick *select;  /* null: the item itself */
    struct str attribute;     /* absent: the text */
    struct settings_pattern pattern;
    struct str join;          /* absent: the first alone */
    struct str value;         /* not absent: this, if anything was selected and the pattern matches */
};

struct settings_field {
    bool is_dates;            /* else: */
    enum found_field field;
    struct settings_pick pick;
};

struct settings_fields {
    struct settings_field *rows;
    size_t count;
};

struct market_settings {
    struct market_found defaults;
    char currency[4];
    struct settings_pattern only, skip;
    struct dom_pick *item, *next; /* null: none */
    struct settings_fields fields, page, detail;
    struct str formats[SETTINGS_FORMATS];
    size_t format_count;
};

/* The first group of the pattern in TEXT, or the whole match; absent where it does not match. Without a pattern: TEXT. */
struct str settings_match(struct arena *, const struct settings_pattern *, struct str text);

#endif
