#include "cli/schematic_convert.h"

#include "cli/build_output.h"
#include "core/text.h"
#include "schematic/convert.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { LOSSES_MOST = 2 << 20 };

struct order {
    struct build_output output; /* first: build_output.h */
    bool has_target;
    enum convert_target target;
};

/* One build on its way out. */
struct conversion_task {
    const struct order *order;
    struct model *model;
    struct convert_report report;
};

static bool write_bytes(void *with, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, with) == n;
}

static bool write_build(struct build_file *file, FILE *out, void *with)
{
    struct conversion_task *task = with;
    enum convert_result result = schematic_convert(file->arena, task->model, task->order->target, write_bytes, out, &task->report, &file->why);
    return result == CONVERT_OK || (result == CONVERT_WRITE_FAILED && build_fail(file, "unwritable", strerror(errno)));
}

static void say_done(struct build_line *line, struct build_file *file, const struct conversion_task *task, struct str path)
{
    struct buf losses;
    struct sha256_digest hash = model_hash(task->model);
    buf_init_in(file->arena, &losses, LOSSES_MOST);
    convert_report_json(&task->report, &losses);
    build_line_text(line, "out", path);
    build_line_text(line, "format", str_of(convert_target_name(task->order->target)));
    build_line_text(line, "hash", hex_encode(file->arena, hash.b, sizeof hash.b));
    json_key(&line->json, STR("losses"));
    json_raw(&line->json, buf_str(&losses));
}

static bool convert_file(struct build_file *file, void *with)
{
    struct conversion_task task = {.order = with};
    struct build_line line;
    struct str path = build_output_path(file, &task.order->output, convert_target_extension(task.order->target));
    bool done = build_load(file, &task.model) && build_output_write(file, &task.order->output, path, write_build, &task);
    build_line_begin(&line, file, done);
    if (done)
        say_done(&line, file, &task, path);
    build_line_end(&line); /* a name that is not UTF-8 is shown as far as it is */
    model_free(task.model);
    return done;
}

static bool take_target(void *order, const char *value)
{
    return ((struct order *)order)->has_target = convert_target_named(str_of(value), &((struct order *)order)->target);
}

enum exit_code schematic_convert_files(struct cli *cli)
{
    static const struct build_option options[] = {
        {"--to", take_target, false},
        {"--out", build_take_folder, false},
        {"--force", build_take_force, true},
    };
    struct order order = {0};
    struct build_files files;
    struct schematic_budget budget;
    if (!build_options(cli, options, sizeof options / sizeof *options, &order, &files) || !order.has_target) {
        complain(_("usage: curio schematic convert FILE… --to sponge3|sponge2|litematica|mcedit|structure [--out FOLDER] [--force]"));
        return EXIT_USAGE;
    }
    return build_budget(cli, &budget) ? build_each(&files, &budget, convert_file, &order) : EXIT_USAGE;
}
