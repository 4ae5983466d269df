#include <string.h>

#include "core/text.h"
#include "image/pool_task.h"
#include "web/multipart.h"

enum { CHUNK = 65536, FORM_ROOM = 65536 /* bytes around the file in a form */ };

bool task_body(struct task *task, size_t most, struct str *out)
{
    static char chunk[CHUNK];
    struct buf *body = ARENA_NEW(task->arena, struct buf);
    int64_t declared = -1;
    const struct str length = incoming_parameter(task->in, "CONTENT_LENGTH");
    ptrdiff_t n;
    buf_init_in(task->arena, body, most);
    const bool sound = !length.p || str_to_int64(length, &declared);
    while ((n = task->in->read(task->in->with, chunk, sizeof chunk)) > 0)
        buf_add_bytes(body, chunk, (size_t)n);
    *out = buf_str(body);
    if (body->failed || !sound) {
        task_problem(task, 413, "too-large", NULL, _("This is more than can be taken at once."));
        return false;
    }
    if (n < 0 || (declared >= 0 && (size_t)declared != body->n)) {
        task_problem(task, 400, "malformed-body", NULL, _("The body ended early."));
        return false;
    }
    return true;
}

void task_drain(struct task *task)
{
    static char chunk[CHUNK];
    while (task->in->read(task->in->with, chunk, sizeof chunk) > 0)
        ;
}

struct memory {
    struct str rest;
};

static ptrdiff_t read_memory(void *with, void *into, size_t size)
{
    struct memory *memory = with;
    const size_t n = size < memory->rest.n ? size : memory->rest.n;
    if (n > 0)
        memcpy(into, memory->rest.p, n);
    memory->rest = str_slice(memory->rest, n, memory->rest.n);
    return (ptrdiff_t)n;
}

/* The file named image, and there is one of it. */
static bool find_file(const struct form_inputs *inputs, struct str body, struct str *out)
{
    size_t found = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        const struct form_input *input = &inputs->at[i];
        if (input->kind != INPUT_FILE || !str_eq(input->name, STR("image")))
            continue;
        *out = str_slice(body, (size_t)input->file.offset, (size_t)(input->file.offset + input->file.size));
        found++;
    }
    return found == 1;
}

static bool from_form(struct task *task, struct str type, struct str body, struct str *out)
{
    struct memory memory = {body};
    struct form_inputs inputs = {.arena = task->arena};
    const struct multipart_source source = {read_memory, &memory, -1, FORM_ROOM};
    const struct str boundary = multipart_boundary(task->arena, type);
    if (boundary.p && multipart_parse(&source, boundary, &inputs) == INPUT_READ && find_file(&inputs, body, out))
        return true;
    task_problem(task, 400, "malformed-body", NULL, _("The form must hold one file that is named image."));
    return false;
}

bool task_picture(struct task *task, struct str *out)
{
    const struct str type = incoming_parameter(task->in, "CONTENT_TYPE");
    struct str name, rest, body;
    str_cut(type, ';', &name, &rest);
    name = arena_lower(task->arena, str_trim(name));
    const bool form = str_eq(name, STR("multipart/form-data"));
    if (!form && !str_starts_with(name, STR("image/"))) {
        task_problem(task, 415, NULL, NULL, _("This kind of content is not taken here."));
        return false;
    }
    if (!task_body(task, (size_t)task->pool->config->picture_max + (form ? FORM_ROOM : 0), &body))
        return false;
    *out = body;
    if (form && !from_form(task, type, body, out))
        return false;
    if (out->n <= (size_t)task->pool->config->picture_max)
        return true;
    task_problem(task, 413, "too-large", NULL, _("This picture is too large. Save it smaller, then try again."));
    return false;
}
