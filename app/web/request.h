/* One request as a handler sees it: only validated, typed input. */
#ifndef CURIO_WEB_REQUEST_H
#define CURIO_WEB_REQUEST_H

#include "account/session.h"
#include "core/arena.h"
#include "core/config.h"
#include "store/blob.h"
#include "store/cache.h"
#include "store/db.h"
#include "web/form.h"

struct incoming;
struct route;

enum method { GET, POST, PUT, PATCH, DELETE, METHOD_COUNT };

enum { REQUEST_ARGUMENTS = 4 };

struct request {
    struct arena *arena;
    struct db *db;
    struct cache *cache;
    struct blob_store *blobs;
    const struct config *config;
    const struct route *route;
    enum method method;
    bool head;       /* HEAD: as GET, without the body */
    bool bearer;     /* the viewer came by an Authorization header, which no foreign site can make a browser send */
    bool page;       /* a browser's page (HTML) rather than the API (JSON) */
    struct str id;   /* X-Request-Id */
    struct str path; /* as sent, decoded, without the query */
    struct str query;
    struct str address;     /* the client's, as nginx saw it; IPv6 cut to its /64 for limits by address_key */
    struct str address_key;
    struct str user_agent;
    /* The token that forms on this page must carry in a field named csrf, scripts that lean on the cookie in an
     * X-CSRF-Token header. Empty on pages that anonymous readers share (CACHE_BRIEF): those hold no forms that post. */
    struct str csrf;
    struct identity viewer;
    bool language_given; /* asked for in the address or by the cookie: wins over what the viewer's profile says */
    bool language_known; /* that, or the browser names one that is spoken here; else the site's own is spoken */
    struct str arguments[REQUEST_ARGUMENTS]; /* the route's {parts} in order */
    struct form_file raw;                    /* the body of a route with a media type of its own; no descriptor: it was empty */
    const void *form;                        /* struct of route->form, filled and valid; NULL without one */
    struct form_state *form_state;
    int64_t started_us;
    const struct incoming *incoming; /* for request_header and request_cookie */
};

bool request_may(const struct request *, unsigned permission);
/* A cookie's value or STR_NULL. */
struct str request_cookie(const struct request *, struct str name);
/* Any other request header by its CGI name ("HTTP_IF_MATCH"), or STR_NULL. Empty counts as absent. */
struct str request_header(const struct request *, const char *cgi_name);

#endif
