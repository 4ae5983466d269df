#include "core/arena.h"

#include "core/memory.h"

#include <stdalign.h>

#if defined(__SANITIZE_ADDRESS__)
#define CURIO_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CURIO_ASAN 1
#endif
#endif
#ifdef CURIO_ASAN
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 }; /* between allocations, so that a run past the end is seen */
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { RED_ZONE = 0 };
#endif

enum { FIRST_BLOCK = 32 * 1024, BLOCK = 128 * 1024, ALIGNMENT = alignof(max_align_t) };

struct block {
    struct block *older;
    size_t capacity, used;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*call)(void *);
    void *with;
};

struct arena {
    struct block *newest; /* the oldest is the first block, which a reset keeps */
    struct deferred *deferred;
    size_t cap, used;
};

static struct block *block_new(struct block *older, size_t capacity)
{
    struct block *block = memory_new(sizeof *block + capacity);
    block->older = older;
    block->capacity = capacity;
    ASAN_POISON_MEMORY_REGION(block->bytes, capacity);
    return block;
}

struct arena *arena_new(size_t cap)
{
    struct arena *arena = memory_new(sizeof *arena);
    arena->newest = block_new(NULL, FIRST_BLOCK);
    arena->cap = cap;
    return arena;
}

void arena_reset(struct arena *arena)
{
    while (arena->deferred) { /* a call may defer once more */
        struct deferred *last = arena->deferred;
        arena->deferred = last->older;
        last->call(last->with);
    }
    while (arena->newest->older) {
        struct block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    arena->newest->used = 0;
    ASAN_POISON_MEMORY_REGION(arena->newest->bytes, arena->newest->capacity);
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena);
    free(arena->newest);
    free(arena);
}

bool arena_full(const struct arena *arena)
{
    return arena->used > arena->cap;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

/* SIZE with its padding, counted against the cap. */
static size_t arena_charge(struct arena *arena, size_t size)
{
    size_t padded, used;
    if (__builtin_add_overflow(size, (size_t)(ALIGNMENT - 1 + RED_ZONE), &padded))
        memory_end("an allocation's size overflows");
    padded -= padded % ALIGNMENT;
    if (__builtin_add_overflow(arena->used, padded, &used) || used / 2 > arena->cap)
        memory_end("an arena is past twice its cap");
    arena->used = used;
    return padded;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t padded = arena_charge(arena, size ? size : 1);
    struct block *block = arena->newest;
    if (padded > block->capacity - block->used)
        block = arena->newest = block_new(block, padded > BLOCK ? padded : BLOCK);
    char *at = block->bytes + block->used;
    block->used += padded;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return memset(at, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, memory_product(count, size));
}

struct str arena_str(struct arena *arena, struct str s)
{
    return s.p ? arena_join(arena, 1, &s) : s;
}

struct str arena_join(struct arena *arena, size_t count, const struct str parts[])
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (__builtin_add_overflow(n, parts[i].n, &n))
            memory_end("an allocation's size overflows");
    char *copy = arena_array(arena, n + 1, 1), *at = copy;
    for (size_t i = 0; i < count; i++)
        if (parts[i].n)
            at = mempcpy(at, parts[i].p, parts[i].n);
    return (struct str){copy, n};
}

struct str arena_lower(struct arena *arena, struct str text)
{
    char *lower = arena_alloc(arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        lower[i] = ascii_lower(text.p[i]);
    return (struct str){lower, text.n};
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        memory_end("arena_printf was given what cannot be printed");
    char *text = arena_alloc(arena, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, arguments);
    va_end(arguments);
    return (struct str){text, (size_t)n};
}

void arena_defer(struct arena *arena, void (*call)(void *), void *with)
{
    struct deferred *deferred = ARENA_NEW(arena, struct deferred);
    *deferred = (struct deferred){arena->deferred, call, with};
    arena->deferred = deferred;
}

void *arena_more(struct arena *arena, void *array, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return array;
    void *larger = arena_array(arena, count == 0 ? 1 : count * 2, size);
    if (count > 0)
        memcpy(larger, array, count * size);
    return larger;
}
