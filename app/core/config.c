#include "core/config.h"

#include "core/config_table.h"

#include <errno.h>

#define HIDDEN "(hidden)"
enum { FILE_MOST = 1 << 20, WHY_MOST = 1 << 16 };

/* Names in the environment that are not settings: the path of curio.conf, ./dev's and the tests' own. */
static const char *const not_settings[] = {"CURIO_CONFIG", "CURIO_PORT", "CURIO_VAR", "CURIO_BUILD", "CURIO_DEMO",
                                           "CURIO_SCANNER", "CURIO_DURABLE", "CURIO_CORPORA", "CURIO_DEV_", "CURIO_TEST_"};

struct loading {
    struct arena *arena;
    struct config *config;
    struct buf why;
    bool *set; /* by table index: given by the file or the environment */
};

static void __attribute__((format(printf, 2, 3))) complain(struct loading *loading, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    buf_printf(&loading->why, "%s%s", loading->why.n ? "\n" : "", line);
}

static ptrdiff_t setting_index(struct str key)
{
    for (size_t i = 0; i < config_setting_count; i++)
        if (str_eq(key, str_of(config_settings[i].key)))
            return (ptrdiff_t)i;
    return -1;
}

/* FROM says where the value stands: "curio.conf:12" or "the environment". Values are not repeated: they may be secret. */
static void set_value(struct loading *loading, struct str from, struct str key, struct str value)
{
    ptrdiff_t index = setting_index(key);
    struct str expected;
    if (index < 0) {
        complain(loading, STR_FMT ": " STR_FMT ": there is no such setting", STR_ARG(from), STR_ARG(key));
        return;
    }
    const struct setting *setting = &config_settings[index];
    if (setting->type == SETTING_SECRET && str_eq(value, STR(HIDDEN)))
        return; /* as config_print wrote it */
    if (!setting_read(loading->arena, setting, value, loading->config, &expected))
        complain(loading, STR_FMT ": %s: expected " STR_FMT, STR_ARG(from), setting->key, STR_ARG(expected));
    loading->set[index] = true;
}

/* VALUE without a comment behind it (" # …") and without quotes around it, which keep a "#" or outer spaces. False: quotes are
 * open, or something follows them. */
static bool unquote(struct str *value)
{
    if (value->n && *value->p == '"') {
        struct str inside, rest;
        if (!str_cut(str_slice(*value, 1, value->n), '"', &inside, &rest))
            return false;
        *value = inside;
        rest = str_trim(rest);
        return rest.n == 0 || *rest.p == '#';
    }
    for (size_t i = 0; i < value->n; i++)
        if (value->p[i] == '#' && (i == 0 || value->p[i - 1] == ' ' || value->p[i - 1] == '\t') &&
            (i + 1 == value->n || value->p[i + 1] == ' ')) {
            *value = str_slice(*value, 0, i);
            break;
        }
    *value = str_trim(*value);
    return true;
}

static void load_line(struct loading *loading, struct str from, struct str line)
{
    struct str key, value;
    line = str_trim(line);
    if (!line.n || *line.p == '#')
        return;
    if (!str_cut(line, '=', &key, &value)) {
        complain(loading, STR_FMT ": expected \"key = value\"", STR_ARG(from));
        return;
    }
    value = str_trim(value);
    if (!unquote(&value))
        complain(loading, STR_FMT ": " STR_FMT ": a quote is missing, or something follows it", STR_ARG(from),
                 STR_ARG(str_trim(key)));
    else
        set_value(loading, from, str_trim(key), value);
}

/* The whole file, or absent with *error set. */
static struct str read_file(struct arena *arena, const char *path, int *error)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        *error = errno;
        return STR_NULL;
    }
    struct buf text;
    char piece[4096];
    buf_init(&text, FILE_MOST);
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        buf_add_bytes(&text, piece, n);
    *error = ferror(file) ? EIO : text.failed ? EFBIG : 0;
    fclose(file);
    struct str whole = *error ? STR_NULL : arena_str(arena, buf_str(&text));
    buf_free(&text);
    return whole;
}

static void load_file(struct loading *loading, const char *path)
{
    int error;
    struct str line, rest = read_file(loading->arena, path, &error);
    if (!rest.p) {
        complain(loading, "%s: %s", path, strerror(error));
        return;
    }
    if (memchr(rest.p, '\0', rest.n)) {
        complain(loading, "%s: this is not a text file", path);
        return;
    }
    for (int number = 1; rest.n; number++) {
        str_cut(rest, '\n', &line, &rest);
        load_line(loading, arena_printf(loading->arena, "%s:%d", path, number), line);
    }
}

