/* Published pictures: the image pool draws them, and what files have to be there follows from their rows. */
#include "core/log.h"
#include "image/ask.h"
#include "image/record/record.h"
#include "image/shelf.h"
#include "jobs/kinds.h"
#include "store/queue.h"

enum { ASK_SECONDS = 40 /* the pool draws for ten at most, and may be busy */, ANSWER_MOST = 1 << 16, DEPTH = 3, OK = 200, BUSY = 503 };

/* What the pool said it made. */
struct made {
    struct str colour, preview, digest;
    int64_t width, height, size;
};

static bool read_made(struct arena *arena, struct str text, struct made *out)
{
    struct json_value *json;
    struct json_error error;
    struct sha256_digest *digest = ARENA_NEW(arena, struct sha256_digest);
    struct str hex;
    if (json_parse(arena, text, DEPTH, true, &json, &error) != JSON_OK || !json_as_text(json_member(json, STR("digest")), &hex) ||
        !hex_decode(hex, digest->b, sizeof digest->b))
        return false;
    out->digest = sha256_bytes(digest);
    return json_as_text(json_member(json, STR("colour")), &out->colour) && json_as_text(json_member(json, STR("preview")), &out->preview) &&
           json_as_int64(json_member(json, STR("width")), &out->width) && json_as_int64(json_member(json, STR("height")), &out->height) &&
           json_as_int64(json_member(json, STR("size")), &out->size);
}

static enum ask_result ask(struct job *job, const struct image_work_row *work, struct str id, struct str name, int *status, struct buf *answer)
{
    const struct ask_parameter parameters[] = {{STR("CURIO_TASK"), STR("render")},
                                               {STR("CURIO_FROM"), work->original ? STR("held") : STR("master")},
                                               {STR("CURIO_SOURCE"), work->original ? id : work->name},
                                               {STR("CURIO_NAME"), name},
                                               {STR("CURIO_MANNER"), work->manner},
                                               {STR("HTTP_X_REQUEST_ID"), job->request_id.p ? job->request_id : STR("")}};
    const struct ask asked = {.socket = job->config->image_socket.p,
                              .seconds = ASK_SECONDS,
                              .count = sizeof parameters / sizeof *parameters,
                              .parameters = parameters,
                              .body = work->boxes};
    return image_ask(&asked, status, answer);
}

static struct image_shelf open_shelf(struct job *job, bool *opened)
{
    struct image_shelf shelf;
    *opened = image_shelf_open(job->arena, job->config->image_dir.p, &shelf) == SHELF_OK;
    return shelf;
}

static enum db_result put_settle(struct job *job, struct str id)
{
    const struct str payload = arena_printf(job->arena, "{\"image\":\"" STR_FMT "\"}", STR_ARG(id));
    return queue_put(job->db, job->arena, "image.settle", payload, id, job->request_id, 0);
}

