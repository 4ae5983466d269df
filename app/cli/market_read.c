#include "cli/market_read.h"

#include "core/text.h"
#include "core/utf8.h"
#include "market/found_json.h"
#include "market/read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MOST = 128 << 20, SETTINGS_BYTES = 1 << 20, SCHEDULED = 4 };

struct order {
    struct market_input input;
    bool kind_given, table;
    const char *settings;
    char **paths;
    size_t count;
};

/* The whole file, one byte more than MOST at the utmost. Null text and errno where it can't be read. */
static struct str file_bytes(struct arena *arena, const char *path, size_t most)
{
    struct stat info;
    struct str bytes = STR_NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return bytes;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        size_t size = (size_t)info.st_size > most ? most + 1 : (size_t)info.st_size, n = 0;
        char *into = arena_alloc(arena, size + 1);
        ssize_t got = 1;
        while (n < size && (got = read(file, into + n, size - n)) > 0)
            n += (size_t)got;
        if (got >= 0)
            bytes = (struct str){into, n};
    } else {
        errno = EINVAL;
    }
    close(file);
    return bytes;
}

static bool take_value(struct order *order, const char *option, const char *value)
{
    struct str text = str_of(value);
    if (!value)
        return false;
    if (strcmp(option, "--kind") == 0)
        return order->kind_given = market_source_kind_of(text, &order->input.kind);
    if (strcmp(option, "--base") == 0)
        order->input.base = text;
    else if (strcmp(option, "--settings") == 0)
        order->settings = value;
    else if (strcmp(option, "--today") == 0)
        return wall_parse(text, &order->input.today);
    else
        return false;
    return true;
}

static bool take_order(struct cli *cli, struct order *order)
{
    int64_t now = timestamp_now().us / 1000000;
    *order = (struct order){.input.today = {now - now % WALL_DAY}, .paths = arena_array(cli->arena, cli->count, sizeof(char *))};
    for (size_t i = 0; i < cli->count; i++) {
        const char *word = cli->arguments[i];
        if (strcmp(word, "--table") == 0)
            order->table = true;
        else if (word[0] != '-')
            order->paths[order->count++] = cli->arguments[i];
        else if (!take_value(order, word, i + 1 < cli->count ? cli->arguments[i + 1] : NULL))
            return false;
        else
            i++;
    }
    return order->count > 0;
}

static bool take_settings(struct cli *cli, struct order *order)
{
    struct str why;
    if (!order->settings)
        return true;
    struct str json = file_bytes(cli->arena, order->settings, SETTINGS_BYTES);
    if (!json.p)
        complain("%s: %s", order->settings, strerror(errno));
    else if (!market_settings_read(cli->arena, json, &order->input.settings, &why))
        complain("%s: " STR_FMT, order->settings, STR_ARG(why));
    else
        return true;
    return false;
}

static void text_member(struct json *json, const char *name, struct str text)
{
    if (!text.n)
        return;
    json_key(json, str_of(name));
    json_text(json, text);
}

static bool print_line(struct arena *arena, const char *path, const struct market_input *input, const struct market_reading *reading)
{
    struct buf line;
    struct json json;
    buf_init(&line, LINE_MOST);
    json_begin(&json, &line);
    json_object_open(&json);
    text_member(&json, "file", utf8_valid(str_of(path)) ? str_of(path) : STR("?"));
    text_member(&json, "kind", str_of(market_source_kind_name(input->kind)));
    json_key(&json, STR("whole"));
    json_bool(&json, reading->whole);
    text_member(&json, "title", reading->title);
    text_member(&json, "credit", reading->credit);
    text_member(&json, "credit_url", reading->credit_url);
    text_member(&json, "next", reading->next);
    json_key(&json, STR("markets"));
    json_array_open(&json);
    for (size_t i = 0; i < reading->market_count; i++) {
        json_object_open(&json);
        found_json_write(&json, arena, &reading->markets[i]);
        text_member(&json, "where", reading->markets[i].where);
        json_object_close(&json);
    }
    json_array_close(&json);
    json_key(&json, STR("refused"));
    json_array_open(&json);
    for (size_t i = 0; i < reading->refusal_count; i++)
        found_json_refusal(&json, &reading->refusals[i]);
    json_array_close(&json);
    json_key(&json, STR("refusals_dropped"));
    json_int64(&json, (int64_t)reading->refusals_dropped);
    json_object_close(&json);
    buf_add_char(&line, '\n');
    bool ok = json_end(&json) && !line.failed;
    if (ok)
        print_buf(&line);
    buf_free(&line);
    return ok;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void print_row(const char *path, const struct market_input *input, const struct market_reading *reading)
{
    size_t with[SCHEDULED] = {0}, kinds[MARKET_REFUSAL_KIND_COUNT] = {0};
    for (size_t i = 0; i < reading->market_count; i++) {
        const struct market_found *market = &reading->markets[i];
        with[0] += market->opening_hours.n > 0;
        with[1] += market->rule_count > 0;
        with[2] += market->date_count > 0;
        with[3] += market->opening_words.n > 0;
    }
    for (size_t i = 0; i < reading->refusal_count; i++)
        kinds[reading->refusals[i].kind]++;
    printf("%-40s %-9s %7zu %6zu %6zu %6zu %6zu ", file_name(path), market_source_kind_name(input->kind), reading->market_count, with[0], with[1], with[2], with[3]);
    bool any = false;
    for (int kind = 0; kind < MARKET_REFUSAL_KIND_COUNT; kind++)
        if (kinds[kind]) {
            printf("%s%zu %s", any ? ", " : " ", kinds[kind], market_refusal_kind_name((enum market_refusal_kind)kind));
            any = true;
        }
    puts(any ? "" : " -");
}

static bool read_file(const struct order *order, const char *path)
{
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_input input = order->input;
    struct market_reading reading = {0};
    input.bytes = file_bytes(arena, path, MARKET_READ_BYTES);
    bool ok = input.bytes.p != NULL;
    if (!ok) {
        complain("%s: %s", path, strerror(errno));
    } else {
        if (!order->kind_given)
            input.kind = market_source_kind_guess(input.bytes, STR_NULL, str_of(path));
        market_read(arena, &input, &reading);
        if (order->table)
            print_row(path, &input, &reading);
        else
            ok = print_line(arena, path, &input, &reading);
    }
    arena_free(arena);
    return ok && reading.whole;
}

enum exit_code market_read_files(struct cli *cli)
{
    struct order order;
    bool ok = true;
    if (!take_order(cli, &order)) {
        complain(_("usage: curio market read [--kind KIND] [--base URL] [--settings FILE] [--today DAY] [--table] FILE…"));
        return EXIT_USAGE;
    }
    if (!take_settings(cli, &order))
        return EXIT_USAGE;
    if (order.table)
        printf("%-40s %-9s %7s %6s %6s %6s %6s  %s\n", "file", "kind", "markets", "hours", "rules", "dates", "words", "refused");
    for (size_t i = 0; i < order.count; i++)
        ok &= read_file(&order, order.paths[i]);
    return ok ? EXIT_DONE : EXIT_FAILED;
}
