/* One request to a site elsewhere, which may be anybody's: bounded in size, time and in whom it reaches. */
#ifndef CURIO_MARKET_IMPORT_HTTP_H
#define CURIO_MARKET_IMPORT_HTTP_H

#include "core/arena.h"
#include "core/timestamp.h"

enum http_result {
    HTTP_ANSWERED,  /* whatever the status says */
    HTTP_AWAY,      /* no name, no connection, broken off, bad TLS */
    HTTP_SLOW,      /* no whole answer in time */
    HTTP_TOO_LARGE, /* after decompression; with http_request.cut what came until then is there */
    HTTP_PRIVATE,   /* it leads to an address that is not public */
    HTTP_BAD_URL    /* not http or https, or no address at all */
};

struct http_request {
    struct str url;
    struct str agent;           /* User-Agent */
    struct str accept;          /* media types; absent: any */
    struct str etag, last_modified; /* what we have; absent or empty: nothing */
    size_t bytes_most;
    int64_t ms_most;            /* of the whole exchange */
    bool cut;                   /* what is too large is cut instead */
    bool private_too;           /* import_private_addresses */
};

struct http_answer {
    long status;
    struct str body;            /* decompressed */
    struct str content_type, etag, last_modified, location; /* empty where there is none; LOCATION is absolute */
    int64_t retry_after_ms;     /* -1: none */
    int64_t latency_ms;         /* until the first byte came */
    struct str why;             /* of what is not HTTP_ANSWERED */
};

/* Follows no redirect and keeps no cookie, takes no proxy from the environment. */
enum http_result http_get(struct arena *, const struct http_request *, struct http_answer *) __attribute__((warn_unused_result));
/* "https://example.org:8443", default ports left out, and "/path?query"; false: not http or https, or it names a user. */
bool http_split(struct arena *, struct str url, struct str *origin, struct str *target) __attribute__((warn_unused_result));
/* Seconds or an HTTP date as of NOW; -1: neither. */
int64_t http_retry_after_ms(struct str, struct timestamp now);

#endif