/* The row speaks of the new name from here on; what is over is removed when that is certain. */
static enum job_result keep(struct job *job, struct uuid id, const struct image_work_row *work, struct str name, const struct made *made)
{
    const struct image_rendered_in row = {.id = id,
                                          .edition = work->edition,
                                          .name = name,
                                          .width = (int32_t)made->width,
                                          .height = (int32_t)made->height,
                                          .size = made->size,
                                          .digest = made->digest,
                                          .colour = made->colour,
                                          .preview = made->preview};
    bool opened;
    job->why = STR("database");
    if (db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    enum db_result result = image_rendered(job->db, job->arena, &row);
    if (result == DB_OK && put_settle(job, image_held_name(job->arena, id)) == DB_OK)
        return JOB_DONE;
    db_rollback(job->db);
    const struct image_shelf shelf = open_shelf(job, &opened);
    if (opened && image_shelf_drop(&shelf, name) != SHELF_OK)
        log_warn("a picture that nobody wants any more stays");
    job->why = STR("what is to be drawn changed meanwhile");
    return JOB_RETRY;
}

/* What is to be drawn anew is not to be seen as it was drawn before. */
static bool out_of_reach(struct job *job, struct str name)
{
    bool opened;
    const struct image_shelf shelf = open_shelf(job, &opened);
    return opened && (!name.p || image_shelf_hide(&shelf, name) == SHELF_OK);
}

static enum job_result draw(struct job *job, struct uuid id, const struct image_work_row *work)
{
    const struct str name = image_name_new(job->arena);
    struct buf *answer = ARENA_NEW(job->arena, struct buf);
    struct made made;
    int status = 0;
    buf_init_in(job->arena, answer, ANSWER_MOST);
    job->why = STR("the picture's files can't be moved");
    if (!out_of_reach(job, work->name))
        return JOB_RETRY;
    job->why = STR("the image pool is away");
    if (ask(job, work, image_held_name(job->arena, id), name, &status, answer) != ASK_ANSWERED || status == BUSY)
        return JOB_RETRY;
    job->why = arena_printf(job->arena, "the image pool answered %d", status);
    return status == OK && read_made(job->arena, buf_str(answer), &made) ? keep(job, id, work, name, &made) : JOB_FAILED;
}

/* One that was drawn as it is wanted is only to be shown again. */
static enum job_result show_again(struct job *job, struct uuid id, const struct image_work_row *work)
{
    bool opened;
    const struct image_shelf shelf = open_shelf(job, &opened);
    const struct image_redrawn_in which = {.id = id, .edition = work->edition};
    job->why = STR("the picture's files can't be moved, or the database is away");
    if (!opened || db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    enum db_result result = image_redrawn(job->db, job->arena, &which);
    if (result != DB_OK)
        return result == DB_NONE ? JOB_DONE : JOB_RETRY;
    return image_shelf_show(&shelf, work->name) == SHELF_OK ? JOB_DONE : JOB_RETRY;
}

enum job_result image_render_run(struct job *job)
{
    struct uuid id;
    struct image_work_row work;
    job->why = STR("payload without a picture");
    if (!json_as_uuid(json_member(job->payload, STR("image")), &id))
        return JOB_FAILED;
    job->why = STR("database");
    const enum db_result known = image_work_one(job->db, job->arena, &(struct image_work_in){.id = id}, &work);
    if (known != DB_OK)
        return known == DB_NONE ? JOB_DONE : JOB_RETRY;
    if (!str_eq(work.state, STR("rendering")))
        return JOB_DONE; /* hidden or deleted meanwhile, or done by a worker that died before it could say so */
    return work.name.p && work.drawn == work.edition ? show_again(job, id, &work) : draw(job, id, &work);
}

static bool settle_files(const struct image_shelf *shelf, struct arena *arena, struct uuid id, const struct image_files_row *row)
{
    const struct str *old = row->old_names.at;
    const bool gone = str_eq(row->state, STR("gone"));
    bool settled = true;
    for (size_t i = 0; i < row->old_names.count; i++)
        settled = image_shelf_drop(shelf, old[i]) == SHELF_OK && settled;
    if (gone || !row->original)
        image_shelf_remove(shelf, SHELF_HELD, image_held_name(arena, id));
    if (!row->name.p)
        return settled;
    if (gone)
        return image_shelf_drop(shelf, row->name) == SHELF_OK && settled;
    if (str_eq(row->state, STR("ready")))
        return image_shelf_show(shelf, row->name) == SHELF_OK && settled;
    return image_shelf_hide(shelf, row->name) == SHELF_OK && settled;
}

/* The row is gone, and the job says which files it had. */
static bool remove_files(struct job *job, const struct image_shelf *shelf, struct uuid id)
{
    const struct json_value *names = json_member(job->payload, STR("names"));
    bool removed = true;
    struct str name;
    image_shelf_remove(shelf, SHELF_HELD, image_held_name(job->arena, id));
    for (size_t i = 0; json_kind(names) == JSON_ARRAY && i < json_length(names); i++)
        removed = json_as_text(json_at(names, i), &name) && image_name_valid(name) && image_shelf_drop(shelf, name) == SHELF_OK && removed;
    return removed;
}

enum job_result image_settle_run(struct job *job)
{
    struct uuid id;
    struct image_files_row row;
    bool opened;
    const struct image_shelf shelf = open_shelf(job, &opened);
    job->why = STR("payload without a picture");
    if (!json_as_uuid(json_member(job->payload, STR("image")), &id))
        return JOB_FAILED;
    job->why = STR("database, or the folder of pictures");
    if (!opened || db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    const enum db_result known = image_files_one(job->db, job->arena, &(struct image_files_in){.id = id}, &row);
    if (known == DB_NONE)
        return remove_files(job, &shelf, id) ? JOB_DONE : JOB_RETRY;
    if (known != DB_OK)
        return JOB_RETRY;
    if (!settle_files(&shelf, job->arena, id, &row))
        return JOB_RETRY;
    const struct image_settled_in done = {.id = id, .names = row.old_names};
    return image_settled(job->db, job->arena, &done) == DB_FAIL ? JOB_RETRY : JOB_DONE;
}

/* --- What lies there and no row speaks of. */

enum { BATCH = 256 };

struct strays {
    struct job *job;
    struct image_shelf shelf;
    enum shelf_place place;
    size_t count;
    struct uuid ids[BATCH];
    struct str names[BATCH];
    int64_t removed;
    enum db_result result;
};

static bool is_known(const struct strays *strays, const struct rows *known, size_t i)
{
    const struct image_known_row *rows = known->at;
    for (size_t k = 0; k < known->count; k++)
        if (strays->place == SHELF_HELD ? uuid_eq(rows[k].id, strays->ids[i]) : str_eq(rows[k].name, strays->names[i]))
            return true;
    return false;
}

static void compare(struct strays *strays)
{
    const bool held = strays->place == SHELF_HELD;
    struct rows known;
    const struct image_known_in files = {.held = {strays->ids, held ? strays->count : 0}, .names = {strays->names, held ? 0 : strays->count}};
    const enum db_result result = image_known(strays->job->db, strays->job->arena, &files, &known);
    if (result == DB_FAIL) {
        strays->result = result;
        return;
    }
    for (size_t i = 0; i < strays->count; i++) {
        if (is_known(strays, &known, i))
            continue;
        if (held)
            image_shelf_remove(&strays->shelf, SHELF_HELD, strays->names[i]);
        else
            (void)!image_shelf_drop(&strays->shelf, strays->names[i]);
        strays->removed++;
    }
    strays->count = 0;
}

/* What has no name that ours would have is left for the operator to see. */
static bool take(void *with, struct str name)
{
    struct strays *strays = with;
    if (strays->place == SHELF_HELD ? !uuid_parse(name, &strays->ids[strays->count]) : !image_name_valid(name))
        return true;
    strays->names[strays->count++] = arena_str(strays->job->arena, name);
    if (strays->count == BATCH)
        compare(strays);
    return strays->result == DB_OK;
}

static enum db_result put_stuck(struct job *job)
{
    struct rows stuck;
    enum db_result result = image_stuck(job->db, job->arena, &stuck);
    const struct image_stuck_row *row = stuck.at;
    for (size_t i = 0; result == DB_OK && i < stuck.count; i++) {
        const struct str id = image_held_name(job->arena, row[i].id);
        result = queue_put(job->db, job->arena, "image.render", arena_printf(job->arena, "{\"image\":\"" STR_FMT "\"}", STR_ARG(id)), id, job->request_id, 0);
    }
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result sweep(struct job *job, int64_t seconds)
{
    struct strays *strays = ARENA_NEW(job->arena, struct strays);
    bool opened;
    strays->job = job;
    strays->shelf = open_shelf(job, &opened);
    strays->result = opened ? image_grant_sweep(job->db, job->arena, &(struct image_grant_sweep_in){.seconds = seconds}) : DB_FAIL;
    if (strays->result == DB_NONE)
        strays->result = DB_OK;
    for (unsigned place = 0; strays->result == DB_OK && place < SHELF_PLACES; place++) {
        strays->place = (enum shelf_place)place;
        if (image_shelf_each(&strays->shelf, strays->place, seconds, take, strays) != SHELF_OK)
            strays->result = DB_FAIL;
        if (strays->result == DB_OK && strays->count > 0)
            compare(strays);
    }
    const int64_t begun = opened ? image_shelf_sweep(&strays->shelf, seconds) : 0;
    if (strays->removed + begun > 0)
        log_with(LOG_INFO, "pictures swept", log_number("strays", strays->removed), log_number("begun", begun));
    return strays->result == DB_OK ? put_stuck(job) : strays->result;
}

enum job_result image_sweep_run(struct job *job)
{
    enum { DAY = 86400 };
    job->why = STR("the database or the folder of pictures is away");
    return sweep(job, DAY) == DB_FAIL ? JOB_RETRY : JOB_DONE;
}
