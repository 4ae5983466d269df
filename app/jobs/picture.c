/* A build's picture from before the image pool: its file is handed to the pool as if somebody sent it now, and it stays where it stood. */
#include <unistd.h>

#include "core/log.h"
#include "image/ask.h"
#include "image/descriptor.h"
#include "image/receipt.h"
#include "image/record/record.h"
#include "jobs/kinds.h"
#include "queries/schematic.h"

enum { ASK_SECONDS = 40, ANSWER_MOST = 1 << 20, DEPTH = 4, MADE = 201, REFUSED = 422, BUSY = 503 };

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

/* Leave to hand it in is given and used here. */
static enum image_done bring(struct job *job, struct uuid account, struct uuid grant, struct str receipt)
{
    const struct image_context in = {.db = job->db, .arena = job->arena, .config = job->config, .request_id = job->request_id};
    const struct image_grant_insert_in leave = {.id = grant, .account = account, .most = INT64_MAX};
    struct uuid image;
    if (image_grant_insert(job->db, job->arena, &leave) != DB_OK)
        return IMAGE_FAILED;
    enum image_done done = image_attach(&in, account, receipt, &image);
    if (done == IMAGE_DONE)
        done = image_boxes_set(&in, image, STR("[]"), STR("mosaic"));
    return done == IMAGE_DONE ? image_publish(&in, image) : done;
}

/* A reply that never came leaves a file that nobody attaches: it is swept. */
static enum job_result keep(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture, struct uuid grant, struct str receipt)
{
    const struct schematic_picture_adopt_in row = {.id = id, .image = grant};
    job->why = STR("the receipt of the image pool, or the database");
    if (db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    const enum image_done done = bring(job, picture->account, grant, receipt);
    if (done != IMAGE_DONE)
        return done == IMAGE_FAILED ? JOB_RETRY : JOB_FAILED;
    const enum db_result adopted = schematic_picture_adopt(job->db, job->arena, &row);
    if (adopted == DB_NONE) /* taken away meanwhile */
        db_rollback(job->db);
    return adopted == DB_OK || adopted == DB_NONE ? JOB_DONE : JOB_RETRY;
}

static enum ask_result ask(struct job *job, struct str ticket, struct str file, int *status, struct buf *answer)
{
    const struct ask_parameter parameters[] = {{STR("CURIO_TASK"), STR("upload")},
                                               {STR("CURIO_TICKET"), ticket},
                                               {STR("CONTENT_TYPE"), STR("image/*")},
                                               {STR("HTTP_X_REQUEST_ID"), job->request_id.p ? job->request_id : STR("")}};
    const struct ask asked = {.socket = job->config->image_socket.p,
                              .seconds = ASK_SECONDS,
                              .count = sizeof parameters / sizeof *parameters,
                              .parameters = parameters,
                              .body = file};
    return image_ask(&asked, status, answer);
}

static enum job_result hand_in(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture, struct str file)
{
    const struct image_ticket grant = {.id = uuid_new(), .account = picture->account, .next = STR("")};
    const struct str ticket = image_ticket_write(job->arena, image_key(job->arena, job->config->token_secret), &grant, timestamp_now());
    struct buf *answer = ARENA_NEW(job->arena, struct buf);
    struct json_value *json;
    struct json_error error;
    struct str word;
    int status = 0;
    buf_init_in(job->arena, answer, ANSWER_MOST);
    job->why = STR("the image pool is away");
    if (ask(job, ticket, file, &status, answer) != ASK_ANSWERED || status == BUSY)
        return JOB_RETRY;
    job->why = arena_printf(job->arena, "the image pool answered %d", status);
    if (json_parse(job->arena, buf_str(answer), DEPTH, true, &json, &error) != JSON_OK)
        return JOB_FAILED;
    if (status == REFUSED && json_as_text(json_member(json, STR("reason")), &word))
        return refuse(job, id, picture, word);
    return status == MADE && json_as_text(json_member(json, STR("receipt")), &word) ? keep(job, id, picture, grant.id, word) : JOB_FAILED;
}

static enum job_result take(struct job *job, struct uuid id, const struct schematic_picture_waiting_row *picture)
{
    struct sha256_digest digest = {0};
    struct buf *file = ARENA_NEW(job->arena, struct buf);
    for (size_t i = 0; i < sizeof digest.b && i < picture->file.n; i++)
        digest.b[i] = (uint8_t)picture->file.p[i];
    const int descriptor = blob_open(job->blobs, digest);
    if (descriptor < 0)
        return refuse(job, id, picture, STR("broken"));
    buf_init(file, (size_t)job->config->picture_max);
    const bool read = descriptor_read(descriptor, file);
    close(descriptor);
    const enum job_result result = read ? hand_in(job, id, picture, buf_str(file)) : refuse(job, id, picture, STR("too-large"));
    buf_free(file);
    return result;
}

enum job_result picture_run(struct job *job)
{
    struct uuid id;
    struct schematic_picture_waiting_row picture;
    job->why = STR("payload without a picture");
    if (!json_as_uuid(json_member(job->payload, STR("picture")), &id))
        return JOB_FAILED;
    enum db_result known = schematic_picture_waiting_one(job->db, job->arena, &(struct schematic_picture_waiting_in){.id = id}, &picture);
    job->why = STR("database");
    if (known != DB_OK)
        return known == DB_NONE ? JOB_DONE : JOB_RETRY; /* none: taken away meanwhile, or done by a worker that died before it could say so */
    return take(job, id, &picture);
}
