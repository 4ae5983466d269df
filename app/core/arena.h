/* A bump allocator that lives as long as one request (or one job, one command). Handlers free nothing; what libraries
 * hand out is deferred to the arena. */
#ifndef CURIO_CORE_ARENA_H
#define CURIO_CORE_ARENA_H

#include "core/str.h"

struct arena;

/* CAP is the budget in bytes. Past it arena_full() says true for good and the dispatcher answers 500 instead of what
 * the handler made; allocation itself goes on until twice the cap, and there ends the process, as running out of
 * memory does. So no caller ever sees NULL. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena *);  /* runs the deferred calls, newest first */
void arena_reset(struct arena *); /* the same, and ready for the next request; keeps its first block */
bool arena_full(const struct arena *);
size_t arena_used(const struct arena *);

void *arena_alloc(struct arena *, size_t size);                /* zeroed, aligned for any type; never NULL */
void *arena_array(struct arena *, size_t count, size_t size);  /* overflow-checked */
/* ARRAY with room for at least one more than COUNT elements: moves when COUNT is zero or a power of two. */
void *arena_more(struct arena *, void *array, size_t count, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
struct str arena_str(struct arena *, struct str);              /* a NUL-terminated copy; absent stays absent */
struct str arena_lower(struct arena *, struct str);            /* a copy with A to Z in lower case */
struct str arena_printf(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str arena_join(struct arena *, size_t count, const struct str parts[]);
void arena_defer(struct arena *, void (*call)(void *), void *with);

#endif