static bool is_setting_name(struct str name)
{
    if (!str_starts_with(name, STR("CURIO_")))
        return false;
    for (size_t i = 0; i < sizeof not_settings / sizeof *not_settings; i++) {
        struct str other = str_of(not_settings[i]);
        if (str_eq(name, other) || (str_ends_with(other, STR("_")) && str_starts_with(name, other)))
            return false;
    }
    return true;
}

static void load_environment(struct loading *loading, char **variables)
{
    for (; variables && *variables; variables++) {
        struct str name, value;
        if (!str_cut(str_of(*variables), '=', &name, &value) || !is_setting_name(name))
            continue;
        struct str upper = str_slice(name, sizeof "CURIO_" - 1, name.n);
        char *key = arena_alloc(loading->arena, upper.n + 1);
        for (size_t i = 0; i < upper.n; i++)
            key[i] = (char)(upper.p[i] >= 'A' && upper.p[i] <= 'Z' ? upper.p[i] + ('a' - 'A') : upper.p[i]);
        set_value(loading, STR("the environment"), str_of(key), value);
    }
}

static void load_defaults(struct loading *loading)
{
    struct str expected;
    for (size_t i = 0; i < config_setting_count; i++) {
        const struct setting *setting = &config_settings[i];
        if (setting->by_default &&
            !setting_read(loading->arena, setting, str_of(setting->by_default), loading->config, &expected))
            complain(loading, "%s: its own default is out of its range", setting->key);
    }
}

static void demand_required(struct loading *loading)
{
    for (size_t i = 0; i < config_setting_count; i++) {
        const struct setting *setting = &config_settings[i];
        if (setting->by_default || loading->set[i])
            continue;
        struct str range = setting_range(loading->arena, setting);
        complain(loading, "%s: must be set (" STR_FMT "): %s", setting->key, STR_ARG(range), setting->says);
    }
}

/* What only makes sense together. */
static void demand_store(struct loading *loading)
{
    const struct config *config = loading->config;
    bool whole = config->s3_endpoint.n && config->s3_bucket.n && config->s3_key.n && config->s3_secret.n;
    if (config->store == STORE_S3 && !whole)
        complain(loading, "store: s3 needs s3_endpoint, s3_bucket, s3_key and s3_secret");
}

enum config_result config_load(struct arena *arena, const char *path, char **environ, struct config *out, struct str *why)
{
    struct loading loading = {.arena = arena, .config = out, .set = arena_array(arena, config_setting_count, sizeof(bool))};
    *out = (struct config){0};
    buf_init(&loading.why, WHY_MOST);
    load_defaults(&loading);
    if (path)
        load_file(&loading, path);
    load_environment(&loading, environ);
    demand_required(&loading);
    demand_store(&loading);
    enum config_result result = loading.why.n || loading.why.failed ? CONFIG_INVALID : CONFIG_OK;
    *why = arena_str(arena, buf_str(&loading.why));
    buf_free(&loading.why);
    return result;
}

static bool needs_quotes(struct str value)
{
    return str_find(value, STR(" #")) >= 0 || str_trim(value).n != value.n || str_starts_with(value, STR("# ")) ||
           str_eq(value, STR("#"));
}

/* What a text may be goes without saying, unless it must be long. */
static bool range_is_telling(const struct setting *setting)
{
    return (setting->type != SETTING_TEXT && setting->type != SETTING_SECRET) || setting->least > 1;
}

static void print_meaning(struct arena *arena, const struct setting *setting, struct buf *out)
{
    struct str range = setting_range(arena, setting);
    buf_printf(out, "   # %s", setting->says);
    if (!setting->by_default)
        buf_add(out, STR(" (must be set"));
    else
        buf_printf(out, " (default %s", *setting->by_default ? setting->by_default : "empty");
    if (range_is_telling(setting))
        buf_printf(out, "; " STR_FMT, STR_ARG(range));
    buf_add(out, STR(")\n"));
}

static void print_setting(struct arena *arena, const struct setting *setting, const struct config *config, struct buf *out)
{
    struct str value = setting_text(arena, setting, config);
    const char *quote = needs_quotes(value) ? "\"" : "";
    buf_printf(out, "%s =", setting->key);
    if (setting->type == SETTING_SECRET && value.n)
        buf_add(out, STR(" " HIDDEN));
    else if (value.n)
        buf_printf(out, " %s" STR_FMT "%s", quote, STR_ARG(value), quote);
    print_meaning(arena, setting, out);
}

void config_print(const struct config *config, struct buf *out)
{
    struct arena *arena = arena_new(FILE_MOST);
    for (size_t i = 0; i < config_setting_count; i++)
        print_setting(arena, &config_settings[i], config, out);
    arena_free(arena);
}
