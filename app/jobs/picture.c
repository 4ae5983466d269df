/* A picture that somebody sent: scanned as any upload is, then drawn anew by curio-image, and only what that made is ever shown. */
#include <unistd.h>

#include "core/log.h"
#include "image/child.h"
#include "jobs/kinds.h"
#include "jobs/made.h"
#include "queries/schematic.h"

enum { CHILD_SECONDS = 30 };

static bool payload_picture(const struct job *job, struct uuid *id)
{
    struct str text;
    return json_as_text(json_member(job->payload, STR("picture")), &text) && uuid_parse(text, id);
}

/* The owner hears why, and the picture no longer waits. In a transaction that the runner ends together with the job. */
static enum job_result refuse(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture, struct str reason)
{
    const struct schematic_tell_in notice = {.id = uuid_new(),
                                             .account = picture->account,
                                             .kind = arena_printf(job->arena, "picture." STR_FMT, STR_ARG(reason)),
                                             .subject = picture->title,
                                             .link = arena_printf(job->arena, "/schematics/" STR_FMT "/pictures", STR_ARG(picture->slug))};
    job->why = STR("database");
    log_with(LOG_INFO, "picture refused", log_text("reason", reason));
    if (db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    enum db_result dropped = schematic_picture_drop(job->db, job->arena, &(struct schematic_picture_drop_in){.id = id});
    if (dropped == DB_NONE)
        return JOB_DONE; /* taken away meanwhile */
    return dropped == DB_OK && schematic_tell(job->db, job->arena, &notice) == DB_OK ? JOB_DONE : JOB_RETRY;
}

static enum job_result keep(struct job *job, struct uuid id, const struct image_answer *made)
{
    struct sha256_digest large, small;
    job->why = STR("what was made could not be kept");
    if (db_begin(job->db) != DB_OK || !made_keep(job, made->large, &large) || !made_keep(job, made->small, &small))
        return JOB_RETRY;
    const struct schematic_picture_insert_in row = {.id = id,
                                                    .sha256 = sha256_bytes(&large),
                                                    .small = sha256_bytes(&small),
                                                    .width = made->width,
                                                    .height = made->height,
                                                    .size = (int64_t)(made->large.n + made->small.n)};
    return schematic_picture_insert(job->db, job->arena, &row) != DB_FAIL ? JOB_DONE : JOB_RETRY; /* none: taken away meanwhile */
}

static struct str program_of(struct job *job)
{
    const struct str said = job->config->image_program;
    return said.n > 0 ? arena_str(job->arena, said) : child_beside(job->arena, "curio-image");
}

/* A decoder that dies may have been killed from outside; one that does so every time died of the picture. */
static enum job_result draw(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture, int descriptor,
                            struct buf *frame)
{
    const struct child child = {.program = program_of(job).p, .seconds = CHILD_SECONDS};
    struct image_answer made;
    enum image_result why;
    job->why = STR("curio-image could not be started");
    switch (child.program ? child_ask(&child, descriptor, frame, &made, &why) : CHILD_FAILED) {
    case CHILD_MADE:
        return keep(job, id, &made);
    case CHILD_REFUSED:
        return refuse(job, id, picture, str_of(image_reason(why)));
    case CHILD_DIED:
        job->why = STR("curio-image died");
        return job->tries < PICTURE_TRIES ? JOB_FAILED : refuse(job, id, picture, STR("broken"));
    case CHILD_FAILED:
        break;
    }
    return JOB_RETRY;
}

static enum job_result look(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture)
{
    struct sha256_digest digest = {0};
    struct buf frame;
    for (size_t i = 0; i < sizeof digest.b && i < picture->sha256.n; i++)
        digest.b[i] = (uint8_t)picture->sha256.p[i];
    const int descriptor = blob_open(job->blobs, digest);
    job->why = STR("the file is missing");
    if (descriptor < 0)
        return job->tries < PICTURE_TRIES ? JOB_FAILED : refuse(job, id, picture, STR("broken"));
    buf_init(&frame, IMAGE_ANSWER_MAX);
    const enum job_result result = draw(job, id, picture, descriptor, &frame);
    buf_free(&frame);
    close(descriptor);
    return result;
}

enum job_result picture_run(struct job *job)
{
    struct uuid id;
    struct schematic_picture_waiting_row picture;
    job->why = STR("payload without a picture");
    if (!payload_picture(job, &id))
        return JOB_FAILED;
    enum db_result known = schematic_picture_waiting_one(job->db, job->arena, &(struct schematic_picture_waiting_in){.id = id}, &picture);
    job->why = STR("database");
    if (known != DB_OK)
        return known == DB_NONE ? JOB_DONE : JOB_RETRY; /* none: taken away meanwhile, or done by a worker that died before it could say so */
    job->why = STR("not scanned yet");
    if (str_eq(picture.scan, STR("pending")))
        return JOB_RETRY;
    return str_eq(picture.scan, STR("clean")) ? look(job, id, &picture) : refuse(job, id, &picture, picture.scan);
}
