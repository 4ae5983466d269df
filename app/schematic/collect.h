/* Puts what block entities and entities hold into a manifest, as they stream by. Does nothing but check them where no manifest
 * is asked for. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_COLLECT_H
#define CURIO_SCHEMATIC_COLLECT_H

#include "schematic/scan.h"

struct inspection;

/* What the name of a block entity or entity says. */
struct collector_kind {
    bool known, spawner, structure;
    size_t id_length;
    char id[SCAN_ID];
};

struct collector {
    struct arena *arena;
    struct manifest *manifest;
    struct scan scan;
    struct collector_kind kind; /* of the one before */
    size_t marks[MANIFEST_KIND_COUNT];                    /* finds before the region that is being read */
    bool entity[MANIFEST_KIND_COUNT][MANIFEST_SHOWN];     /* whether a find is of an entity */
};

/* Lists of compounds; AT is the struct inspection. */
void collect_block_entities(struct nbt *, void *at);
void collect_entities(struct nbt *, void *at);
/* The payload of a compound with a block entity's data, which lies at a place that is told later by collect_block_entity(). */
void collect_scan(struct nbt *, struct inspection *);
void collect_block_entity(struct inspection *, const int64_t at[3]);
/* What a Bedrock structure says of one of its places, numbered in its own order. */
void collect_bedrock_place(struct nbt *, struct inspection *, int64_t place);

/* A region starts; and ends, of which the lowest corner is LOW. */
void collect_mark(struct inspection *);
void collect_shift(struct inspection *, const int64_t low[3]);
/* Entities were placed in a world in which the build's lowest corner is at ORIGIN. */
void collect_move_entities(struct inspection *, const int64_t origin[3]);
/* The build's lowest corner is at LOW. */
void collect_conclude(struct inspection *, const int64_t low[3]);

#endif
