/* Whatever a source holds: what comes out is text that the database takes, within its bounds, and JSON that goes back in unchanged. */
#ifndef CURIO_FUZZ_MARKET_CHECK_H
#define CURIO_FUZZ_MARKET_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "market/found_json.h"
#include "market/read.h"

enum { MARKET_CHECK_BYTES = 1 << 18, MARKET_CHECK_JSON = 64 << 20 };

#define market_demand(condition) market_demanded(condition, #condition, __LINE__)

static inline void market_demanded(bool holds, const char *condition, int line)
{
    if (!holds) {
        fprintf(stderr, "line %d: %s\n", line, condition);
        abort();
    }
}

static inline void market_check_text(struct str text)
{
    market_demand(!text.p || (utf8_valid(text) && !memchr(text.p, '\0', text.n)));
}

static inline void market_check_found(struct arena *arena, const struct market_found *found)
{
    struct market_found again = {0};
    market_demand(found->name.n > 0 && found->external_id.n > 0 && found->latitude.said == found->longitude.said);
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++) {
        struct str text = found_text(arena, found, field);
        market_check_text(text);
        market_demand(found_set(arena, &again, field, text, STR_NULL) == FOUND_OK);
        struct str same = found_text(arena, &again, field);
        market_demand(text.p ? str_eq(text, same) : !same.p);
    }
    market_demand(found->date_count <= MARKET_READ_DATES && found->rule_count <= MARKET_READ_RULES);
    for (size_t i = 0; i < found->date_count; i++) {
        const struct found_date *date = &found->dates[i];
        market_demand(date->starts.form != FOUND_TIME_ABSENT);
        market_check_text(date->external_id);
        market_check_text(date->reason);
        market_check_text(date->name);
    }
}

static inline void market_check_json(struct arena *arena, const struct market_reading *reading)
{
    struct buf text;
    struct json json;
    buf_init(&text, MARKET_CHECK_JSON);
    json_begin(&json, &text);
    json_array_open(&json);
    for (size_t i = 0; i < reading->market_count; i++) {
        json_object_open(&json);
        found_json_write(&json, arena, &reading->markets[i]);
        json_object_close(&json);
    }
    for (size_t i = 0; i < reading->refusal_count; i++)
        found_json_refusal(&json, &reading->refusals[i]);
    json_array_close(&json);
    market_demand(json_end(&json) || text.failed);
    buf_free(&text);
}

static inline void market_check(enum market_source_kind kind, const char *settings, const uint8_t *data, size_t size)
{
    struct market_reading reading;
    struct str why;
    if (size > MARKET_CHECK_BYTES)
        return;
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_input input = {.bytes = {(const char *)data, size}, .kind = kind, .base = STR("https://example.org/a/"), .today = wall_date(2026, 5, 1)};
    if (settings)
        market_demand(market_settings_read(arena, str_of(settings), &input.settings, &why));
    market_read(arena, &input, &reading);
    market_demand(reading.market_count <= MARKET_READ_MARKETS && reading.refusal_count <= MARKET_READ_REFUSALS);
    for (size_t i = 0; i < reading.market_count; i++)
        market_check_found(arena, &reading.markets[i]);
    market_check_text(reading.title);
    market_check_text(reading.credit);
    market_check_json(arena, &reading);
    arena_free(arena);
}

#endif
