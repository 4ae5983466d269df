/* Inflated bytes of a build, in order, through one window of fixed size. Gzip (of one or several members), zlib or raw is told
 * by content. Includes zlib, and libdeflate for gzip's sums. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_SOURCE_H
#define CURIO_SCHEMATIC_SOURCE_H

#include "schematic/verdict.h"

enum { SOURCE_AXIOM_HEAD = 8 /* magic number and the first part's length */ };
enum { SOURCE_WINDOW = 128 * 1024 }; /* more than the longest text of NBT, 65,535 bytes */

struct source {
    const uint8_t *at, *end; /* what is inflated and not yet taken */
    int64_t inflated;        /* bytes up to END */
    int64_t budget;          /* how far INFLATED may go */
    bool axiom;              /* an Axiom blueprint: parts of stated lengths, handed out as they lie up to SOURCE_AXIOM_HEAD */
    struct verdict *verdict;
    struct source_input *input;
    uint8_t *window;
};

/* Refuses at once what is neither gzip, zlib nor a raw compound. */
void source_open(struct source *, struct arena *, int64_t budget, schematic_read_fn *, void *with, struct verdict *);

/* Hands out N more bytes as they lie; for what is compressed in parts. */
void source_allow(struct source *, int64_t n);
/* Everything from here on is inflated; what was allowed has all been taken. */
void source_inflate(struct source *, struct arena *);

/* Whether N bytes (at most SOURCE_WINDOW) lie at AT now; moves and refills the window as needed. Refuses nothing when the input just ends. */
bool source_have(struct source *, size_t n);
const uint8_t *source_take_slowly(struct source *, size_t n);

/* The next N bytes, valid until anything more is read. NULL (and refused as "truncated") when the input ends before. */
static inline const uint8_t *source_take(struct source *source, size_t n)
{
    const uint8_t *p = source->at;
    if ((size_t)(source->end - p) < n)
        return source_take_slowly(source, n);
    source->at += n;
    return p;
}

/* Offset of AT in the inflated stream. */
static inline int64_t source_offset(const struct source *source)
{
    return source->inflated - (source->end - source->at);
}

/* After the last byte that was expected: checks sums and refuses what follows. */
void source_close(struct source *);

#endif
