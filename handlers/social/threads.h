/* Comments with their first answers, as lists and the panel show them. */
#ifndef CURIO_HANDLERS_SOCIAL_THREADS_H
#define CURIO_HANDLERS_SOCIAL_THREADS_H

#include "queries/social.h"
#include "web/request.h"

/* OUT: at most LIMIT + 1 threads of a subject, newest first, as social_thread. */
enum db_result threads_of(struct request *, struct str room, struct uuid subject, struct opt_uuid before, int64_t limit,
                          struct rows *out) DB_CHECKED;
/* OUT: at most LIMIT + 1 answers, oldest first, as social_comment. */
enum db_result answers_of(struct request *, struct uuid comment, struct opt_uuid after, int64_t limit, struct rows *out) DB_CHECKED;
/* Cuts ROWS, of SIZE bytes each and beginning with their id, to LIMIT: where to go on, or STR_NULL. */
struct str threads_cut(struct request *, struct rows *, int64_t limit, size_t size);

#endif
