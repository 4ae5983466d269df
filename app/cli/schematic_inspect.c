#include "cli/schematic_inspect.h"

#include "core/json_write.h"
#include "core/text.h"
#include "core/utf8.h"
#include "schematic/shelf/budget.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MEMORY = 64 << 20, LINE_MOST = 16 << 20 };

static void write_texts(struct json *json, const char *key, const char *const *texts, size_t count)
{
    json_key(json, str_of(key));
    json_array_open(json);
    for (size_t i = 0; i < count; i++)
        json_text(json, str_of(texts[i]));
    json_array_close(json);
}

static void write_number(struct json *json, const char *key, int64_t number)
{
    json_key(json, str_of(key));
    json_int64(json, number);
}

static void write_facts(struct json *json, const struct schematic_facts *facts)
{
    json_key(json, STR("format"));
    json_text(json, str_of(schematic_format_name(facts->format)));
    write_number(json, "version", facts->version);
    if (facts->has_data_version) {
        write_number(json, "data_version", facts->data_version);
    } else {
        json_key(json, STR("data_version"));
        json_null(json);
    }
    write_number(json, "width", facts->width);
    write_number(json, "height", facts->height);
    write_number(json, "length", facts->length);
    write_number(json, "blocks", facts->blocks);
    write_number(json, "regions", facts->regions);
}

static void write_mods(struct arena *arena, struct json *json, const struct census *census)
{
    size_t count;
    const struct str *mods = census_mods(arena, census, &count);
    json_key(json, STR("mods"));
    json_array_open(json);
    for (size_t i = 0; i < count; i++)
        json_text(json, mods[i]);
    json_array_close(json);
}

static void write_manifest(struct json *json, const struct manifest *manifest)
{
    json_key(json, STR("manifest"));
    json_object_open(json);
    write_number(json, "block_entities", manifest->block_entities);
    for (enum manifest_kind kind = 0; kind < MANIFEST_KIND_COUNT; kind++)
        if (manifest->groups[kind].count > 0)
            write_number(json, manifest_kind_name(kind), manifest->groups[kind].count);
    json_object_close(json);
}

static void write_study(struct arena *arena, struct json *json, const struct schematic_study *study)
{
    write_facts(json, &study->facts);
    json_key(json, STR("hash"));
    json_text(json, hex_encode(arena, study->hash.b, sizeof study->hash.b));
    write_texts(json, "warnings", study->facts.warnings, study->facts.warning_count);
    write_number(json, "bytes", study->facts.inflated);
    write_mods(arena, json, &study->census);
    write_manifest(json, &study->manifest);
}

static void write_refusal(struct json *json, const struct schematic_refusal *refusal)
{
    json_key(json, STR("reason"));
    json_text(json, str_of(refusal->reason));
    write_number(json, "offset", refusal->offset);
    json_key(json, STR("detail"));
    json_text(json, str_of(refusal->detail));
}

static struct schematic_refusal unreadable(const char *why)
{
    struct schematic_refusal refusal = {.reason = "unreadable"};
    snprintf(refusal.detail, sizeof refusal.detail, "%s.", why);
    return refusal;
}

/* A file's name as JSON can hold it. */
static struct str name_of(struct arena *arena, struct str path)
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

static bool study(struct arena *arena, const struct schematic_budget *budget, int descriptor, struct schematic_study *out,
                  struct schematic_refusal *refusal)
{
    struct stat info;
    if (descriptor < 0 || fstat(descriptor, &info) != 0) {
        *refusal = unreadable(strerror(errno));
        return false;
    }
    if (!S_ISREG(info.st_mode)) {
        *refusal = unreadable("Not a regular file");
        return false;
    }
    struct schematic_input input = schematic_input_file(arena, descriptor);
    enum schematic_result result = schematic_study(arena, budget, &input, out, refusal);
    if (result == SCHEMATIC_READ_FAILED)
        *refusal = unreadable("Reading failed");
    return result == SCHEMATIC_OK;
}

/* One line for one file, whatever it is. Says whether it was read. */
static bool inspect_file(const struct schematic_budget *budget, const char *path)
{
    struct arena *arena = arena_new(FILE_MEMORY);
    bool standard_input = strcmp(path, "-") == 0;
    int descriptor = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct schematic_study found;
    struct schematic_refusal refusal;
    bool ok = study(arena, budget, descriptor, &found, &refusal);
    struct buf line;
    struct json json;
    buf_init_in(arena, &line, LINE_MOST);
    json_begin(&json, &line);
    json_object_open(&json);
    json_key(&json, STR("file"));
    json_text(&json, name_of(arena, str_of(path)));
    json_key(&json, STR("ok"));
    json_bool(&json, ok);
    if (ok)
        write_study(arena, &json, &found);
    else
        write_refusal(&json, &refusal);
    json_object_close(&json);
    ok = json_end(&json) && ok;
    buf_add_char(&line, '\n');
    print_buf(&line);
    fflush(stdout);
    if (descriptor >= 0 && !standard_input)
        close(descriptor);
    arena_free(arena);
    return ok;
}

/* The command works without any settings: they only say the budgets, where CURIO_CONFIG names a file. */
static bool load_budget(struct cli *cli, struct schematic_budget *budget)
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

enum exit_code schematic_inspect_files(struct cli *cli)
{
    struct schematic_budget budget;
    bool all = true;
    if (!load_budget(cli, &budget))
        return EXIT_USAGE;
    for (size_t i = 0; i < cli->count; i++)
        all = inspect_file(&budget, cli->arguments[i]) && all;
    return all ? EXIT_DONE : EXIT_FAILED;
}
