/* A byte builder whose failure is sticky: write freely, check once at the end. Grows by doubling up to LIMIT. */
#ifndef CURIO_CORE_BUF_H
#define CURIO_CORE_BUF_H

#include "core/arena.h"

struct buf {
    char *p; /* capacity + 1 bytes */
    size_t n, capacity, limit;
    bool failed; /* the limit was hit: n stays where it was and everything later is dropped */
    char **held; /* where the arena that frees the bytes finds them; null: buf_free frees them */
};

void buf_init(struct buf *, size_t limit); /* allocates nothing yet */
void buf_init_in(struct arena *, struct buf *, size_t limit); /* the same; freed with the arena, which the buf itself need not outlive */
void buf_free(struct buf *);
void buf_clear(struct buf *); /* empty and not failed; keeps the memory */
void buf_add(struct buf *, struct str);
void buf_add_char(struct buf *, char);
void buf_add_bytes(struct buf *, const void *, size_t);
void buf_add_int64(struct buf *, int64_t);
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *); /* valid until the next write */

#endif
