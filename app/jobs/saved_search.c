/* Saved searches: tells their owners of new builds, and counts again how frequent the words of a search are. */
#include "core/log.h"
#include "jobs/kinds.h"
#include "queries/schematic.h"

enum {
    SCRATCH = 1 << 20,
    SETTLE_US = 60 * 1000 * 1000 /* a transaction that lists a build is over by then: none is passed over */
};

static enum db_result tell(struct job *job, struct arena *arena, const struct schematic_saved_search_due_row *search)
{
    const struct schematic_saved_search_notice_in notice = {
        .id = uuid_new(),
        .account = search->account_id,
        .title = search->builds == 1 ? arena_printf(arena, STR_FMT ": " STR_FMT, STR_ARG(search->title), STR_ARG(search->newest_title)) : search->title,
        .link = arena_printf(arena, "/schematics?" STR_FMT "%ssort=newest", STR_ARG(search->query), search->query.n > 0 ? "&" : ""),
        .builds = search->builds};
    return schematic_saved_search_notice(job->db, arena, &notice);
}

/* DB_NONE: there is none left. */
static enum db_result look_after_next(struct job *job, struct arena *arena, struct timestamp until, int64_t *told)
{
    struct schematic_saved_search_due_row search;
    const struct schematic_saved_search_due_in which = {.before = until, .until = until};
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = schematic_saved_search_due_one(job->db, arena, &which, &search);
    if (result == DB_OK && search.builds > 0 && search.wanted) {
        result = tell(job, arena, &search);
        ++*told;
    }
    if (result == DB_OK) {
        const struct schematic_saved_search_told_in done = {.id = search.id, .until = until};
        result = schematic_saved_search_told(job->db, arena, &done);
    }
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result;
}

static enum db_result count_terms(struct job *job, struct arena *arena)
{
    struct schematic_search_terms_count_row counted;
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = schematic_search_terms_count_one(job->db, arena, &counted);
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result;
}

enum job_result saved_search_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    struct timestamp until = {timestamp_now().us - SETTLE_US};
    int64_t told = 0;
    enum db_result result;
    while ((result = look_after_next(job, arena, until, &told)) == DB_OK)
        arena_reset(arena);
    if (result == DB_NONE)
        result = count_terms(job, arena);
    arena_free(arena);
    if (told > 0)
        log_with(LOG_INFO, "saved searches", log_number("told", told));
    if (result == DB_OK)
        return JOB_DONE;
    job->why = STR("the database is away");
    return JOB_RETRY;
}
