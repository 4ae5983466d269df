/* A variant that is not there yet is made, kept for nginx, and answered. */
#include <unistd.h>

#include "core/text.h"
#include "image/descriptor.h"
#include "image/draw.h"
#include "image/pool_task.h"

struct variant {
    struct str master;
    int32_t width;
    enum image_format format;
};

static enum image_result work(void *with, int descriptor)
{
    const struct variant *variant = with;
    return draw_variant(variant->master, variant->width, variant->format, descriptor);
}

static bool is_width(int64_t width)
{
    for (size_t i = 0; i < IMAGE_WIDTHS; i++)
        if (image_widths[i] == width)
            return true;
    return false;
}

static bool asked(const struct task *task, struct str *name, struct variant *out)
{
    const struct str format = incoming_parameter(task->in, "CURIO_FORMAT");
    int64_t width;
    *name = incoming_parameter(task->in, "CURIO_NAME");
    if (!image_name_valid(*name) || !str_to_int64(incoming_parameter(task->in, "CURIO_WIDTH"), &width) || !is_width(width))
        return false;
    out->width = (int32_t)width;
    for (unsigned i = 0; i < FORMAT_COUNT; i++)
        if (str_eq(format, str_of(image_format_suffix((enum image_format)i)))) {
            out->format = (enum image_format)i;
            return true;
        }
    return false;
}

static bool read_master(struct task *task, struct str name, struct str *out)
{
    struct buf *file = ARENA_NEW(task->arena, struct buf);
    const int descriptor = image_shelf_read(&task->pool->shelf, SHELF_MASTER, name);
    buf_init_in(task->arena, file, IMAGE_FRAME_MAX);
    const bool read = descriptor >= 0 && descriptor_read(descriptor, file);
    if (descriptor >= 0)
        close(descriptor);
    *out = buf_str(file);
    return read && file->n > 0;
}

/* FOLDER was opened before the master was: image/shelf.h. One that can't be kept is answered all the same. */
static void answer(struct task *task, int folder, struct variant *variant)
{
    struct buf frame;
    if (!task_draw(task, work, variant, &frame))
        return;
    const struct drawn_variant *made = &task->pool->drawn->variants[0];
    const struct str file = arena_printf(task->arena, "%d.%s", variant->width, image_format_suffix(made->format));
    (void)!image_shelf_variant_write(folder, file, made->file);
    buf_add(&task->body, made->file);
    /* Of what not everybody may see, who let it be seen says how long it may be kept. */
    const bool open = str_eq(incoming_parameter(task->in, "CURIO_SHOWN"), STR("everybody"));
    task_answer(task, 200, image_format_type(made->format),
                open ? "Cache-Control: public, max-age=31536000, immutable\r\nVary: Accept\r\n" : "Vary: Accept\r\n");
}

void task_variant(struct task *task)
{
    struct variant variant;
    struct str name;
    if (!asked(task, &name, &variant)) {
        task_problem(task, 404, NULL, NULL, _("There is nothing at this address."));
        return;
    }
    const int folder = image_shelf_variants(&task->pool->shelf, name);
    if (folder >= 0 && read_master(task, name, &variant.master))
        answer(task, folder, &variant);
    else
        task_problem(task, 404, NULL, NULL, _("There is nothing at this address."));
    if (folder >= 0)
        close(folder);
    image_shelf_tidy(&task->pool->shelf, name);
}
