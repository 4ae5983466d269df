#include "core/memory.h"

#include "core/log.h"

_Noreturn void memory_end(const char *why)
{
    log_event(LOG_ERROR, why, 0, NULL);
    abort();
}

void *memory_new(size_t size)
{
    void *made = calloc(1, size ? size : 1);
    if (!made)
        memory_end("out of memory");
    return made;
}

void *memory_grow(void *old, size_t size)
{
    void *grown = realloc(old, size ? size : 1);
    if (!grown)
        memory_end("out of memory");
    return grown;
}

size_t memory_product(size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product))
        memory_end("an allocation's size overflows");
    return product;
}
