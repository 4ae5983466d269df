/* fuzz: web. Query strings and urlencoded bodies. */
#include "core/utf8.h"
#include "web/urlencoded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is accepted is valid UTF-8 without NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(64 * 1024 * 1024);
    struct form_inputs inputs = {.arena = arena};
    if (urlencoded_parse((struct str){(const char *)data, size}, &inputs) == INPUT_READ)
        for (size_t i = 0; i < inputs.count; i++)
            if (!utf8_valid(inputs.at[i].value) || str_find(inputs.at[i].value, (struct str){"\0", 1}) >= 0) __builtin_trap();
    arena_free(arena);
    return 0;
}
