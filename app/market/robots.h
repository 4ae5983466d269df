/* RFC 9309: what a site lets robots read. Pure. */
#ifndef CURIO_MARKET_ROBOTS_H
#define CURIO_MARKET_ROBOTS_H

#include "core/arena.h"

enum { ROBOTS_BYTES = 500 * 1024, ROBOTS_RULES_MOST = 20000 }; /* what is looked at; the rest of a longer file is not */

struct robots_rule {
    struct str pattern; /* as robots_normal makes it: '*' and a '$' at the end mean what they mean, others are encoded */
    bool allow;
};

/* Of one robot: the groups that name it, put together; else those of '*'. */
struct robots {
    const struct robots_rule *rules;
    size_t count;
    bool named;       /* a group names this robot */
    int64_t delay_ms; /* Crawl-delay, which the RFC does not know but which is only polite; -1: none */
};

/* AGENT: the product token, such as "Curio". Any bytes are a robots.txt. */
void robots_parse(struct arena *, struct str bytes, struct str agent, struct robots *);
/* TARGET: path and query of the address, at most 8 KiB of which are looked at. The longest rule that matches decides, an Allow among equals. */
bool robots_allows(struct arena *, const struct robots *, struct str target);

#endif
