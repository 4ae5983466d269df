/* Reading what sources say: bytes in, markets and refusals out, whatever the bytes. No database, no network, no file. */
#ifndef CURIO_MARKET_READ_H
#define CURIO_MARKET_READ_H

#include "market/found.h"

enum market_source_kind {
    MARKET_PAGE,      /* a web page: JSON-LD, else microdata, else h-event */
    MARKET_JSON_LD,   /* in a page, or bare */
    MARKET_MICRODATA,
    MARKET_H_EVENT,
    MARKET_ICS,
    MARKET_GEOJSON,
    MARKET_LIST,      /* a web page, by the selectors of the settings */
    MARKET_SOURCE_KIND_COUNT
};

enum {
    MARKET_READ_BYTES = 16 << 20, /* of a source; an HTML page has 8 MiB */
    MARKET_READ_MARKETS = 10000,  /* of a source */
    MARKET_READ_DATES = 2000,     /* of a market; extras of a rule as well */
    MARKET_READ_RULES = 32,
    MARKET_READ_REFUSALS = 500,   /* kept; more are counted */
    MARKET_READ_MEMORY = 256 << 20, /* what the arena should be able to hold */
    MARKET_YEAR_LEAST = 1990,     /* of dates */
    MARKET_YEAR_MOST = 2100
};

/* How a source is read: what its operator configured. market_settings_read makes one from JSON. */
struct market_settings;

struct market_input {
    struct str bytes;
    enum market_source_kind kind;
    struct str base;          /* the page's address, for relative links; may be absent */
    struct str content_type;  /* of the HTTP answer; may be absent */
    const struct market_settings *settings; /* may be NULL for every kind but MARKET_LIST */
    struct wall today;        /* where the market is: for dates without a year */
};

enum market_refusal_kind {
    MARKET_TOO_LARGE, MARKET_TOO_DEEP, MARKET_TOO_MANY, MARKET_NOT_THIS_KIND, MARKET_SYNTAX, MARKET_NO_NAME, MARKET_NO_DATE, MARKET_BAD_DATE,
    MARKET_BAD_RULE, MARKET_BAD_ZONE, MARKET_BAD_COORDINATES, MARKET_BAD_URL, MARKET_BAD_VALUE, MARKET_CUT_TEXT, MARKET_BAD_HOURS, MARKET_UNSUPPORTED,
    MARKET_ONLINE,   /* it is held nowhere */
    MARKET_REPAIRED, /* read all the same: what was broken had one meaning */
    MARKET_REFUSAL_KIND_COUNT
};
/* What is lost by it. */
enum market_refusal_scope { MARKET_LOST_NOTHING, MARKET_LOST_FIELD, MARKET_LOST_DATE, MARKET_LOST_MARKET, MARKET_LOST_PART, MARKET_LOST_ALL, MARKET_REFUSAL_SCOPE_COUNT };

struct market_refusal {
    enum market_refusal_kind kind;
    enum market_refusal_scope scope;
    struct str where;  /* "line 12", "$['@graph'][3].startDate" */
    struct str what;   /* the text that is meant, cut; or more words */
};

struct market_reading {
    const struct market_found *markets;
    size_t market_count;
    const struct market_refusal *refusals;
    size_t refusal_count, refusals_dropped;
    bool whole;        /* nothing of scope PART or ALL: what is not here is not there. Only then may vanishing mean something */
    struct str title;  /* of the calendar or page */
    struct str credit, credit_url; /* who must be named (metadata.data_source) */
    struct str next;   /* the next page of a list, absolute */
};

const char *market_source_kind_name(enum market_source_kind); /* "page", "json-ld", "microdata", "h-event", "ics", "geojson", "list" */
bool market_source_kind_of(struct str name, enum market_source_kind *);
/* By content type, then the file's name, then the first bytes; MARKET_PAGE where nothing says more. */
enum market_source_kind market_source_kind_guess(struct str bytes, struct str content_type, struct str name);
const char *market_refusal_kind_name(enum market_refusal_kind); /* "too_large" */
const char *market_refusal_scope_name(enum market_refusal_scope); /* "market" */

void market_read(struct arena *, const struct market_input *, struct market_reading *);
/* A detail page: what BASE does not speak of is taken from the one market that the page has; dates where BASE has none. False when it has no
 * such, or several. */
bool market_read_detail(struct arena *, const struct market_input *, struct market_found *base, struct market_reading *);

/* Settings from the JSON of docs/markets-import.md; false says why, and where in it. Empty or absent text: the defaults. */
__attribute__((warn_unused_result)) bool market_settings_read(struct arena *, struct str json, const struct market_settings **, struct str *why);

#endif
