/* What the loaders of the formats share. A file has been inspected when it is loaded: it is sound, and of known size. The loaders
 * check again what memory safety hangs on, for the input might have changed since. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_LOAD_H
#define CURIO_SCHEMATIC_LOAD_H

#include "schematic/model_build.h"
#include "schematic/palette.h"
#include "schematic/shape.h"

enum { LOAD_NBT_MAX = 64 * 1024 * 1024 }; /* bytes of block entities and entities together */

struct loading {
    struct arena *arena;
    struct verdict verdict;
    struct nbt nbt;
    struct model *model;
    int64_t blocks_max, volume; /* of all regions so far */
    struct states states;
    struct palette palette;
    size_t held;  /* bytes of NBT that the model holds, see LOAD_NBT_MAX */
    size_t moved; /* bytes that sorting fields has moved */

    /* Block entities of the region that is being read, and entities of the build: malloc, moved into the model later. */
    struct model_block_entity *block_entities;
    size_t block_entity_count, block_entity_room;
    struct model_entity *entities;
    size_t entity_count, entity_room;
    bool nested; /* Sponge 3: what they hold is in a compound Data */

    struct load_chunk *chunks; /* Axiom: load_axiom.c */
    size_t chunk_count, chunk_room;

    bool by_schematica, nibbles, bytes; /* MCEdit: SchematicaMapping, AddBlocks and Add were there */
    uint8_t last_half;           /* the half byte of AddBlocks after the last block */
    uint32_t *names;             /* by number, one more than the index in STATES */
    double offset[3];            /* Sponge: Offset; Bedrock: the structure's place in its world */
    int64_t pasted[3];           /* WorldEdit's own offset, where it is not 0 */
};

/* Reads a compound by table (shape.h); fields that are in none of the rows are skipped and counted in model->left_out[LEFT]. Fields
 * without a reader are known and skipped. AT: what the readers get. */
void load_fields(struct loading *, const struct shape *, void *at);
/* A list of compounds, each given to READ; other lists are skipped. */
void load_each(struct loading *, void (*read)(struct loading *));
/* The model's first region, of the build's size, made when first asked for; NULL once the verdict has fallen. */
struct model_region *load_only_region(struct loading *);
struct model_region *load_region(struct loading *, const int32_t size[3]);
/* Turns a region's cells from palette indices into the model's: FIRST 1 where 0 stands for absent and the palette starts at 1. */
void load_map_palette(struct loading *, struct model_region *, uint32_t first);
/* Moves the block entities read so far into a region, those outside of it being left out. */
void load_take_block_entities(struct loading *, struct model_region *);

/* A list or array (TAG) of three finite numbers; false, and skipped, where it is none. */
bool load_vector(struct nbt *, enum nbt_tag, double into[3]);

/* Readers of lists of block entities and of entities (load_entity.c). */
void load_block_entities(struct nbt *, void *at);
void load_entities(struct nbt *, void *at);
void load_structure_entities(struct nbt *, void *at); /* {pos, nbt} */
/* A compound with a block entity whose position is known from elsewhere. */
void load_block_entity_at(struct loading *, const int32_t place[3]);

/* The formats: readers of fields of the root; AT is the struct loading. */
void load_sponge_palette(struct nbt *, void *at);
void load_sponge_data(struct nbt *, void *at);
void load_sponge_blocks(struct nbt *, void *at);
void load_litematica_regions(struct nbt *, void *at);
void load_mcedit_blocks(struct nbt *, void *at);
void load_mcedit_data(struct nbt *, void *at);
void load_mcedit_nibbles(struct nbt *, void *at);
void load_mcedit_bytes(struct nbt *, void *at);
void load_mcedit_mapping(struct nbt *, void *at);
void load_mcedit_settle(struct loading *);
void load_structure_palette(struct nbt *, void *at);
void load_structure_palettes(struct nbt *, void *at);
void load_structure_blocks(struct nbt *, void *at);
void load_axiom_regions(struct nbt *, void *at);
void load_axiom_settle(struct loading *);
void load_bedrock_structure(struct nbt *, void *at);

#endif
