/* What a source gives, as text that a test can compare: a line of JSON for each market, then a line for each refusal. */
#ifndef CURIO_UNIT_MARKET_READING_H
#define CURIO_UNIT_MARKET_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/buf.h"
#include "market/found_json.h"
#include "market/read.h"

enum { READING_TEXT = 1 << 22 };

struct reading_case {
    enum market_source_kind kind;
    const char *settings; /* null: none */
    const char *input, *want;
};

static inline struct market_input reading_input(struct arena *arena, enum market_source_kind kind, const char *settings, struct str bytes)
{
    struct market_input input = {.bytes = bytes, .kind = kind, .base = STR("https://example.org/list/"), .today = wall_date(2026, 5, 1)};
    struct str why;
    if (settings && !market_settings_read(arena, str_of(settings), &input.settings, &why))
        fail_msg("settings: %s", why.p);
    return input;
}

static inline const char *reading_text(struct arena *arena, const struct market_reading *reading)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, READING_TEXT);
    for (size_t i = 0; i < reading->market_count; i++) {
        struct json json;
        json_begin(&json, out);
        json_object_open(&json);
        found_json_write(&json, arena, &reading->markets[i]);
        json_object_close(&json);
        assert_true(json_end(&json));
        buf_add_char(out, '\n');
    }
    for (size_t i = 0; i < reading->refusal_count; i++) {
        const struct market_refusal *refusal = &reading->refusals[i];
        buf_printf(out, "- %s/%s %s: %s\n", market_refusal_kind_name(refusal->kind), market_refusal_scope_name(refusal->scope),
                   refusal->where.p ? refusal->where.p : "", refusal->what.p ? refusal->what.p : "");
    }
    if (!reading->whole)
        buf_add(out, STR("- not whole\n"));
    buf_add_char(out, '\0');
    assert_false(out->failed);
    return buf_str(out).p;
}

static inline void reading_expect(const struct reading_case *one)
{
    struct arena *arena = arena_new(MARKET_READ_MEMORY);
    struct market_input input = reading_input(arena, one->kind, one->settings, str_of(one->input));
    struct market_reading reading;
    market_read(arena, &input, &reading);
    const char *got = reading_text(arena, &reading);
    if (getenv("CURIO_SHOW") && strcmp(got, one->want)) /* to see them all, not only the first */
        printf("== %s\n-> %s\n", one->input, got);
    else
        assert_string_equal(got, one->want);
    arena_free(arena);
}

#endif
