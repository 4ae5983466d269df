/* What the readers of all kinds of sources share: the list of what was found, the list of what was not, and the rules for both. */
#ifndef CURIO_MARKET_READER_H
#define CURIO_MARKET_READER_H

#include "market/read.h"

struct reader_slot; /* external id → market */

struct reader {
    struct arena *arena;
    const struct market_input *input;
    struct str base;            /* of relative addresses: the input's, or what the page says */
    struct str text;            /* the input as UTF-8 without NUL */
    struct market_found *markets;
    size_t market_count, date_count; /* dates: of all markets together */
    struct market_refusal *refusals;
    size_t refusal_count, refusals_dropped;
    struct reader_slot *slots;
    size_t slot_count;
    bool lost;                  /* something of scope PART or ALL */
    struct str title, credit, credit_url, next;
};

enum { READER_DATES = 100000 };

/* A market that is being read. */
struct draft {
    struct reader *reader;
    struct market_found found;
    struct found_date *dates;
    struct found_rule *rules;
    bool full;    /* no more dates fit, which was said */
    bool refused; /* a refusal of scope MARKET was made: reader_keep leaves it out */
};

void reader_refuse(struct reader *, enum market_refusal_kind, enum market_refusal_scope, struct str where, struct str what);
struct draft draft_new(struct reader *, struct str where);
void draft_refuse(struct draft *, enum market_refusal_kind, enum market_refusal_scope, struct str what);
/* found_set, and a refusal where it does not fit. */
void draft_set(struct draft *, enum found_field, struct str text);
/* The same for text that may hold HTML. */
void draft_set_markup(struct draft *, enum found_field, struct str text);
/* Sets a field that is absent yet or empty. */
void draft_fill(struct draft *, enum found_field, struct str text);
bool draft_has(const struct draft *, enum found_field);
void draft_coordinates(struct draft *, struct str latitude, struct str longitude);
/* A time, or a refusal (that loses a SCOPE) and false. Empty or absent text is false without one. */
bool draft_time(struct draft *, struct str text, enum market_refusal_scope, struct found_time *);
/* Several, separated by commas. */
size_t draft_times(struct draft *, struct str text, const struct found_time **);
/* Checks (a start that is before MARKET_YEAR_LEAST or an end before the start is refused) and keeps it. */
void draft_date(struct draft *, struct found_date);
void draft_rule(struct draft *, struct found_rule);
/* Ends the draft: into the list, joined with the market of the same external id, or refused. */
void reader_keep(struct draft *);
/* Whether one more market may be kept; else that is refused, once. */
bool reader_has_room(struct reader *);

/* The readers, one a kind. */
void read_json_ld(struct reader *, struct str text, size_t first_line); /* bare, or of one script */
void read_page(struct reader *, enum market_source_kind);               /* page, JSON-LD, microdata or h-event */
void read_ics(struct reader *);
void read_geojson(struct reader *);
void read_list(struct reader *);
/* A page's fields by the settings' detail_fields, into DRAFT. */
void read_list_detail(struct draft *);

#endif
