/* Writes a model in any format, and says what that format could not hold. */
#ifndef CURIO_SCHEMATIC_CONVERT_H
#define CURIO_SCHEMATIC_CONVERT_H

#include "core/buf.h"
#include "schematic/model.h"

enum convert_target {
    CONVERT_SPONGE_2,
    CONVERT_SPONGE_3,
    CONVERT_LITEMATICA,
    CONVERT_MCEDIT,
    CONVERT_STRUCTURE,
    CONVERT_TARGET_COUNT
};
const char *convert_target_name(enum convert_target);      /* "sponge2", "sponge3", "litematica", "mcedit", "structure" */
const char *convert_target_extension(enum convert_target); /* ".schem" … */
bool convert_target_named(struct str name, enum convert_target *out) __attribute__((warn_unused_result));

/* One kind of loss. KIND is one of a fixed set of short names, listed in convert.c and docs/schematics.md: "regions-merged",
 * "region-names", "block-unknown" (a block or state that MCEdit's numbers do not have: air stands there instead), "state-simplified"
 * (properties that the old game worked out by itself), "absent-as-air", "block-entities", "entities", "metadata", "data-version" … */
struct convert_loss {
    const char *kind;
    int64_t count;     /* blocks, entities, regions … that it touches */
    struct str detail; /* what, for machines: a state, a field, an id */
    bool harmless;     /* nothing that can be seen in the game changes */
};

enum { CONVERT_LOSSES_MAX = 256 }; /* further ones are added up in a last row of their kind, with no detail */

struct convert_report {
    struct convert_loss *losses; /* worst first; the same input gives the same report */
    size_t count;
};

enum convert_result { CONVERT_OK, CONVERT_IMPOSSIBLE /* see *why */, CONVERT_WRITE_FAILED /* the writer said so */ };

/* Takes the bytes as they are made, in order. False stops. */
typedef bool schematic_write_fn(void *with, const void *, size_t);

/* The gzip file goes to WRITE as it is made. The same model gives the same bytes. IMPOSSIBLE: WHY is a short name such as
 * "axis-too-long" (a side past 65,535 in Sponge, 32,767 in MCEdit) and a sentence. The report lives in the arena. */
enum convert_result schematic_convert(struct arena *, struct model *, enum convert_target, schematic_write_fn *write, void *with,
                                      struct convert_report *, struct schematic_refusal *why) __attribute__((warn_unused_result));
/* [{"kind", "count", "detail", "harmless"}, …] */
void convert_report_json(const struct convert_report *, struct buf *out);
const char *convert_loss_says(const char *kind); /* translated sentence; NULL for a name that is none */

#endif
