/* A picture comes in: what is kept is a clean master, what is answered a receipt. */
#include "core/text.h"
#include "image/draw.h"
#include "image/pool_json.h"
#include "image/pool_task.h"
#include "image/receipt.h"

struct upload {
    struct str file;
    bool faces;
};

static enum image_result work(void *with, int descriptor)
{
    const struct upload *upload = with;
    return draw_master(upload->file, upload->faces, descriptor);
}

/* To a program whole; of a browser's own form the address would not hold it: it stays here, and its name goes. */
static void write_lead(struct task *task, const struct image_receipt *receipt, struct str sealed)
{
    const struct str name = image_held_name(task->arena, receipt->id);
    if (image_shelf_receipt_write(&task->pool->shelf, name, sealed) == SHELF_OK)
        task_lead(task, "receipt", name);
    else
        task_problem(task, 500, NULL, NULL, _("The picture could not be saved."));
}

static void write_answer(struct task *task, const struct image_receipt *receipt, struct str sealed)
{
    struct json json;
    json_begin(&json, &task->body);
    json_object_open(&json);
    json_member_text(&json, "receipt", sealed);
    json_key(&json, STR("id"));
    json_uuid(&json, receipt->id);
    json_member_text(&json, "digest", hex_encode(task->arena, receipt->digest.b, sizeof receipt->digest.b));
    json_member_int64(&json, "width", receipt->width);
    json_member_int64(&json, "height", receipt->height);
    json_member_int64(&json, "size", receipt->size);
    json_member_text(&json, "colour", receipt->colour);
    json_member_text(&json, "preview", receipt->preview);
    json_key(&json, STR("faces"));
    json_raw(&json, receipt->faces);
    json_member_text(&json, "detector", receipt->detector_failed ? STR("failed") : STR("ok"));
    json_object_close(&json);
    task_answer(task, 201, "application/json", NULL);
}

static void keep(struct task *task, const struct image_ticket *ticket)
{
    const struct drawn *drawn = task->pool->drawn;
    const bool looked = drawn->whole && drawn->looked;
    const struct face_list none = {0};
    const struct image_receipt receipt = {.id = ticket->id,
                                          .account = ticket->account,
                                          .digest = sha256_of(drawn->master),
                                          .width = drawn->width,
                                          .height = drawn->height,
                                          .size = (int64_t)drawn->master.n,
                                          .colour = pool_colour_text(task->arena, drawn->colour),
                                          .preview = pool_preview_text(task->arena, drawn->preview),
                                          .faces = pool_faces_text(task->arena, looked ? &drawn->faces : &none),
                                          .detector_failed = !looked};
    const struct str sealed = image_receipt_write(task->arena, task->pool->config->token_secret, &receipt, timestamp_now());
    switch (image_shelf_write(&task->pool->shelf, SHELF_HELD, image_held_name(task->arena, ticket->id), drawn->master)) {
    case SHELF_OK:
        (task->next.n > 0 ? write_lead : write_answer)(task, &receipt, sealed);
        return;
    case SHELF_THERE:
        task_problem(task, 409, "conflict", NULL, _("This picture came already."));
        return;
    case SHELF_FULL:
        task_problem(task, 507, "storage-full", NULL, _("Our storage is full at the moment. Nothing was saved; please try again later."));
        return;
    case SHELF_NONE:
    case SHELF_FAIL:
        task_problem(task, 500, NULL, NULL, _("The picture could not be saved."));
        return;
    }
}

void task_upload(struct task *task)
{
    const struct str said = incoming_parameter(task->in, "CURIO_TICKET");
    struct upload upload = {.faces = task->pool->config->image_faces != 0};
    struct image_ticket ticket;
    struct buf frame;
    if (image_ticket_read(task->arena, task->pool->config->token_secret, said, timestamp_now(), &ticket) != SEALED_GOOD) {
        task_problem(task, 403, NULL, NULL, _("This was not let in by the site, or too long ago."));
        return;
    }
    task->next = ticket.next;
    if (task_picture(task, &upload.file) && task_draw(task, work, &upload, &frame))
        keep(task, &ticket);
}
