/* fuzz: market. The settings of a source: selectors and patterns that are none are refused, all others can be used. */
#include "market_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char page[] = "<h1>A</h1><ul><li class='a b' id=x>B <a href=c>3. maj 2026</a><li><b>C</b></ul>";
    const struct market_settings *settings;
    struct market_reading reading;
    struct str why;
    if (size > 1 << 14)
        return 0;
    struct arena *arena = arena_new(64 << 20);
    bool ok = market_settings_read(arena, (struct str){(const char *)data, size}, &settings, &why);
    market_demand(ok == !why.p);
    if (ok) {
        struct market_input input = {.bytes = str_of(page), .kind = MARKET_LIST, .settings = settings, .today = wall_date(2026, 5, 1)};
        market_read(arena, &input, &reading);
        market_check_json(arena, &reading);
    }
    arena_free(arena);
    return 0;
}
