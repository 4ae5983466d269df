/* A box of blocks to paint a build on, with a few brushes. Coordinates outside are ignored, so that shapes may run over the
 * edge. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_CANVAS_H
#define CURIO_SCHEMATIC_CANVAS_H

#include "core/buf.h"

enum block {
    AIR,
    GRASS,
    DIRT,
    WATER,
    SAND,
    STONE,
    COBBLESTONE,
    MOSSY_COBBLESTONE,
    STONE_BRICKS,
    MOSSY_STONE_BRICKS,
    CHISELED_STONE_BRICKS,
    STONE_BRICK_SLAB,
    STONE_BRICK_WALL,
    SMOOTH_STONE,
    POLISHED_ANDESITE,
    SANDSTONE,
    CUT_SANDSTONE,
    CHISELED_SANDSTONE,
    GOLD,
    QUARTZ,
    QUARTZ_PILLAR,
    WHITE_CONCRETE,
    RED_CONCRETE,
    WHITE_TERRACOTTA,
    BRICKS,
    DEEPSLATE_TILES,
    OAK_LOG,
    OAK_LOG_X,
    OAK_LOG_Z,
    OAK_PLANKS,
    OAK_SLAB,
    OAK_FENCE,
    OAK_LEAVES,
    SPRUCE_LOG,
    SPRUCE_PLANKS,
    SPRUCE_SLAB,
    DARK_OAK_PLANKS,
    WHITE_WOOL,
    GLASS,
    GLASS_PANE,
    GLOWSTONE,
    LANTERN,
    POPPY,
    DANDELION,
    BLOCK_COUNT
};

struct canvas {
    int width, height, length;
    uint8_t *cells; /* enum block; owned */
};

void canvas_open(struct canvas *, int width, int height, int length); /* all air */
void canvas_close(struct canvas *);
enum block canvas_at(const struct canvas *, int x, int y, int z);

void canvas_set(struct canvas *, int x, int y, int z, enum block);
/* Both corners are part of the box. */
void canvas_box(struct canvas *, int x0, int y0, int z0, int x1, int y1, int z1, enum block);
void canvas_walls(struct canvas *, int x0, int y0, int z0, int x1, int y1, int z1, enum block);
/* Round things stand on the y axis through the middle of block X, Z. */
void canvas_disc(struct canvas *, int x, int y, int z, double radius, enum block);
void canvas_ring(struct canvas *, int x, int y, int z, double radius, enum block); /* one block thick */
void canvas_ball(struct canvas *, int x, int y, int z, double radius, enum block);

/* The blocks in use, written as a Sponge schematic. */
bool canvas_write(const struct canvas *, struct buf *out) __attribute__((warn_unused_result));

#endif
