/* Blobs are files named by their SHA-256: DIR/ab/cd/REST. What is being received lies in DIR/tmp until it is whole, on the
 * same file system, and is renamed after fsync: a blob either is there whole or is not there. Quarantined blobs are moved
 * to DIR/quarantine, from where nothing is served.
 *
 * A blob's life is tied to its row (sql: blob): who keeps one takes the row first (blob_keep.sql) and the sweep drops the
 * row before the file, in one transaction, so that no sweep comes between "it is there already" and the row that says so. */
#ifndef CURIO_STORE_BLOB_H
#define CURIO_STORE_BLOB_H

#include "core/arena.h"
#include "core/crypto.h"
#include "core/uuid.h"

struct blob_store; /* one directory */
struct blob_writer; /* one file being received */

enum blob_result { BLOB_OK, BLOB_NONE, BLOB_FULL /* no space or quota on the disk */, BLOB_FAIL };
#define BLOB_CHECKED __attribute__((warn_unused_result))

/* Makes what is missing of DIRECTORY: mode 0750, blobs 0640, so that the web server's group may read; tmp and quarantine are
 * the owner's alone. Closed with the arena. */
enum blob_result blob_store_open(struct arena *, const char *directory, struct blob_store **out) BLOB_CHECKED;
bool blob_store_healthy(struct blob_store *); /* can make, write and remove a file */

enum blob_result blob_write_begin(struct blob_store *, struct arena *, struct blob_writer **out) BLOB_CHECKED;
/* After a failure every later call answers the same. */
enum blob_result blob_write(struct blob_writer *, const void *, size_t) BLOB_CHECKED;
/* The digest of what was written, and how much it was; nothing can be written any more. */
struct sha256_digest blob_write_digest(struct blob_writer *, int64_t *size);
/* A read-only descriptor on what was written, for the caller to close, or -1. Before it is kept. */
int blob_write_reopen(const struct blob_writer *);
/* Renames into place (or finds that it is there already: *existed) and tells the digest. The arena's end drops what was
 * never kept. */
enum blob_result blob_write_keep(struct blob_writer *, struct sha256_digest *digest, int64_t *size, bool *existed)
    BLOB_CHECKED;
int blob_open(struct blob_store *, struct sha256_digest); /* a read-only descriptor for the caller to close, or -1 */
/* Where it lies and how large it is, without opening it. BLOB_NONE where it is in neither place. */
enum blob_result blob_look(struct blob_store *, struct sha256_digest, int64_t *size, bool *quarantined) BLOB_CHECKED;
/* BLOB_NONE where there is no such blob; one that lies there already is fine. */
enum blob_result blob_quarantine(struct blob_store *, struct sha256_digest) BLOB_CHECKED;
/* Also from the quarantine. BLOB_NONE where it was in neither place. */
enum blob_result blob_remove(struct blob_store *, struct sha256_digest) BLOB_CHECKED;
/* "ab/cd/rest": the path below the store's directory, for X-Accel-Redirect. */
struct str blob_relative_path(struct arena *, struct sha256_digest);
/* A file that comes in pieces lies in the folder `partial` under its upload's id, the owner's alone, until it is whole. The row tells how
 * much of it counts: bytes behind that are what was left when somebody died, and are cut off by the next append. */
/* Its first KEPT bytes stay, and SIZE bytes of the file FROM, from offset AT on, follow: on the disk before it answers. BLOB_NONE where
 * fewer than KEPT are there. After BLOB_FULL the first KEPT are there as before. */
enum blob_result blob_partial_append(struct blob_store *, struct uuid, int64_t kept, int from, int64_t at, int64_t size) BLOB_CHECKED;
int blob_partial_open(struct blob_store *, struct uuid); /* a read-only descriptor for the caller to close, or -1 */
enum blob_result blob_partial_remove(struct blob_store *, struct uuid) BLOB_CHECKED; /* BLOB_NONE where there is none */
/* Calls EACH for every one of them until it answers false. */
typedef bool blob_partial_fn(void *with, struct uuid);
enum blob_result blob_partial_each(struct blob_store *, blob_partial_fn *each, void *with) BLOB_CHECKED;
/* Removes files in tmp older than SECONDS; returns how many. */
int64_t blob_sweep(struct blob_store *, int64_t seconds);
int64_t blob_half_done(struct blob_store *, int64_t seconds); /* how many it would remove */
/* Calls EACH for every blob in place (not in quarantine) that was last written more than SECONDS ago, until it answers
 * false. */
typedef bool blob_each_fn(void *with, struct sha256_digest, int64_t size);
enum blob_result blob_each(struct blob_store *, int64_t seconds, blob_each_fn *each, void *with) BLOB_CHECKED;

#endif
