/* Markets from elsewhere. The kind market.due: {}: every minute, has the sources read whose turn it is. The kind market.import: {"source": id}: reads one; where
 * the site wants a pause that is too long to wait for, it puts itself off and goes on later. */
#include "core/log.h"
#include "jobs/kinds.h"
#include "market/import/importer.h"
#include "market/shelf/source.h"
#include "queries/market.h"
#include "store/queue.h"

enum { PATIENCE_MS = 5000, SECONDS_AT_ONCE = 60 };

static enum db_result put(struct job *job, struct uuid source, int64_t delay_seconds)
{
    char text[UUID_TEXT];
    struct str id = arena_str(job->arena, uuid_text(source, text));
    return queue_put(job->db, job->arena, "market.import", arena_printf(job->arena, "{\"source\": \"" STR_FMT "\"}", STR_ARG(id)), id, job->request_id,
                     delay_seconds);
}

/* The next turn depends on the source, whom the claim names only now: it is put off for an hour, then to its own time. DB_NONE: nobody is due. */
static enum db_result put_next(struct job *job)
{
    struct market_sources_due_in due = {{timestamp_now().us + INT64_C(3600) * 1000000}};
    struct market_sources_due_row source;
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = market_sources_due_one(job->db, job->arena, &due, &source);
    if (result == DB_OK) {
        const struct market_source_turn_in turn = {source.id, source_next(job->config, source.id, timestamp_now())};
        result = market_source_turn(job->db, job->arena, &turn);
    }
    if (result == DB_OK)
        result = put(job, source.id, 0);
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result;
}

enum job_result market_due_run(struct job *job)
{
    enum db_result result;
    if (!(job->config->rooms & 1u << ROOM_MARKET))
        return JOB_DONE;
    while ((result = put_next(job)) == DB_OK) {
    }
    job->why = STR("the database is away");
    return result == DB_NONE ? JOB_DONE : JOB_RETRY;
}

static enum job_result again_later(struct job *job, const struct importer *importer)
{
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = put(job, importer->source, (importer->wait_ms + 999) / 1000);
    job->why = STR("the database is away");
    return result == DB_OK ? JOB_DONE : JOB_RETRY;
}

enum job_result market_import_run(struct job *job)
{
    struct importer importer = {.db = job->db, .config = job->config, .cause = "schedule", .patience_ms = PATIENCE_MS, .seconds = SECONDS_AT_ONCE};
    job->why = STR("payload lacks the source");
    if (!json_as_uuid(json_member(job->payload, STR("source")), &importer.source))
        return JOB_FAILED;
    switch (importer_run(&importer)) {
    case IMPORTER_DONE:
    case IMPORTER_NONE: return JOB_DONE;
    case IMPORTER_WAIT: return again_later(job, &importer);
    case IMPORTER_BUSY: job->why = STR("another run is under way"); return JOB_RETRY;
    case IMPORTER_DATABASE: break;
    }
    job->why = STR("the database is away");
    return JOB_RETRY;
}
