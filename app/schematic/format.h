/* What the readers of the formats share. All formats' fields stand in one table of the root (inspect.c), for a file says what
 * it is only as it goes; the field names and types of the formats do not collide. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_FORMAT_H
#define CURIO_SCHEMATIC_FORMAT_H

#include "schematic/collect.h"
#include "schematic/palette.h"
#include "schematic/runs.h"
#include "schematic/shape.h"
#include "schematic/stream.h"
#include "schematic/varint.h"

enum { INSPECTION_SCRATCH = 16 * 1024 * 1024 };
enum { AXIS_X, AXIS_Y, AXIS_Z };

struct sponge {
    struct varint_reader *reader;
    int64_t data_offset;
    int64_t offset[3];
};

enum { LITEMATICA_REGIONS_MAX = 1 << 16 };

struct litematica_region {
    int32_t low[3];
    int32_t size[3]; /* positive */
    uint8_t bits;    /* of a packed entry */
};

struct litematica {
    int64_t volume; /* of all regions together */
    struct litematica_region *regions;
};

struct mcedit_array {
    int64_t offset, count;
    uint64_t *set;    /* a bit for each block whose number is not 0 (half of the scratch); NULL while there is none */
    struct runs runs; /* of what is held; upper bits lie in halves */
    int64_t too_high; /* offset of the first upper byte above what half a byte holds, 0 where there is none */
};

struct mcedit {
    struct mcedit_array blocks, data, nibbles, bytes;
    int64_t solid; /* blocks whose low byte is not 0 */
    bool by_schematica;
    int64_t from, until; /* the slice whose blocks are held; empty where none are */
    uint8_t *held;       /* the runs of blocks, those of data, half a byte of upper bits a block */
    uint32_t *names;     /* by number: one more than the name's index in the states, from SchematicaMapping */
};

struct structure {
    int64_t size[3];
    int64_t size_offset, volume; /* volume 0: size not read yet */
    int64_t furthest[3], furthest_offset[3];
    int64_t blocks_offset;
    int64_t block_count;
    uint32_t end; /* one past the highest state used */
};

struct bedrock {
    int64_t layers_offset, count; /* of the first layer */
    uint32_t end;                 /* one past the highest index of the first layer */
    int64_t *second;              /* uses by index in the second layer */
};

/* The box around all regions. */
struct box {
    int64_t low[3], high[3]; /* HIGH is past the end */
    bool any;
};

/* What the first pass leaves for those after it. */
struct known {
    bool there;
    int64_t low[3], sides[3];
    int32_t regions;
};

struct inspection {
    struct arena *arena;      /* of what lasts */
    struct arena *pass_arena; /* of one reading of the file */
    struct schematic_budget budget;
    struct schematic_facts *facts;
    struct verdict verdict;
    struct nbt nbt;
    struct known known;
    bool placed;               /* places were all known: the tallies are good for the hash */
    struct collector *collect; /* of the manifest and the like; NULL where nobody asked */

    struct shape_seen seen; /* fields of the root (and of the compound that wraps a Sponge build) */
    int64_t root_offset;    /* of the first field there */
    bool wrapped;
    int32_t version, format_version, data_version, minecraft_data_version;
    int64_t width, height, length;
    struct box box;

    /* One of each for all formats: a file is of one. */
    struct states states;
    struct palette palette;
    struct tally *tallies; /* PALETTE_LIMIT of them, all zero between uses */
    uint8_t *scratch;      /* INSPECTION_SCRATCH bytes or NULL */

    struct sponge sponge;
    struct litematica litematica;
    struct mcedit mcedit;
    struct structure structure;
    struct bedrock bedrock;
};

uint8_t *inspection_scratch(struct inspection *); /* zeroed when first asked for in a pass */
/* Width, height and length against the budget; answers their volume. Refuses and answers 0 when it is empty or too much. */
int64_t inspection_volume(struct inspection *, const int64_t sides[3], int64_t offset);
void box_extend(struct box *, const int64_t low[3], const int64_t high[3]);
/* Takes the box around all regions for the build's size, and refuses one that is too long. */
void inspection_take_box(struct inspection *);
/* A list of three ints. */
void inspection_vector(struct nbt *, int64_t into[3]);

/* Readers of fields: AT is the struct inspection. Each format's settle() adds up when everything is read and its fields are
 * known to be there. */
void sponge_read_palette(struct nbt *, void *at);
void sponge_read_data(struct nbt *, void *at);
void sponge_read_blocks(struct nbt *, void *at);
void sponge_read_offset(struct nbt *, void *at);
void sponge_settle(struct inspection *);

void litematica_read_regions(struct nbt *, void *at);
void litematica_settle(struct inspection *);

void mcedit_read_blocks(struct nbt *, void *at);
void mcedit_read_data(struct nbt *, void *at);
void mcedit_read_nibbles(struct nbt *, void *at);
void mcedit_read_bytes(struct nbt *, void *at);
void mcedit_read_mapping(struct nbt *, void *at);
void mcedit_settle(struct inspection *);
/* Of what was not held in the first pass: the places from *FROM on that one more pass takes; false when there are none left. */
bool mcedit_next_slice(struct inspection *, int64_t from);

void structure_read_size(struct nbt *, void *at);
void structure_read_palette(struct nbt *, void *at);
void structure_read_palettes(struct nbt *, void *at);
void structure_read_blocks(struct nbt *, void *at);
void structure_settle(struct inspection *);

void bedrock_read_structure(struct nbt *, void *at);
void bedrock_settle(struct inspection *);

void axiom_read_regions(struct nbt *, void *at);
void axiom_settle(struct inspection *);

#endif
