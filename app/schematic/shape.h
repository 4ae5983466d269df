/* Compounds read by table: a row says a field's name, its type, who reads it and where to. Unknown fields are skipped (and
 * checked); a known one that comes twice is refused, for tools disagree on which one counts. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_SHAPE_H
#define CURIO_SCHEMATIC_SHAPE_H

#include "schematic/nbt.h"

struct shape_field {
    const char *name;
    size_t name_length;
    enum nbt_tag tag;
    void (*read)(struct nbt *, void *at); /* takes exactly the value; NULL skips it */
    size_t into;                          /* AT is this many bytes into what shape_read() is given */
};
#define SHAPE_FIELD(name, tag, read, into) {"" name, sizeof(name) - 1, tag, read, into}

struct shape {
    const struct shape_field *fields;
    size_t count; /* at most 64 */
};
#define SHAPE(fields) {fields, sizeof(fields) / sizeof((fields)[0])}
#define SHAPE_BIT(i) ((uint64_t)1 << (i))

/* Which fields came. A known name with another type is not read, only remembered: whether it is an error depends on
 * whether the field was needed. */
enum { SHAPE_MISFITS = 4 };
struct shape_seen {
    uint64_t fields;
    size_t misfit_count; /* the first few */
    struct shape_misfit {
        size_t field; /* the first row of that name */
        enum nbt_tag tag;
        int64_t offset;
    } misfits[SHAPE_MISFITS];
};

/* SEEN is not cleared first, so that one compound can go on where another left off. */
void shape_read(struct nbt *, const struct shape *, struct shape_seen *seen, void *into);
/* Refuses ("wrong-type" or "missing-field") unless all REQUIRED bits were seen. OFFSET: where the compound starts. */
bool shape_require(struct nbt *, const struct shape *, const struct shape_seen *, uint64_t required, int64_t offset);

/* Readers of plain values. */
void shape_u16(struct nbt *, void *at); /* a short, unsigned, into int64_t */
void shape_i32(struct nbt *, void *at); /* an int into int32_t */
void shape_int(struct nbt *, void *at); /* an int into int64_t */

#endif
