/* fuzz: web. The first byte says how much a read gives at most, the rest is the body with the boundary "XX". */
#include <string.h>

#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct feed {
    const uint8_t *p;
    size_t n, step;
};

static ptrdiff_t feed_read(void *with, void *into, size_t size)
{
    struct feed *feed = with;
    size_t n = feed->n < feed->step ? feed->n : feed->step;
    if (n > size) n = size;
    if (n > 0) memcpy(into, feed->p, n);
    feed->p += n;
    feed->n -= n;
    return (ptrdiff_t)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    struct arena *arena = arena_new(64 * 1024 * 1024);
    struct feed feed = {data + 1, size - 1, (size_t)data[0] + 1};
    struct multipart_source source = {feed_read, &feed, -1, 65536};
    struct form_inputs inputs = {.arena = arena};
    if (multipart_parse(&source, STR("XX"), &inputs) == INPUT_READ)
        for (size_t i = 0; i < inputs.count; i++)
            if (inputs.at[i].file.offset + inputs.at[i].file.size > (int64_t)size) __builtin_trap();
    multipart_boundary(arena, (struct str){(const char *)data, size});
    arena_free(arena);
    return 0;
}
