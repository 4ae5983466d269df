#include "core/buf.h"

#include "core/memory.h"

enum { FIRST_CAPACITY = 256 };

void buf_init(struct buf *b, size_t limit)
{
    *b = (struct buf){.limit = limit};
}

void buf_free(struct buf *b)
{
    char **held = b->held;
    free(b->p);
    buf_init(b, b->limit);
    b->held = held;
    if (held)
        *held = NULL;
}

static void free_held(void *held)
{
    free(*(char **)held);
}

void buf_init_in(struct arena *arena, struct buf *buf, size_t limit)
{
    buf_init(buf, limit);
    buf->held = ARENA_NEW(arena, char *);
    *buf->held = NULL;
    arena_defer(arena, free_held, buf->held);
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

/* Room for MORE bytes past n, or false and the buffer has failed. */
static bool buf_reserve(struct buf *b, size_t more)
{
    if (b->failed || more > b->limit - b->n) {
        b->failed = true;
        return false;
    }
    if (more <= b->capacity - b->n)
        return true;
    size_t capacity = b->capacity > b->limit / 2 ? b->limit : b->capacity * 2;
    if (capacity < b->n + more)
        capacity = b->n + more;
    if (capacity < FIRST_CAPACITY && b->limit >= FIRST_CAPACITY)
        capacity = FIRST_CAPACITY;
    b->p = memory_grow(b->p, capacity + 1); /* one more, for the terminator that vsnprintf writes */
    b->capacity = capacity;
    if (b->held)
        *b->held = b->p;
    return true;
}

void buf_add_bytes(struct buf *b, const void *bytes, size_t n)
{
    if (n == 0 || !buf_reserve(b, n))
        return;
    memcpy(b->p + b->n, bytes, n);
    b->n += n;
}

void buf_add(struct buf *b, struct str s)
{
    buf_add_bytes(b, s.p, s.n);
}

void buf_add_char(struct buf *b, char c)
{
    buf_add_bytes(b, &c, 1);
}

void buf_add_int64(struct buf *b, int64_t value)
{
    char text[24], *end = text + sizeof text, *at = end;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    buf_add_bytes(b, at, (size_t)(end - at));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        b->failed = true;
    else if (n > 0 && buf_reserve(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, arguments);
        b->n += (size_t)n;
    }
    va_end(arguments);
}

struct str buf_str(const struct buf *b)
{
    return b->n ? (struct str){b->p, b->n} : STR("");
}
