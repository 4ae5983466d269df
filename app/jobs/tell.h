/* Telling people what happened to their builds: a notice in the page, and a mail where it matters. */
#ifndef CURIO_JOBS_TELL_H
#define CURIO_JOBS_TELL_H

#include "jobs/job.h"
#include "queries/schematic.h"
#include "store/clamd.h"

/* In the caller's transaction. VERDICT is CLAMD_INFECTED or CLAMD_NOT_FULLY_SCANNED. */
enum db_result tell_verdict(struct job *, enum clamd_result verdict, const struct schematic_scanned_row *) DB_CHECKED;

#endif
