/* One row a route. Who may call it, what it takes, how often, how it is cached and what it says are columns, checked by the
 * dispatcher before the handler runs. */
#ifndef CURIO_WEB_ROUTE_H
#define CURIO_WEB_ROUTE_H

#include "account/permission.h"
#include "web/request.h"
#include "web/response.h"

enum mount {
    ON_BOTH, /* /api/v1/PATH answers JSON, /PATH answers a page */
    ON_API,
    ON_PAGE,
    ON_ROOT /* at PATH itself, answering what the handler makes: /health, /robots.txt, /manifest.webmanifest */
};

enum limit { LIMIT_READ, LIMIT_WRITE, LIMIT_UPLOAD, LIMIT_AUTH, LIMIT_NONE, LIMIT_COUNT };

enum caching {
    CACHE_PRIVATE, /* no-store for the signed-in, no-cache otherwise; ETag either way */
    CACHE_BRIEF,   /* anonymous readers share it for microcache_seconds in nginx */
    CACHE_NEVER    /* no-store */
};

enum answer {
    ANSWER_ONE,  /* the row itself */
    ANSWER_LIST, /* {"data": […], "next": …} */
    ANSWER_NONE, /* 204, or a redirect on a page */
    ANSWER_RAW   /* the handler writes rs->body and rs->content_type */
};

typedef enum status handler_fn(struct request *, struct response *);
/* Renders rs (the result, or the failed form with rq->form_state) into rs->body. */
typedef void page_fn(struct request *, struct response *);

/* Adds headers to what OPTIONS answers at the route's address. */
typedef void offer_fn(const struct config *, struct response *);

struct route {
    enum method method;
    const char *path; /* "/schematics/{id}" */
    handler_fn *handle; /* NULL: nothing to do, only a page to show */
    const char *says;   /* N_("Upload a schematic"): never empty */
    enum mount on;
    enum permission needs; /* ANYONE, SIGNED_IN, or a permission */
    const struct form *form;
    enum limit limit;
    enum caching cache;
    enum answer answer;
    const struct contract *returns;
    enum status status; /* on success; 0 is 200 */
    page_fn *page;      /* the HTML of the result; for a failed POST, the form again */
    enum room room;     /* ROOM_NONE: the ground floor */
    bool hashes_password; /* served by the auth pool */
    bool uploads;         /* body may be as large as config->upload_max */
    bool draws;           /* nginx asks here before it hands the body, a picture, to the image pool, which answers instead; its form is its query's */
    const char *takes;    /* the one media type of a body that goes to the handler as it is (rq->raw); NULL: fields of the form */
    offer_fn *offers;     /* what OPTIONS answers besides the methods; NULL: nothing */
    bool embeds;          /* its page may stand in a frame of any site: it must show nothing of its reader and change nothing */
    enum status also[3];  /* answers that the document tells of besides */
};

struct route_table {
    const struct route *routes;
    size_t count;
    const char *title; /* what the guide to the API calls them; N_ */
};

/* handlers/routes.c: every room's table, in the order in which they are tried. */
extern const struct route_table *const route_tables[];
extern const size_t route_table_count;

/* Renders rs->status, rs->problem and rs->detail as a page; handlers/routes.c names it. */
extern page_fn *const problem_page;

#endif
