/* One JSON line an event on standard error:
 * {"timestamp","level","message","context":{...}}. Fields that name secrets (password, token, authorization, cookie,
 * secret) are refused by an assertion in log_text and never printed. */
#ifndef CURIO_CORE_LOG_H
#define CURIO_CORE_LOG_H

#include "core/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_SILENT /* for log_init: nothing is logged */ };

struct log_field {
    const char *key;
    enum { LOG_TEXT, LOG_NUMBER } kind;
    struct str text;
    int64_t number;
};

void log_init(const char *program, enum log_level least);
/* Stands in every line until changed: the request's or the job's id. STR_NULL clears it. */
void log_request_id(struct str);
void log_event(enum log_level, const char *message, size_t count, const struct log_field fields[]);

#define log_text(k, v) ((struct log_field){.key = (k), .kind = LOG_TEXT, .text = (v)})
#define log_number(k, v) ((struct log_field){.key = (k), .kind = LOG_NUMBER, .number = (v)})
#define LOG_COUNT(...) (sizeof((struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))
#define log_with(level, message, ...) \
    log_event((level), (message), LOG_COUNT(__VA_ARGS__), (struct log_field[]){__VA_ARGS__})
/* A message with printf arguments and no fields. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
