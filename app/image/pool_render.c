/* curio-jobs has a picture drawn: its boxes obscured, under a new name. */
#include <unistd.h>

#include "core/crypto.h"
#include "core/text.h"
#include "image/descriptor.h"
#include "image/draw.h"
#include "image/pool_json.h"
#include "image/pool_task.h"

enum { BOXES_MOST = 128 << 10 };

struct render {
    struct str master;
    struct face_list boxes;
    enum obscure_manner manner;
};

static enum image_result work(void *with, int descriptor)
{
    const struct render *render = with;
    return draw_obscured(render->master, &render->boxes, render->manner, descriptor);
}

/* The descriptor of what is to be drawn, or -1. */
static int open_source(const struct task *task)
{
    const struct str from = incoming_parameter(task->in, "CURIO_FROM"), name = incoming_parameter(task->in, "CURIO_SOURCE");
    struct uuid id;
    char text[UUID_TEXT];
    if (str_eq(from, STR("held")) && uuid_parse(name, &id))
        return image_shelf_read(&task->pool->shelf, SHELF_HELD, uuid_text(id, text));
    if (!image_name_valid(name))
        return -1;
    const int there = image_shelf_read(&task->pool->shelf, SHELF_MASTER, name);
    return there >= 0 ? there : image_shelf_read(&task->pool->shelf, SHELF_HIDDEN, name);
}

static bool read_source(struct task *task, struct str *out)
{
    struct buf *file = ARENA_NEW(task->arena, struct buf);
    const int descriptor = open_source(task);
    buf_init_in(task->arena, file, IMAGE_FRAME_MAX);
    const bool read = descriptor >= 0 && descriptor_read(descriptor, file) && file->n > 0;
    if (descriptor >= 0)
        close(descriptor);
    *out = buf_str(file);
    return read;
}

/* Variants first: the master is what makes the picture be there. */
static enum shelf_result keep(struct task *task, struct str name)
{
    const struct drawn *drawn = task->pool->drawn;
    const int folder = image_shelf_variants(&task->pool->shelf, name);
    enum shelf_result result = folder >= 0 ? SHELF_OK : SHELF_FAIL;
    for (size_t i = 0; result == SHELF_OK && i < drawn->variant_count; i++) {
        const struct drawn_variant *made = &drawn->variants[i];
        result = image_shelf_variant_write(folder, arena_printf(task->arena, "%d.%s", made->width, image_format_suffix(made->format)), made->file);
    }
    if (folder >= 0)
        close(folder);
    return result == SHELF_OK ? image_shelf_write(&task->pool->shelf, SHELF_MASTER, name, drawn->master) : result;
}

static void answer(struct task *task)
{
    const struct drawn *drawn = task->pool->drawn;
    const struct sha256_digest digest = sha256_of(drawn->master);
    struct json json;
    json_begin(&json, &task->body);
    json_object_open(&json);
    json_member_int64(&json, "width", drawn->width);
    json_member_int64(&json, "height", drawn->height);
    json_member_int64(&json, "size", (int64_t)drawn->master.n);
    json_member_text(&json, "digest", hex_encode(task->arena, digest.b, sizeof digest.b));
    json_member_text(&json, "colour", pool_colour_text(task->arena, drawn->colour));
    json_member_text(&json, "preview", pool_preview_text(task->arena, drawn->preview));
    json_object_close(&json);
    task_answer(task, 200, "application/json", NULL);
}

void task_render(struct task *task)
{
    struct render *render = ARENA_NEW(task->arena, struct render);
    const struct str name = incoming_parameter(task->in, "CURIO_NAME");
    struct str boxes;
    struct buf frame;
    render->manner = str_eq(incoming_parameter(task->in, "CURIO_MANNER"), STR("solid")) ? OBSCURE_SOLID : OBSCURE_MOSAIC;
    if (!task_body(task, BOXES_MOST, &boxes))
        return;
    if (!image_name_valid(name) || !pool_boxes_read(task->arena, boxes, &render->boxes)) {
        task_problem(task, 400, "malformed-body", NULL, _("The marked places can't be read."));
        return;
    }
    if (!read_source(task, &render->master)) {
        task_problem(task, 404, NULL, NULL, _("There is nothing at this address."));
        return;
    }
    if (!task_draw(task, work, render, &frame))
        return;
    if (!task->pool->drawn->whole)
        task_refuse(task, IMAGE_OUT_OF_LIMITS);
    else if (keep(task, name) != SHELF_OK)
        task_problem(task, 500, NULL, NULL, _("The picture could not be saved."));
    else
        answer(task);
}
