#include "cli/build_file.h"

#include "core/text.h"
#include "core/utf8.h"
#include "schematic/shelf/budget.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MEMORY = 128 << 20, LINE_MOST = 32 << 20 };
#define BLOCKS_MOST ((int64_t)1 << 28) /* half a gigabyte of model */

/* Takes the option at *I, and its value. */
static bool take(struct cli *cli, size_t *i, const struct build_option *options, size_t count, void *order)
{
    for (const struct build_option *option = options; option < options + count; option++) {
        if (strcmp(cli->arguments[*i], option->name) != 0)
            continue;
        if (option->flag)
            return option->take(order, NULL);
        return ++*i < cli->count && option->take(order, cli->arguments[*i]);
    }
    return false;
}

bool build_options(struct cli *cli, const struct build_option *options, size_t count, void *order, struct build_files *files)
{
    bool only_files = false;
    *files = (struct build_files){.paths = arena_array(cli->arena, cli->count, sizeof *files->paths)};
    for (size_t i = 0; i < cli->count; i++) {
        const char *word = cli->arguments[i];
        if (only_files || word[0] != '-' || word[1] == '\0')
            files->paths[files->count++] = cli->arguments[i];
        else if (strcmp(word, "--") == 0)
            only_files = true;
        else if (!take(cli, &i, options, count, order))
            return false;
    }
    return files->count > 0;
}

bool build_budget(struct cli *cli, struct schematic_budget *budget)
{
    const char *path = getenv("CURIO_CONFIG");
    struct str why;
    *budget = schematic_budget_default();
    if (!path)
        return true;
    if (config_load(cli->arena, path, environ, &cli->config, &why) != CONFIG_OK) {
        complain(STR_FMT, STR_ARG(why));
        return false;
    }
    *budget = budget_of(&cli->config);
    return true;
}

bool build_fail(struct build_file *file, const char *reason, const char *detail)
{
    file->why = (struct schematic_refusal){.reason = reason};
    snprintf(file->why.detail, sizeof file->why.detail, "%s", detail);
    return false;
}

/* Opens the file for READ, and says what became of it. */
static bool with_input(struct build_file *file, enum schematic_result (*read)(struct build_file *, const struct schematic_input *, void *into), void *into)
{
    struct stat info;
    bool standard_input = strcmp(file->path, "-") == 0;
    int descriptor = standard_input ? STDIN_FILENO : open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return build_fail(file, "unreadable", strerror(errno));
    enum schematic_result result = SCHEMATIC_READ_FAILED;
    if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        build_fail(file, "unreadable", _("Not a regular file."));
    } else {
        struct schematic_input input = schematic_input_file(file->arena, descriptor);
        result = read(file, &input, into);
        if (result == SCHEMATIC_READ_FAILED)
            build_fail(file, "unreadable", _("Reading failed."));
    }
    if (!standard_input)
        close(descriptor);
    return result == SCHEMATIC_OK;
}

static enum schematic_result study(struct build_file *file, const struct schematic_input *input, void *into)
{
    return schematic_study(file->arena, file->budget, input, into, &file->why);
}

bool build_study(struct build_file *file, struct schematic_study *out)
{
    return with_input(file, study, out);
}

static enum schematic_result load(struct build_file *file, const struct schematic_input *input, void *into)
{
    return model_load(file->budget, BLOCKS_MOST, input, into, &file->why);
}

bool build_load(struct build_file *file, struct model **out)
{
    return with_input(file, load, out);
}

/* A file's name as JSON can hold it. */
static struct str shown(struct arena *arena, struct str path)
{
    struct buf *name = ARENA_NEW(arena, struct buf); /* the arena frees what it holds */
    buf_init_in(arena, name, 8 * path.n + 8);
    for (size_t at = 0; at < path.n;) {
        char encoded[4];
        size_t n = utf8_encode(utf8_next(path, &at), encoded);
        buf_add_bytes(name, encoded, n);
    }
    return buf_str(name);
}

void build_line_text(struct build_line *line, const char *key, struct str text)
{
    json_key(&line->json, str_of(key));
    json_text(&line->json, text);
}

void build_line_number(struct build_line *line, const char *key, int64_t number)
{
    json_key(&line->json, str_of(key));
    json_int64(&line->json, number);
}

void build_line_begin(struct build_line *line, struct build_file *file, bool ok)
{
    buf_init(&line->text, LINE_MOST);
    json_begin(&line->json, &line->text);
    json_object_open(&line->json);
    build_line_text(line, "file", shown(file->arena, str_of(file->path)));
    json_key(&line->json, STR("ok"));
    json_bool(&line->json, ok);
    if (ok)
        return;
    build_line_text(line, "reason", str_of(file->why.reason));
    build_line_number(line, "offset", file->why.offset);
    build_line_text(line, "detail", shown(file->arena, str_of(file->why.detail)));
}

bool build_line_end(struct build_line *line)
{
    json_object_close(&line->json);
    bool whole = json_end(&line->json);
    buf_add_char(&line->text, '\n');
    print_buf(&line->text);
    fflush(stdout);
    whole = whole && !line->text.failed;
    buf_free(&line->text);
    return whole;
}

enum exit_code build_each(const struct build_files *files, const struct schematic_budget *budget, bool (*one)(struct build_file *, void *order), void *order)
{
    bool all = true;
    for (size_t i = 0; i < files->count; i++) {
        struct build_file file = {.arena = arena_new(FILE_MEMORY), .path = files->paths[i], .budget = budget};
        all = one(&file, order) && all;
        arena_free(file.arena);
    }
    return all ? EXIT_DONE : EXIT_FAILED;
}
