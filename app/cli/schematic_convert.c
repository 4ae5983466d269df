#include "cli/schematic_convert.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/json_write.h"
#include "core/text.h"
#include "schematic/convert.h"

enum { MEMORY = 64 << 20, LINE_MOST = 4 << 20 };
#define BLOCKS_MAX ((int64_t)1 << 28) /* half a gigabyte of model */

struct order {
    bool has_target, force;
    enum convert_target target;
    const char *folder; /* NULL: beside the file */
    char **files;
    size_t count;
};

/* One file on its way. */
struct task {
    struct arena *arena;
    const struct order *order;
    const char *file;
    struct model *model;
    struct str out, temporary; /* paths */
    struct convert_report report;
    struct schematic_refusal why; /* a reason once it failed */
};

static bool fail(struct task *task, const char *reason, const char *detail)
{
    task->why = (struct schematic_refusal){.reason = reason};
    snprintf(task->why.detail, sizeof task->why.detail, "%s", detail);
    return false;
}

static bool load(struct task *task)
{
    int descriptor = open(task->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return fail(task, "unreadable", strerror(errno));
    struct schematic_input input = schematic_input_file(task->arena, descriptor);
    enum schematic_result result = model_load(NULL, BLOCKS_MAX, &input, &task->model, &task->why);
    if (result == SCHEMATIC_READ_FAILED)
        fail(task, "unreadable", strerror(errno));
    close(descriptor);
    return result == SCHEMATIC_OK;
}

/* The file's name with the target's extension in place of its own. */
static void name_output(struct task *task)
{
    struct str path = str_of(task->file), name = path;
    const char *slash = strrchr(task->file, '/');
    if (slash)
        name = str_slice(path, (size_t)(slash - task->file) + 1, path.n);
    struct str folder = task->order->folder ? str_of(task->order->folder) : slash ? str_slice(path, 0, path.n - name.n - 1) : STR(".");
    for (size_t i = name.n; i-- > 1;)
        if (name.p[i] == '.') {
            name.n = i;
            break;
        }
    task->out = arena_printf(task->arena, STR_FMT "/" STR_FMT "%s", STR_ARG(folder), STR_ARG(name), convert_target_extension(task->order->target));
    task->temporary = arena_printf(task->arena, STR_FMT "/.curio-XXXXXX", STR_ARG(folder));
}

static bool write_out(void *with, const void *bytes, size_t n)
{
    return fwrite(bytes, 1, n, with) == n;
}

static bool write_file(struct task *task, FILE *file)
{
    enum convert_result result = schematic_convert(task->arena, task->model, task->order->target, write_out, file, &task->report, &task->why);
    if (result == CONVERT_IMPOSSIBLE)
        return false;
    if (result == CONVERT_WRITE_FAILED || fflush(file) != 0 || fsync(fileno(file)) != 0)
        return fail(task, "unwritable", strerror(errno));
    return true;
}

/* Gives the finished file its name. */
static bool publish(struct task *task)
{
    if (renameat2(AT_FDCWD, task->temporary.p, AT_FDCWD, task->out.p, task->order->force ? 0 : RENAME_NOREPLACE) == 0)
        return true;
    return errno == EEXIST ? fail(task, "exists", task->out.p) : fail(task, "unwritable", strerror(errno));
}

static bool write_beside(struct task *task)
{
    if (!task->order->force && access(task->out.p, F_OK) == 0)
        return fail(task, "exists", task->out.p);
    char *path = (char *)arena_alloc(task->arena, task->temporary.n + 1);
    memcpy(path, task->temporary.p, task->temporary.n);
    task->temporary.p = path;
    int descriptor = mkostemp(path, O_CLOEXEC);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (!file)
        return fail(task, "unwritable", strerror(errno));
    bool written = write_file(task, file);
    if (fclose(file) != 0 && written)
        written = fail(task, "unwritable", strerror(errno));
    written = written && publish(task);
    if (!written)
        unlink(path);
    return written;
}

static void member(struct json *json, const char *key, struct str text)
{
    json_key(json, str_of(key));
    json_text(json, text);
}

static void say_done(struct task *task, struct json *json)
{
    struct buf losses;
    struct sha256_digest hash = model_hash(task->model);
    buf_init_in(task->arena, &losses, LINE_MOST / 2);
    convert_report_json(&task->report, &losses);
    member(json, "out", task->out);
    member(json, "format", str_of(convert_target_name(task->order->target)));
    member(json, "hash", hex_encode(task->arena, hash.b, sizeof hash.b));
    json_key(json, STR("losses"));
    json_raw(json, buf_str(&losses));
}

static void say_failed(const struct task *task, struct json *json)
{
    member(json, "reason", str_of(task->why.reason));
    json_key(json, STR("offset"));
    json_int64(json, task->why.offset);
    member(json, "detail", str_of(task->why.detail));
}

static void say(struct task *task, bool done)
{
    struct json json;
    struct buf line;
    buf_init_in(task->arena, &line, LINE_MOST);
    json_begin(&json, &line);
    json_object_open(&json);
    member(&json, "file", str_of(task->file));
    json_key(&json, STR("ok"));
    json_bool(&json, done);
    if (done)
        say_done(task, &json);
    else
        say_failed(task, &json);
    json_object_close(&json);
    json_end(&json); /* names that are not UTF-8 are shown as far as they are */
    buf_add_char(&line, '\n');
    print_buf(&line);
}

static bool convert_file(const struct order *order, const char *file)
{
    struct task task = {.arena = arena_new(MEMORY), .order = order, .file = file};
    bool done = load(&task);
    if (done) {
        name_output(&task);
        done = write_beside(&task);
    }
    say(&task, done);
    model_free(task.model);
    arena_free(task.arena);
    return done;
}

/* Options may stand anywhere; after "--" there are only files. False: one of them is wrong. */
static bool read_order(struct cli *cli, struct order *order)
{
    bool only_files = false;
    order->files = arena_array(cli->arena, cli->count, sizeof *order->files);
    for (size_t i = 0; i < cli->count; i++) {
        char *word = cli->arguments[i];
        const char *value = i + 1 < cli->count ? cli->arguments[i + 1] : "";
        if (only_files || strncmp(word, "--", 2) != 0)
            order->files[order->count++] = word;
        else if (strcmp(word, "--") == 0)
            only_files = true;
        else if (strcmp(word, "--force") == 0)
            order->force = true;
        else if (strcmp(word, "--out") == 0 && *value)
            order->folder = cli->arguments[++i];
        else if (strcmp(word, "--to") == 0 && convert_target_named(str_of(value), &order->target))
            order->has_target = ++i;
        else
            return false;
    }
    return order->has_target && order->count > 0;
}

enum exit_code schematic_convert_files(struct cli *cli)
{
    struct order order = {0};
    if (!read_order(cli, &order)) {
        complain(_("usage: curio schematic convert FILE… --to sponge3|sponge2|litematica|mcedit|structure [--out FOLDER] [--force]"));
        return EXIT_USAGE;
    }
    bool all = true;
    for (size_t i = 0; i < order.count; i++)
        all = convert_file(&order, order.files[i]) && all;
    return all ? EXIT_DONE : EXIT_FAILED;
}
