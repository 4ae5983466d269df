/* How one source is read: struct market_settings from the inside. */
#ifndef CURIO_MARKET_SETTINGS_H
#define CURIO_MARKET_SETTINGS_H

#include "market/dom.h"
#include "market/pattern.h"
#include "market/read.h"

enum { SETTINGS_FORMATS = 8 };

/* Where a field stands: selected in an item, of an attribute or the text, cut out by a pattern. */
struct settings_pick {
    struct dom_pick *select;  /* null: the item itself */
    struct str attribute;     /* absent: the text */
    struct pattern *pattern;   /* null: none */
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
    struct pattern *only, *skip; /* null: none */
    struct dom_pick *item, *next; /* null: none */
    struct settings_fields fields, page, detail;
    struct str formats[SETTINGS_FORMATS];
    size_t format_count;
};

#endif
