/* What curio-jobs says to an S3-compatible store: libcurl signs (AWS Signature Version 4). Every call waits for its answer, REMOTE_SECONDS at
 * most. */
#ifndef CURIO_JOBS_REMOTE_H
#define CURIO_JOBS_REMOTE_H

#include "core/arena.h"
#include "core/config.h"
#include "core/crypto.h"
#include "store/blob.h"

enum { REMOTE_SECONDS = 120 };

enum remote_result {
    REMOTE_OK,
    REMOTE_NONE,    /* no such object */
    REMOTE_WRONG,   /* another size or other bytes than its name promises */
    REMOTE_REFUSED, /* the store does not want us: the settings are wrong, as a rule */
    REMOTE_AWAY     /* no answer, or one that asks to come back */
};
#define REMOTE_CHECKED __attribute__((warn_unused_result))

/* Sends SIZE bytes of FROM, which stays the caller's, from its begin on. The store checks them against the digest, which is signed. *WHY:
 * what went wrong, in the arena. */
enum remote_result remote_put(struct arena *, const struct config *, struct sha256_digest, int from, int64_t size, struct str *why) REMOTE_CHECKED;
/* Whether it is there with this size. */
enum remote_result remote_look(struct arena *, const struct config *, struct sha256_digest, int64_t size, struct str *why) REMOTE_CHECKED;
/* Reads it all and compares: OK means that SIZE bytes of that digest are there. They go to INTO as well, which may be NULL. */
enum remote_result remote_get(struct arena *, const struct config *, struct sha256_digest, int64_t size, struct blob_writer *into, struct str *why) REMOTE_CHECKED;
/* NONE is as good as OK to who wants it gone; some stores tell them apart. */
enum remote_result remote_remove(struct arena *, const struct config *, struct sha256_digest, struct str *why) REMOTE_CHECKED;

#endif
