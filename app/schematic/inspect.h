/* Reads a Minecraft build as a stream: recognises the format by content, validates every byte and counts, within budgets,
 * in memory that does not grow with the file. Knows no HTTP. */
#ifndef CURIO_SCHEMATIC_INSPECT_H
#define CURIO_SCHEMATIC_INSPECT_H

#include "core/crypto.h"
#include "schematic/census.h"
#include "schematic/manifest.h"

enum schematic_format {
    SCHEMATIC_UNKNOWN,
    SCHEMATIC_SPONGE,     /* versions 1 to 3 */
    SCHEMATIC_LITEMATICA, /* versions 4 to 7 */
    SCHEMATIC_MCEDIT,
    SCHEMATIC_STRUCTURE,  /* vanilla structure blocks */
    SCHEMATIC_AXIOM,      /* blueprints */
    SCHEMATIC_BEDROCK,    /* structures of Bedrock Edition */
    SCHEMATIC_FORMAT_COUNT
};
const char *schematic_format_name(enum schematic_format); /* "sponge", …, "axiom", "bedrock", "unknown" */

/* What a file may cost. 0 takes the default of schematic_budget_default(). */
struct schematic_budget {
    int64_t bytes;  /* inflated */
    int64_t nodes;  /* NBT tags, list elements counted */
    int64_t depth;  /* nested compounds and lists: at most 512 */
    int64_t blocks; /* volume, air included */
    int64_t axis;   /* longest side */
};
struct schematic_budget schematic_budget_default(void);
struct schematic_budget schematic_budget_of(const struct schematic_budget *asked); /* NULL: the default */

enum { SCHEMATIC_WARNINGS = 8 };

struct schematic_facts {
    enum schematic_format format;
    int32_t version;               /* the format's own; 0 where it has none */
    bool has_data_version;
    int32_t data_version;
    int64_t width, height, length; /* x, y, z of the box around all regions */
    int64_t blocks;                /* not air, exact */
    int32_t regions;
    int64_t inflated;              /* bytes of NBT */
    size_t warning_count;
    const char *warnings[SCHEMATIC_WARNINGS]; /* fixed texts: "trailing-bytes", "missing-data-version", … */
};

/* Why a file was refused. REASON is one of a fixed set of short names, listed in verdict.c and docs/schematics.md:
 * "not-nbt", "truncated", "too-deep", "bedrock", "no-schematic", "palette-index", "missing-field", … */
struct schematic_refusal {
    const char *reason;
    int64_t offset;   /* byte offset in the inflated stream; in the file itself for errors of the compressed data */
    char detail[200]; /* English, for people who repair files: field name, found and expected values */
};

enum schematic_result { SCHEMATIC_OK, SCHEMATIC_REFUSED, SCHEMATIC_READ_FAILED /* the reader said so */ };

/* One translated sentence for the uploader, by the short name; NULL for a name that is none. */
const char *schematic_reason_says(const char *reason);
const char *schematic_warning_says(const char *warning);
const char *schematic_reason_at(size_t i); /* the short names one by one, NULL past the last */

/* Like read(2): how many bytes, 0 at the end, negative on failure. */
typedef ptrdiff_t schematic_read_fn(void *with, void *into, size_t size);

/* Opens the same bytes from their start, as often as asked. */
struct schematic_input {
    schematic_read_fn *read;
    void *with;
    bool (*rewind)(void *with); /* back to the first byte */
};
/* READ from an open file descriptor that can seek. The descriptor stays the caller's. */
struct schematic_input schematic_input_file(struct arena *, int descriptor);
struct schematic_input schematic_input_bytes(struct arena *, struct str bytes);

/* Reads until the end of the input, whatever it holds (so that a caller who hashes while reading sees every byte), unless
 * it is refused: then reading stops there. */
enum schematic_result schematic_inspect(struct arena *, const struct schematic_budget *, schematic_read_fn *read, void *with,
                                        struct schematic_facts *, struct schematic_refusal *) __attribute__((warn_unused_result));

struct schematic_study {
    struct schematic_facts facts;
    struct census census;
    int64_t voids; /* structure void: among the facts' blocks, but neither in the census nor in the hash */
    struct manifest manifest;
    struct sha256_digest hash; /* canonical (tally.h): for equality, not against somebody who constructs two builds of one hash */
};

/* The same, and all that is known of a build without holding it. Reads the input from its start; once more where places are not
 * known in the first reading: several Litematica regions, a size that comes after its blocks, Axiom blueprints; for each 8 Mi
 * blocks of an MCEdit file of more than 13 Mi. What OUT points to lives in ARENA. Old block numbers are named by legacy.h, those
 * it does not know "legacy:block_ID[data=D]"; names of SchematicaMapping get "[data=D]" unless data is 0. */
enum schematic_result schematic_study(struct arena *, const struct schematic_budget *, const struct schematic_input *,
                                      struct schematic_study *out, struct schematic_refusal *) __attribute__((warn_unused_result));

#endif
