/* Reading pages of a source as a guest should: by robots.txt (RFC 9309), one connection a site over all hosts that run us, with a pause between
 * requests that follows how the site answers, and not what we have already. */
#ifndef CURIO_MARKET_IMPORT_VISIT_H
#define CURIO_MARKET_IMPORT_VISIT_H

#include "core/config.h"
#include "store/db.h"

enum visit_result {
    VISIT_READ,    /* the page is there */
    VISIT_WAIT,    /* not before visitor->wait_ms: come again */
    VISIT_ROBOTS,  /* the site does not want it read */
    VISIT_GONE,    /* 404 or 410 */
    VISIT_FAILED,  /* anything else, and visitor->why says what */
    VISIT_DATABASE
};

enum { VISIT_REDIRECTS = 5, VISIT_TRIES = 3, VISIT_DELAY_MOST_MS = 60000 };

struct visitor {
    struct db *db;
    struct arena *arena; /* of what is answered */
    const struct config *config;
    struct uuid source, run;
    int64_t delay_ms;    /* the source's own politeness */
    int64_t patience_ms; /* longer than that nobody waits here */
    int64_t requests;    /* made */
    int64_t wait_ms;
    struct str why;
};

struct visit_page {
    struct str url; /* that answered, for relative links */
    struct str body, content_type;
};

/* Outside a transaction. A page that this run has read before comes from the database. */
enum visit_result visit(struct visitor *, struct str url, struct visit_page *) DB_CHECKED;
/* What the next pause is: it follows how long the site takes, and no failure makes it shorter. LEAST: what politeness asks for. */
int64_t visit_delay_ms(int64_t before, int64_t latency_ms, int64_t least, bool answered);

#endif
