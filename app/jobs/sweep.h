/* What the sweeps do, with the age as an argument. */
#ifndef CURIO_JOBS_SWEEP_H
#define CURIO_JOBS_SWEEP_H

#include "jobs/job.h"

/* Removes blobs that no row speaks of and nobody has uploaded for SECONDS, and half-received files as old. Each blob's row
 * and file go in a transaction of their own. */
enum db_result sweep_blobs(struct job *, int64_t seconds) DB_CHECKED;
/* Removes one blob and its file unless a row speaks of it or it was uploaded within SECONDS; DB_NONE or DB_CONFLICT: it stays. */
enum db_result sweep_blob(struct job *, struct arena *, struct str sha256, int64_t seconds) DB_CHECKED;
/* Gives rows to files that have none and were not written for SECONDS (their upload's transaction never came to its end),
 * so that sweep_blobs takes them. */
enum db_result sweep_adopt(struct job *, int64_t seconds) DB_CHECKED;

#endif
