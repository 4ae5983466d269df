/* What the writers of all formats share: the box around all regions a row at a time, numbered states, and the block entities and
 * entities that the format can hold. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_CONVERSION_H
#define CURIO_SCHEMATIC_CONVERSION_H

#include "schematic/losses.h"
#include "schematic/nbt_write.h"

/* How a format lays out block entities and entities. */
struct conversion_holds {
    unsigned depth;       /* compounds and lists around a payload, at most */
    bool once;            /* one block entity a block, and only where the box has one */
    /* Fields at a payload's level that the format needs itself; an absent one ends them. */
    struct str of_block_entities[5], of_entities[5];
};

struct placed_block_entity {
    int32_t at[3];
    const struct model_block_entity *from;
};

struct conversion {
    struct arena *arena;
    const struct model *model;
    const struct conversion_holds *holds;
    struct nbt_writer *nbt;
    struct losses losses;
    int32_t data_version; /* to be written */

    /* Of the box, or of the region that conversion_narrow() was called with. */
    const struct model_region *only; /* NULL: the box around all regions */
    int32_t size[3];
    int64_t *uses;        /* by the model's palette index */
    int64_t overlapped;   /* blocks of regions that later ones cover */
    uint32_t *numbers;    /* the file's palette index, by the model's */
    struct str *states;   /* by the file's palette index */
    uint32_t state_count;
    struct placed_block_entity *block_entities;
    size_t block_entity_count;
    const struct model_entity **entities;
    size_t entity_count;
    int64_t listed;    /* a structure's blocks */
    int32_t offset[3]; /* Litematica's, where it fits */
    const struct model_region **homes; /* by the model's entity: the region that it is written with */
    uint16_t *row;
};

void conversion_open(struct conversion *);
void conversion_close(struct conversion *);
/* Turns to one region, or with NULL to the whole box: counts its states and sifts what stands in it. Losses are noted. */
void conversion_narrow(struct conversion *, const struct model_region *);
static inline int64_t conversion_volume(const struct conversion *c) { return (int64_t)c->size[0] * c->size[1] * c->size[2]; }
/* Palette indices of the SIZE[0] blocks at Y and Z, valid until the next call. */
const uint16_t *conversion_row(struct conversion *, int32_t y, int32_t z);

/* Numbers the states in use, in the model's order; structure void stands for absent places. AIR_FIRST: air is 0, used or not. */
void conversion_number(struct conversion *, bool air_first);
/* What stands in the place of an absent one, noted as a loss. */
void conversion_note_absent(struct conversion *, enum loss);

/* {Name, Properties}, with the End. */
void conversion_put_state(struct conversion *, struct str state);
void conversion_put_id(struct conversion *, const char *name, struct str id); /* nothing where it is absent */
void conversion_put_place(struct conversion *, const int32_t at[3]);            /* x, y and z */
/* The fields of a payload that conversion_narrow() let through, but the format's OWN ones, without the End. */
void conversion_put_fields(struct conversion *, struct str payload, const struct str own[]);
/* The list TileEntities of Litematica and MCEdit: id, place and fields side by side. */
void conversion_put_tile_entities(struct conversion *);

#endif
