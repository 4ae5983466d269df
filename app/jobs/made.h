/* Files that a job makes, on their way into the blob store. */
#ifndef CURIO_JOBS_MADE_H
#define CURIO_JOBS_MADE_H

#include "core/crypto.h"
#include "jobs/job.h"

/* In the caller's transaction: the row, held and clean because the bytes were made here, then the file in its place. */
bool made_keep(struct job *, struct str bytes, struct sha256_digest *out) __attribute__((warn_unused_result));

#endif
