#include "core/log.h"

#include "core/json_write.h"
#include "core/timestamp.h"
#include "core/utf8.h"

#include <assert.h>
#include <unistd.h>

enum {
    LINE = 4096 - 1, /* with its line feed at most PIPE_BUF: lines of many processes on one pipe do not mix */
    TEXT = 1024,
    REQUEST_ID = 128
};

static struct {
    const char *program;
    enum log_level least;
    char request_id[REQUEST_ID];
    size_t request_id_length;
} state = {.program = "curio", .least = LOG_INFO};

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

void log_init(const char *program, enum log_level least)
{
    state.program = program;
    state.least = least;
}

void log_request_id(struct str id)
{
    id = utf8_truncate(id, sizeof state.request_id);
    if (id.n)
        memcpy(state.request_id, id.p, id.n);
    state.request_id_length = id.n;
}

static bool names_a_secret(const char *key)
{
    static const char *const words[] = {"password", "token", "authorization", "cookie", "secret"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(key, words[i]))
            return true;
    return false;
}

static void write_field(struct json *json, const struct log_field *field)
{
    assert(!names_a_secret(field->key));
    json_key(json, str_of(field->key));
    if (field->kind == LOG_NUMBER)
        json_int64(json, field->number);
    else
        json_text(json, utf8_truncate(field->text, TEXT));
}

/* Malformed bytes come out as U+FFFD: the writer's complaint about them is of no use here. */
static void write_line(struct buf *line, enum log_level level, struct str message, size_t count,
                       const struct log_field fields[])
{
    struct json json;
    char now[TIMESTAMP_TEXT];
    json_begin(&json, line);
    json_object_open(&json);
    json_key(&json, STR("timestamp"));
    json_text(&json, timestamp_rfc3339(timestamp_now(), now));
    json_key(&json, STR("level"));
    json_text(&json, str_of(level_names[level]));
    json_key(&json, STR("message"));
    json_text(&json, utf8_truncate(message, TEXT));
    json_key(&json, STR("context"));
    json_object_open(&json);
    json_key(&json, STR("program"));
    json_text(&json, str_of(state.program));
    if (state.request_id_length) {
        json_key(&json, STR("requestId"));
        json_text(&json, (struct str){state.request_id, state.request_id_length});
    }
    for (size_t i = 0; i < count; i++)
        write_field(&json, &fields[i]);
    json_object_close(&json);
    json_object_close(&json);
}

/* Allocates nothing, so that it can still say that memory ran out. A line that would get too long goes without its
 * fields rather than cut in the middle. */
static void log_line(enum log_level level, struct str message, size_t count, const struct log_field fields[])
{
    static char bytes[LINE + 1];
    if (level < state.least)
        return;
    struct buf line = {.p = bytes, .capacity = LINE, .limit = LINE};
    write_line(&line, level, message, count, fields);
    if (line.failed) {
        buf_clear(&line);
        write_line(&line, level, utf8_truncate(message, TEXT / 2), 0, NULL);
    }
    if (line.failed)
        return;
    bytes[line.n] = '\n';
    ssize_t written = write(STDERR_FILENO, bytes, line.n + 1);
    (void)written; /* nowhere is left to complain to */
}

void log_event(enum log_level level, const char *message, size_t count, const struct log_field fields[])
{
    log_line(level, str_of(message), count, fields);
}

static void __attribute__((format(printf, 2, 0))) log_formatted(enum log_level level, const char *format, va_list arguments)
{
    char text[TEXT + 1];
    int n = vsnprintf(text, sizeof text, format, arguments);
    if (n > 0)
        log_line(level, (struct str){text, (size_t)n > TEXT ? TEXT : (size_t)n}, 0, NULL);
}

void log_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    log_formatted(LOG_ERROR, format, arguments);
    va_end(arguments);
}

void log_warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    log_formatted(LOG_WARN, format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    log_formatted(LOG_INFO, format, arguments);
    va_end(arguments);
}
