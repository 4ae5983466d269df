/* All that a source says now: its pages, one after the other, made into markets. */
#ifndef CURIO_MARKET_IMPORT_GATHER_H
#define CURIO_MARKET_IMPORT_GATHER_H

#include "core/json_write.h"
#include "market/import/visit.h"
#include "market/read.h"
#include "queries/market.h"

enum { GATHER_PROBLEMS = 200, GATHER_WORDS = 300 };

struct gathered {
    const struct market_found **markets;
    size_t count, capacity;
    bool whole;        /* what is not here is not there */
    bool any;          /* a page was read at all */
    bool robots;       /* the site does not want the first of them read */
    int64_t refused;   /* markets that were there and can't be taken */
    size_t problem_count;
    struct buf *problems; /* JSON objects with commas between them, without the brackets */
    struct str credit, credit_url;
};

void gather_begin(struct arena *, struct gathered *);
/* WHAT is cut; the scope is that of market_refusal_scope_name, "all" for the whole reading. */
void gather_problem(struct gathered *, const char *kind, const char *scope, struct str where, struct str what);
/* One file or page; adds its markets and refusals. NEXT and details are the caller's. */
void gather_bytes(struct arena *, const struct market_input *, struct gathered *, struct market_reading *);

/* From the network. VISIT_WAIT and VISIT_DATABASE: not yet; else it is done, whatever came of it. UNTIL_US: of the monotonic clock, when to stop
 * and come again. */
enum visit_result gather(struct visitor *, const struct market_source_reading_row *, const struct market_settings *, struct wall today, int64_t until_us,
                         struct gathered *) DB_CHECKED;

#endif
