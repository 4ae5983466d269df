#include "core/log.h"
#include "core/text.h"
#include "image/pool_task.h"

static const char *end_name(enum cell_end end)
{
    static const char *const names[] = {
        [CELL_DONE] = "done", [CELL_REFUSED] = "refused", [CELL_DIED] = "died", [CELL_LATE] = "late", [CELL_FAILED] = "failed"};
    return names[end];
}

bool task_draw(struct task *task, cell_work *work, void *with, struct buf *frame)
{
    enum image_result why = IMAGE_OK;
    struct drawn *drawn = task->pool->drawn;
    buf_init_in(task->arena, frame, IMAGE_FRAME_MAX);
    const enum cell_end end = cell_run(&task->pool->cell, work, with, frame, &why);
    if (end != CELL_DONE)
        log_with(LOG_INFO, "drawing ended", log_text("how", str_of(end_name(end))), log_text("why", str_of(image_reason(why) ? image_reason(why) : "")));
    if (!frame_read(buf_str(frame), drawn)) {
        log_warn("a drawing process answered what is no answer");
        task_refuse(task, IMAGE_BROKEN);
        return false;
    }
    if (drawn->whole || drawn->master.n > 0)
        return true;
    if (end == CELL_FAILED || why == IMAGE_NO_DETECTOR)
        task_problem(task, 503, NULL, NULL, _("The picture could not be looked at just now. Please try again."));
    else
        task_refuse(task, end == CELL_LATE ? IMAGE_OUT_OF_LIMITS : end == CELL_REFUSED ? why : IMAGE_BROKEN);
    return false;
}

static const struct {
    const char *name;
    task_run *run;
} tasks[] = {{"upload", task_upload}, {"face", task_face}, {"variant", task_variant}, {"render", task_render}};

void task_handle(struct task *task)
{
    const struct str name = incoming_parameter(task->in, "CURIO_TASK");
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
        if (str_eq(name, str_of(tasks[i].name))) {
            tasks[i].run(task);
            return;
        }
    task_problem(task, 404, NULL, NULL, _("There is nothing at this address."));
}
