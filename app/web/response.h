/* What a handler fills: one result that leaves in two shapes, JSON or a page. Nothing is sent before the transaction
 * is committed. */
#ifndef CURIO_WEB_RESPONSE_H
#define CURIO_WEB_RESPONSE_H

#include "core/json_write.h"
#include "store/contract.h"
#include "web/request.h"

/* HTTP's own numbers, as an enum so that no handler returns anything else. */
enum status {
    OK = 200, CREATED = 201, ACCEPTED = 202, NO_CONTENT = 204,
    FOUND = 302, SEE_OTHER = 303, NOT_MODIFIED = 304,
    BAD_REQUEST = 400, UNAUTHORIZED = 401, FORBIDDEN = 403, NOT_FOUND = 404, METHOD_NOT_ALLOWED = 405,
    NOT_ACCEPTABLE = 406, CONFLICT = 409, GONE = 410, PRECONDITION_FAILED = 412, CONTENT_TOO_LARGE = 413,
    UNSUPPORTED_MEDIA_TYPE = 415, UNPROCESSABLE_CONTENT = 422, TOO_MANY_REQUESTS = 429, CHECKSUM_MISMATCH = 460, /* of tus */
    INTERNAL_SERVER_ERROR = 500, SERVICE_UNAVAILABLE = 503, INSUFFICIENT_STORAGE = 507
};

struct response {
    struct arena *arena;
    enum status status;
    /* the result: COUNT rows of CONTRACT at ROWS. A route that returns ONE uses the first. */
    const struct contract *contract;
    struct rows rows;
    struct str next;      /* cursor of the next page, or absent */
    const void *view;     /* what only the page wants, when it wants more than rows: the route's own struct */
    struct buf body;      /* written by the dispatcher, or by a handler of a RAW route */
    struct str content_type;
    struct buf headers;   /* "Name: value\r\n" lines, through response_header only */
    /* the problem, when status >= 400 */
    const char *problem;  /* its type's last part: "duplicate-schematic"; NULL: about:blank */
    struct str detail;    /* translated */
    struct buf extra;     /* extension members: a JSON writer's text without the braces */
    struct str location;  /* Location of what was created, or where the page goes next; below the site's root */
    struct str toast;     /* translated; shown once on the next page */
    struct str etag;      /* set for what is not hashed from its body */
    bool commit_anyway;   /* the transaction is committed although status >= 400 */
    bool lasting;         /* the address names these very bytes: whoever was given them may keep them for good */
    bool accel;           /* body comes from an internal nginx location (X-Accel-Redirect) */
};

/* Starts RS empty. RS must live as long as the arena, which frees its buffers. */
void response_init(struct response *, struct arena *);
/* Control characters, line breaks above all, spoil the response: it leaves as a 500, never as two headers. */
void response_header(struct response *, struct str name, struct str value);
/* NAME in full ("__Host-session"); Secure, HttpOnly, SameSite=Lax, Path=/. VALUE: letters, digits and -_.~ only. */
void response_cookie(struct response *, struct str name, struct str value, int64_t max_age_seconds);
void response_cookie_clear(struct response *, struct str name);

/* The result of a handler, so that it reads `return response_one(rs, OK, &Q_X, &row);` */
enum status response_one(struct response *, enum status, const struct contract *, const void *row);
enum status response_rows(struct response *, const struct contract *, struct rows);
/* Keyset paging: the query was asked for LIMIT + 1 rows; what exceeds LIMIT is cut and becomes `next`, made of the last
 * shown row's uuid column KEY. */
enum status response_page(struct response *, const struct contract *, struct rows, int64_t limit, const char *key);
/* problem+json (RFC 9457), or the same as a page. TYPE is a short name with hyphens, NULL for none. */
enum status response_problem(struct response *, enum status, const char *type, const char *translated_detail);
/* An extension member of the problem. */
void response_problem_text(struct response *, const char *key, struct str value);
void response_problem_int64(struct response *, const char *key, int64_t value);
/* 422 with the field errors of rq->form_state (see form_fail). */
enum status response_invalid(struct response *, const struct request *);
/* What a database result means where it was not expected: FAIL is 503, NONE 404, CONFLICT 409. */
enum status response_db(struct response *, enum db_result);

#endif
