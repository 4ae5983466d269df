#include "store/queue.h"

#include "queries/site.h"

enum db_result queue_put(struct db *db, struct arena *arena, const char *kind, struct str payload, struct str unique,
                         struct str request_id, int64_t delay_seconds)
{
    struct job_put_in job = {.id = uuid_new(),
                             .kind = str_of(kind),
                             .payload = payload,
                             .unique = unique,
                             .request_id = request_id,
                             .delay = delay_seconds};
    enum db_result result = job_put(db, arena, &job);
    return result == DB_NONE ? DB_OK : result; /* its like waits already */
}
