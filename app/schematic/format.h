/* What the readers of the formats share. All formats' fields stand in one table of the root (inspect.c), for a file says what
 * it is only as it goes; the field names and types of the formats do not collide. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_FORMAT_H
#define CURIO_SCHEMATIC_FORMAT_H

#include "schematic/palette.h"
#include "schematic/shape.h"
#include "schematic/varint.h"

enum { INSPECTION_SCRATCH = 16 * 1024 * 1024 };

struct sponge {
    struct varint_counter *counter;
    int64_t data_offset;
};

struct litematica_box {
    int64_t low[3], high[3]; /* around all regions; HIGH is past the end */
    int64_t volume;          /* of all regions together */
};

struct mcedit_array {
    int64_t offset, count;
    uint64_t *set; /* a bit for each block whose number is not 0 (half of the scratch) */
};

struct mcedit {
    struct mcedit_array blocks, data, nibbles, bytes;
    int64_t solid; /* blocks whose low byte is not 0 */
    bool by_schematica;
};

struct structure {
    int64_t size[3];
    int64_t size_offset, volume; /* volume 0: size not read yet */
    int64_t furthest[3], furthest_offset[3];
    int64_t blocks_offset;
    int64_t block_count;
    uint32_t end; /* one past the highest state used */
};

struct inspection {
    struct arena *arena;
    struct schematic_budget budget;
    struct schematic_facts *facts;
    struct verdict verdict;
    struct nbt nbt;

    struct shape_seen seen; /* fields of the root (and of the compound that wraps a Sponge build) */
    int64_t root_offset;    /* of the first field there */
    bool wrapped;
    int32_t version, data_version, minecraft_data_version;
    int64_t width, height, length;

    /* One of each for all formats: a file is of one. */
    struct palette palette;
    int64_t *uses;    /* PALETTE_LIMIT counters, all zero between uses */
    uint8_t *scratch; /* INSPECTION_SCRATCH bytes or NULL */

    struct sponge sponge;
    struct litematica_box box;
    struct mcedit mcedit;
    struct structure structure;
};

uint8_t *inspection_scratch(struct inspection *); /* zeroed when first asked for */
/* Width, height and length against the budget; answers their volume. Refuses and answers 0 when it is empty or too much. */
int64_t inspection_volume(struct inspection *, const int64_t sides[3], int64_t offset);

/* Readers of fields: AT is the struct inspection. Each format's settle() adds up when everything is read and its fields are
 * known to be there. */
void sponge_read_palette(struct nbt *, void *at);
void sponge_read_data(struct nbt *, void *at);
void sponge_read_blocks(struct nbt *, void *at);
void sponge_settle(struct inspection *);

void litematica_read_regions(struct nbt *, void *at);
void litematica_settle(struct inspection *);

void mcedit_read_blocks(struct nbt *, void *at);
void mcedit_read_data(struct nbt *, void *at);
void mcedit_read_nibbles(struct nbt *, void *at);
void mcedit_read_bytes(struct nbt *, void *at);
void mcedit_read_mapping(struct nbt *, void *at);
void mcedit_settle(struct inspection *);

void structure_read_size(struct nbt *, void *at);
void structure_read_palette(struct nbt *, void *at);
void structure_read_palettes(struct nbt *, void *at);
void structure_read_blocks(struct nbt *, void *at);
void structure_settle(struct inspection *);

#endif
