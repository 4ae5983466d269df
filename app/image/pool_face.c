/* A picture comes in and goes out with its faces obscured; nothing of it is kept. */
#include "core/text.h"
#include "image/draw.h"
#include "image/pool_json.h"
#include "image/pool_task.h"
#include "image/receipt.h"

struct faceless {
    struct str file;
    enum obscure_manner manner;
    enum image_format format;
};

static enum image_result work(void *with, int descriptor)
{
    const struct faceless *faceless = with;
    return draw_faceless(faceless->file, faceless->manner, faceless->format, descriptor);
}

static void answer_json(struct task *task, const struct drawn_variant *made)
{
    const struct drawn *drawn = task->pool->drawn;
    struct json json;
    json_begin(&json, &task->body);
    json_object_open(&json);
    json_key(&json, STR("image"));
    json_base64(&json, made->file);
    json_member_text(&json, "type", str_of(image_format_type(made->format)));
    json_member_int64(&json, "width", drawn->width);
    json_member_int64(&json, "height", drawn->height);
    json_key(&json, STR("faces"));
    pool_json_faces(&json, &drawn->faces);
    json_member_text(&json, "detector", STR("ok"));
    json_object_close(&json);
    task_answer(task, 200, "application/json", "Cache-Control: no-store\r\nVary: Accept\r\n");
}

static void answer(struct task *task, bool as_json)
{
    const struct drawn_variant *made = &task->pool->drawn->variants[0];
    if (as_json) {
        answer_json(task, made);
        return;
    }
    const struct str faces = pool_faces_text(task->arena, &task->pool->drawn->faces);
    const struct str headers = arena_printf(task->arena, "Cache-Control: no-store\r\nVary: Accept\r\nX-Faces: " STR_FMT "\r\n", STR_ARG(faces));
    buf_add(&task->body, made->file);
    task_answer(task, 200, image_format_type(made->format), headers.p);
}

void task_face(struct task *task)
{
    const struct str said = incoming_parameter(task->in, "CURIO_TICKET"), accept = incoming_parameter(task->in, "HTTP_ACCEPT");
    const bool as_json = accept.p && str_find(accept, STR("application/json")) >= 0;
    const bool jpeg = accept.p && str_find(accept, STR("image/jpeg")) >= 0 && str_find(accept, STR("image/webp")) < 0;
    struct faceless faceless = {.manner = task->pool->config->image_face_solid ? OBSCURE_SOLID : OBSCURE_MOSAIC,
                                .format = jpeg ? FORMAT_JPEG : FORMAT_WEBP};
    struct image_ticket ticket;
    struct buf frame;
    if (image_ticket_read(task->arena, task->pool->config->token_secret, said, timestamp_now(), &ticket) != SEALED_GOOD)
        task_problem(task, 403, NULL, NULL, _("This was not let in by the site, or too long ago."));
    else if (task->pool->config->image_faces == 0)
        task_problem(task, 503, NULL, NULL, _("This site does not look for faces."));
    else if (task_picture(task, &faceless.file) && task_draw(task, work, &faceless, &frame))
        answer(task, as_json);
}
