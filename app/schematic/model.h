/* A build in memory, the same whatever format it came in. For those who need blocks at places: pictures, sections, conversion,
 * fingerprints. Takes two bytes a block of every region. */
#ifndef CURIO_SCHEMATIC_MODEL_H
#define CURIO_SCHEMATIC_MODEL_H

#include "core/crypto.h"
#include "schematic/inspect.h"

/* Palette index 0: nothing is said of the place ("leave what is there"). What structure files leave out, and structure void. */
enum { MODEL_ABSENT = 0, MODEL_PALETTE_MAX = 65535 };

struct model_state {
    struct str text; /* canonical (state.h); of MODEL_ABSENT empty */
    bool air;
    int64_t count;   /* blocks of this state in all regions */
};

/* NBT is a compound's payload (fields and the closing End), big-endian, without the id and the position, sorted by field name at
 * every level, so that the same contents are the same bytes. */
struct model_block_entity {
    int32_t at[3];  /* in its region, from 0 */
    struct str id;  /* "minecraft:chest"; absent where the file has none */
    struct str nbt;
};

struct model_entity {
    double at[3]; /* in the box around all regions, from its lowest corner */
    struct str id;
    struct str nbt; /* without id and Pos */
};

struct model_region {
    struct str name;    /* empty where the format has no names */
    int32_t origin[3];  /* of its lowest corner in the box around all regions */
    int32_t size[3];    /* x, y, z; positive */
    uint16_t *cells;    /* palette indices: x + z * size[0] + y * size[0] * size[2] */
    struct model_block_entity *block_entities;
    size_t block_entity_count;
};

/* What files hold and a model does not: counted as it is read, so that nobody who writes the model out loses it unseen. */
enum model_left_out {
    MODEL_LEFT_BIOMES,         /* places with a biome of their own: entries of the biome data */
    MODEL_LEFT_TICKS,          /* pending ticks of blocks and fluids */
    MODEL_LEFT_PALETTES,       /* a structure's palettes after the first */
    MODEL_LEFT_LAYER,          /* Bedrock: blocks of the second layer, which is mostly the water in waterlogged ones */
    MODEL_LEFT_BLOCK_ENTITIES, /* without a position that can be read */
    MODEL_LEFT_ENTITIES,
    MODEL_LEFT_FIELDS,         /* of the root, a region or the metadata, that are none of what this header or inspect.h knows */
    MODEL_LEFT_OUT_COUNT
};

struct model {
    struct schematic_facts facts; /* as schematic_inspect() says */
    int32_t size[3];              /* of the box around all regions */
    int32_t offset[3];            /* where the box's lowest corner lies seen from whoever pastes it; 0 where the file does not say */
    struct str name, author, description; /* the file's metadata; absent where it has none */
    struct model_state *palette;  /* [0] is MODEL_ABSENT; every other state is used at least once */
    size_t palette_count;
    struct model_region *regions; /* in the file's order; where they overlap, later ones win */
    size_t region_count;
    struct model_entity *entities;
    size_t entity_count;
    int64_t left_out[MODEL_LEFT_OUT_COUNT];
};

/* Reads all of a build. BLOCKS_MAX bounds the volume of all regions together, and of an Axiom blueprint's chunks
 * ("too-many-blocks"), for the memory is twice that. Everything is the model's own: model_free(). */
enum schematic_result model_load(const struct schematic_budget *, int64_t blocks_max, const struct schematic_input *,
                                 struct model **out, struct schematic_refusal *) __attribute__((warn_unused_result));
/* An empty model to fill by hand (tests, demo builds): one region of this size, all absent. */
struct model *model_new(int32_t width, int32_t height, int32_t length);
/* The index of a canonical state, added where it is new; of structure void MODEL_ABSENT. Fails (false) past MODEL_PALETTE_MAX. */
bool model_intern(struct model *, struct str state, uint16_t *index) __attribute__((warn_unused_result));
/* Counts states and facts.blocks again (structure void, of which a model has nothing, is then no longer among them), drops unused
 * states and sorts the palette by text, after cells were changed by hand. What model_flat() answered is gone then. */
void model_settle(struct model *);
/* Copies that live as long as the model. */
struct str model_text(struct model *, struct str);
void model_free(struct model *); /* NULL is fine */

static inline uint16_t model_region_at(const struct model_region *region, int32_t x, int32_t y, int32_t z)
{
    return region->cells[(size_t)x + (size_t)z * (size_t)region->size[0] + (size_t)y * (size_t)region->size[0] * (size_t)region->size[2]];
}
/* Of the box around all regions; MODEL_ABSENT where no region is. */
uint16_t model_at(const struct model *, int32_t x, int32_t y, int32_t z);
/* The box as one region: a model with several is copied into one, later regions over earlier ones, unless they say nothing of
 * a place; of block entities those that are still to be seen. The model's own region where there is only one that fills the box. NULL: the box has more than BLOCKS_MAX blocks. */
const struct model_region *model_flat(struct model *, int64_t blocks_max);

/* The canonical hash, equal to the one that schematic_inspect() works out as it streams (inspect.h says of what). */
struct sha256_digest model_hash(const struct model *);

#endif
