/* Where a blob lies in an S3-compatible store: under the name that it has below blob_dir. This knows settings and addresses;
 * jobs/remote.h speaks to the store, web/presign.h makes the addresses that readers are sent to. */
#ifndef CURIO_STORE_S3_H
#define CURIO_STORE_S3_H

#include "core/arena.h"
#include "core/config.h"
#include "core/crypto.h"

struct s3_object {
    struct str origin; /* https://host[:port] */
    struct str host;   /* host[:port]: what is signed */
    struct str path;   /* /bucket/ab/cd/rest, of characters that need no escape */
};

/* The settings name a store, whether or not new blobs go there: what went there before is still to be reached. */
bool s3_set(const struct config *);
/* As this site reaches it, or, for READERS, as they do. */
struct s3_object s3_object_of(struct arena *, const struct config *, struct sha256_digest, bool readers);
/* Whether place, as in the table blob, says that a whole copy lies there. */
bool s3_holds(struct str place);

#endif
