/* A blob's bytes for a job, wherever they are. */
#ifndef CURIO_JOBS_FETCH_H
#define CURIO_JOBS_FETCH_H

#include "jobs/job.h"

/* JOB_DONE: *DESCRIPTOR is the caller's to read and to close; what came from the S3 store was compared with its name, and is gone with the
 * arena. Otherwise how the job ends, and job->why says why. */
enum job_result fetch_open(struct job *, struct sha256_digest, int *descriptor) __attribute__((warn_unused_result));

#endif
