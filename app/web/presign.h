/* Addresses that open one object of an S3-compatible store for a while: AWS Signature Version 4 in the query ("Authenticating Requests:
 * Using Query Parameters"), which libcurl does not make. Nothing is asked of the store. */
#ifndef CURIO_WEB_PRESIGN_H
#define CURIO_WEB_PRESIGN_H

#include "core/timestamp.h"
#include "store/s3.h"

struct presign {
    struct str method;      /* a signature for GET opens nothing to HEAD */
    struct str disposition; /* what the store is to answer as Content-Disposition; empty: whatever it has */
    struct str type;        /* and as Content-Type */
    int64_t seconds;
    struct timestamp now;
};

struct str presign(struct arena *, const struct config *, const struct s3_object *, const struct presign *);

#endif
