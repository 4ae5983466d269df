#include "schematic/demo_builds.h"

#include <math.h>

/* The same small number for a place every time: for weathered walls and scattered flowers. */
static unsigned speckle(int x, int y, int z)
{
    uint32_t h = (uint32_t)x * 73856093u ^ (uint32_t)y * 19349663u ^ (uint32_t)z * 83492791u;
    h = (h ^ h >> 15) * 2246822519u;
    return h >> 24;
}

/* Turns one block in about ten of one kind into another. */
static void weather(struct canvas *canvas, enum block from, enum block into)
{
    for (int y = 0; y < canvas->height; y++)
        for (int z = 0; z < canvas->length; z++)
            for (int x = 0; x < canvas->width; x++)
                if (canvas_at(canvas, x, y, z) == from && speckle(x, y, z) < 26)
                    canvas_set(canvas, x, y, z, into);
}

static void lawn(struct canvas *canvas)
{
    canvas_box(canvas, 0, 0, 0, canvas->width - 1, 0, canvas->length - 1, GRASS);
}

static void flowers(struct canvas *canvas, int y)
{
    for (int z = 0; z < canvas->length; z++)
        for (int x = 0; x < canvas->width; x++) {
            unsigned chance = speckle(x, y, z);
            if (chance < 20 && canvas_at(canvas, x, y, z) == AIR && canvas_at(canvas, x, y - 1, z) == GRASS)
                canvas_set(canvas, x, y, z, chance < 10 ? POPPY : DANDELION);
        }
}

/* A ridge along z from Z0 to Z1: two slopes that start at Y over X0 and X1, with gables of GABLE below. */
static void gabled_roof(struct canvas *canvas, int x0, int x1, int y, int z0, int z1, enum block roof, enum block gable)
{
    for (; x0 <= x1; x0++, x1--, y++) {
        canvas_box(canvas, x0 + 1, y, z0 + 1, x1 - 1, y, z0 + 1, gable);
        canvas_box(canvas, x0 + 1, y, z1 - 1, x1 - 1, y, z1 - 1, gable);
        canvas_box(canvas, x0, y, z0, x0, y, z1, roof);
        canvas_box(canvas, x1, y, z0, x1, y, z1, roof);
    }
}

void build_lighthouse(struct canvas *canvas)
{
    enum { MIDDLE = 11, TOP = 34 };
    canvas_disc(canvas, MIDDLE, 0, MIDDLE, 11, STONE);
    canvas_disc(canvas, MIDDLE, 1, MIDDLE, 9.5, COBBLESTONE);
    canvas_disc(canvas, MIDDLE, 2, MIDDLE, 8, STONE_BRICKS);
    weather(canvas, COBBLESTONE, MOSSY_COBBLESTONE);
    for (int y = 3; y < TOP; y++)
        canvas_ring(canvas, MIDDLE, y, MIDDLE, 6.5 - (y - 3) * 0.09, (y - 3) / 5 % 2 ? RED_CONCRETE : WHITE_CONCRETE);
    for (int y = 3; y < TOP; y++) /* a stair winds up inside */
        canvas_set(canvas, MIDDLE + (int)lround(2 * cos(y * 0.6)), y, MIDDLE + (int)lround(2 * sin(y * 0.6)), SPRUCE_SLAB);
    for (int y = 8; y < TOP; y += 8)
        canvas_box(canvas, MIDDLE, y, 0, MIDDLE, y + 1, MIDDLE - 3, AIR);
    canvas_box(canvas, MIDDLE, 3, 0, MIDDLE, 5, MIDDLE - 3, AIR);
    canvas_disc(canvas, MIDDLE, TOP, MIDDLE, 6, SMOOTH_STONE);
    canvas_ring(canvas, MIDDLE, TOP + 1, MIDDLE, 6, OAK_FENCE);
    for (int y = TOP + 1; y < TOP + 6; y++)
        canvas_ring(canvas, MIDDLE, y, MIDDLE, 3.5, GLASS);
    canvas_ball(canvas, MIDDLE, TOP + 3, MIDDLE, 1.5, GLOWSTONE);
    for (int step = 0; step < 5; step++)
        canvas_disc(canvas, MIDDLE, TOP + 6 + step, MIDDLE, 4.5 - step, RED_CONCRETE);
}

void build_bridge(struct canvas *canvas)
{
    enum { SPAN = 26, DECK = 16 };
    canvas_box(canvas, 0, 0, 0, canvas->width - 1, 0, canvas->length - 1, DIRT);
    canvas_box(canvas, 0, 1, 0, canvas->width - 1, 2, canvas->length - 1, WATER);
    for (int x = 0; x < canvas->width; x++) {
        double along = (x % SPAN - SPAN / 2.0) / (SPAN / 2.0 - 2); /* -1 to 1 across one arch */
        int under = fabs(along) < 1 ? 3 + (int)(9 * sqrt(1 - along * along)) : 0;
        canvas_box(canvas, x, under, 3, x, DECK - 1, 9, STONE_BRICKS);
    }
    for (int x = 0; x < canvas->width; x += SPAN) { /* cutwaters at the piers */
        canvas_box(canvas, x - 1, 0, 1, x + 1, 6, 11, COBBLESTONE);
        canvas_box(canvas, x, 0, 0, x, 5, 12, COBBLESTONE);
    }
    canvas_box(canvas, 0, DECK, 3, canvas->width - 1, DECK, 9, POLISHED_ANDESITE);
    canvas_box(canvas, 0, DECK + 1, 3, canvas->width - 1, DECK + 1, 3, STONE_BRICK_WALL);
    canvas_box(canvas, 0, DECK + 1, 9, canvas->width - 1, DECK + 1, 9, STONE_BRICK_WALL);
    for (int x = SPAN / 2; x < canvas->width; x += SPAN)
        for (int z = 3; z <= 9; z += 6)
            canvas_set(canvas, x, DECK + 2, z, LANTERN);
    weather(canvas, STONE_BRICKS, MOSSY_STONE_BRICKS);
    weather(canvas, COBBLESTONE, MOSSY_COBBLESTONE);
}

static void cottage_frame(struct canvas *canvas)
{
    canvas_box(canvas, 2, 1, 2, 12, 1, 14, COBBLESTONE);
    canvas_walls(canvas, 2, 2, 2, 12, 6, 14, WHITE_TERRACOTTA);
    canvas_walls(canvas, 2, 4, 2, 12, 4, 14, OAK_PLANKS);
    for (int z = 2; z <= 14; z += 4) {
        canvas_box(canvas, 2, 2, z, 2, 6, z, OAK_LOG);
        canvas_box(canvas, 12, 2, z, 12, 6, z, OAK_LOG);
    }
    canvas_box(canvas, 2, 6, 2, 12, 6, 2, OAK_LOG_X);
    canvas_box(canvas, 2, 6, 14, 12, 6, 14, OAK_LOG_X);
    canvas_box(canvas, 7, 2, 2, 7, 6, 2, OAK_LOG);
    canvas_box(canvas, 3, 6, 3, 11, 6, 13, SPRUCE_PLANKS);
}

void build_cottage(struct canvas *canvas)
{
    lawn(canvas);
    cottage_frame(canvas);
    gabled_roof(canvas, 1, 13, 6, 1, 15, DARK_OAK_PLANKS, WHITE_TERRACOTTA);
    for (int z = 4; z <= 12; z += 4) {
        canvas_set(canvas, 2, 3, z, GLASS_PANE);
        canvas_set(canvas, 12, 3, z, GLASS_PANE);
    }
    canvas_box(canvas, 9, 2, 2, 9, 3, 2, AIR);
    canvas_set(canvas, 5, 3, 2, GLASS_PANE);
    canvas_box(canvas, 10, 1, 11, 11, 14, 12, BRICKS);
    canvas_box(canvas, 9, 0, 0, 9, 0, 1, COBBLESTONE);
    canvas_set(canvas, 8, 1, 1, LANTERN);
    flowers(canvas, 1);
}

void build_pyramid(struct canvas *canvas)
{
    int last = canvas->width - 1;
    for (int y = 0; y < canvas->height - 1; y++)
        canvas_box(canvas, y, y, y, last - y, y, last - y, y % 8 == 7 ? CUT_SANDSTONE : SANDSTONE);
    int middle = last / 2;
    canvas_box(canvas, middle, canvas->height - 1, middle, middle, canvas->height - 1, middle, GOLD);
    canvas_box(canvas, middle - 1, 1, 0, middle + 1, 4, middle, AIR);                         /* the passage */
    canvas_box(canvas, middle - 7, 1, middle - 7, middle + 7, 10, middle + 7, AIR);           /* the chamber */
    canvas_walls(canvas, middle - 7, 1, middle - 7, middle + 7, 1, middle + 7, CHISELED_SANDSTONE);
    canvas_box(canvas, middle - 1, 1, middle - 7, middle + 1, 1, middle - 7, AIR);
    canvas_box(canvas, middle - 2, 1, middle - 1, middle + 2, 2, middle + 1, QUARTZ);
    canvas_box(canvas, middle - 1, 2, middle, middle + 1, 2, middle, GOLD);
    for (int corner = 0; corner < 4; corner++)
        canvas_box(canvas, middle + (corner & 1 ? 5 : -5), 1, middle + (corner & 2 ? 5 : -5), middle + (corner & 1 ? 5 : -5), 10,
                   middle + (corner & 2 ? 5 : -5), QUARTZ_PILLAR);
}

static void battlements(struct canvas *canvas, int x0, int y, int z0, int x1, int z1)
{
    canvas_walls(canvas, x0, y, z0, x1, y, z1, STONE_BRICKS);
    for (int x = x0; x <= x1; x++)
        for (int z = z0; z <= z1; z++)
            if (canvas_at(canvas, x, y, z) == STONE_BRICKS && (x + z) % 4 < 2)
                canvas_set(canvas, x, y + 1, z, STONE_BRICKS);
}

static void corner_tower(struct canvas *canvas, int x, int z)
{
    for (int y = 0; y < 34; y++)
        canvas_ring(canvas, x, y, z, 4.5, STONE_BRICKS);
    canvas_disc(canvas, x, 0, z, 4.5, COBBLESTONE);
    canvas_disc(canvas, x, 28, z, 5.2, STONE_BRICKS);
    canvas_ring(canvas, x, 29, z, 5.2, STONE_BRICKS);
    for (int step = 0; step < 8; step++)
        canvas_disc(canvas, x, 34 + step, z, 5.5 - step * 0.7, DEEPSLATE_TILES);
}

void build_keep(struct canvas *canvas)
{
    enum { NEAR = 6, FAR = 40, MIDDLE = (NEAR + FAR) / 2, ROOF = 26 };
    canvas_box(canvas, NEAR, 0, NEAR, FAR, 0, FAR, COBBLESTONE);
    canvas_walls(canvas, NEAR, 0, NEAR, FAR, ROOF, FAR, STONE_BRICKS);
    canvas_walls(canvas, NEAR + 1, 0, NEAR + 1, FAR - 1, ROOF, FAR - 1, STONE);
    for (int floor = 8; floor <= ROOF; floor += 9)
        canvas_box(canvas, NEAR + 2, floor, NEAR + 2, FAR - 2, floor, FAR - 2, floor < ROOF ? SPRUCE_PLANKS : STONE_BRICKS);
    battlements(canvas, NEAR, ROOF + 1, NEAR, FAR, FAR);
    for (int y = 4; y < ROOF; y += 9)
        for (int at = NEAR + 8; at < FAR - 4; at += 6) { /* arrow slits on all sides */
            canvas_box(canvas, at, y, NEAR, at, y + 2, NEAR + 1, AIR);
            canvas_box(canvas, at, y, FAR - 1, at, y + 2, FAR, AIR);
            canvas_box(canvas, NEAR, y, at, NEAR + 1, y + 2, at, AIR);
            canvas_box(canvas, FAR - 1, y, at, FAR, y + 2, at, AIR);
        }
    canvas_box(canvas, MIDDLE - 2, 1, NEAR, MIDDLE + 2, 5, NEAR + 1, AIR);
    canvas_box(canvas, MIDDLE - 1, 6, NEAR, MIDDLE + 1, 6, NEAR + 1, AIR);
    for (int corner = 0; corner < 4; corner++)
        corner_tower(canvas, corner & 1 ? FAR : NEAR, corner & 2 ? FAR : NEAR);
    weather(canvas, STONE_BRICKS, MOSSY_STONE_BRICKS);
}

void build_spiral_tower(struct canvas *canvas)
{
    enum { MIDDLE = 12, TOP = 56 };
    canvas_disc(canvas, MIDDLE, 0, MIDDLE, 12, SMOOTH_STONE);
    for (int y = 1; y <= TOP; y++)
        canvas_disc(canvas, MIDDLE, y, MIDDLE, 3, y % 8 == 0 ? QUARTZ : QUARTZ_PILLAR);
    for (int step = 0; step < TOP * 4; step++) { /* two ribbons, half a turn apart */
        double turn = step * 0.07, reach = 11 - step * 0.02;
        for (double r = 3.5; r < reach; r += 0.5) {
            canvas_set(canvas, MIDDLE + (int)lround(r * cos(turn)), 1 + step / 4, MIDDLE + (int)lround(r * sin(turn)), WHITE_CONCRETE);
            canvas_set(canvas, MIDDLE - (int)lround(r * cos(turn)), 1 + step / 4, MIDDLE - (int)lround(r * sin(turn)), DARK_OAK_PLANKS);
        }
        if (step % 16 == 0)
            canvas_set(canvas, MIDDLE + (int)lround((reach - 1) * cos(turn)), 2 + step / 4, MIDDLE + (int)lround((reach - 1) * sin(turn)), LANTERN);
    }
    canvas_ball(canvas, MIDDLE, TOP + 5, MIDDLE, 5, GLASS);
    canvas_ball(canvas, MIDDLE, TOP + 5, MIDDLE, 3, GLOWSTONE);
}

void build_pavilion(struct canvas *canvas)
{
    enum { MIDDLE = 8 };
    lawn(canvas);
    canvas_disc(canvas, MIDDLE, 1, MIDDLE, 6.5, STONE_BRICK_SLAB);
    canvas_disc(canvas, MIDDLE, 1, MIDDLE, 5.5, SMOOTH_STONE);
    for (int post = 0; post < 8; post++) {
        double turn = post * acos(-1.0) / 4;
        int x = MIDDLE + (int)lround(5 * cos(turn)), z = MIDDLE + (int)lround(5 * sin(turn));
        canvas_box(canvas, x, 2, z, x, 5, z, SPRUCE_LOG);
        canvas_set(canvas, x, 5, z, LANTERN);
    }
    for (int step = 0; step < 6; step++)
        canvas_ring(canvas, MIDDLE, 6 + step, MIDDLE, 7 - step * 1.1, step % 2 ? SPRUCE_SLAB : SPRUCE_PLANKS);
    canvas_set(canvas, MIDDLE, 11, MIDDLE, LANTERN);
    canvas_ring(canvas, MIDDLE, 1, MIDDLE, 2, CHISELED_STONE_BRICKS);
    canvas_set(canvas, MIDDLE, 1, MIDDLE, WATER);
    flowers(canvas, 1);
}

static void sail(struct canvas *canvas, int x, int y, int z, int dx, int dy)
{
    for (int along = 1; along <= 13; along++) {
        canvas_set(canvas, x + dx * along, y + dy * along, z, OAK_FENCE);
        for (int across = 1; along > 2 && across <= 3; across++)
            canvas_set(canvas, x + dx * along - dy * across, y + dy * along + dx * across, z, WHITE_WOOL);
    }
}

void build_windmill(struct canvas *canvas)
{
    enum { MIDDLE = 14, HUB = 21 };
    lawn(canvas);
    for (int y = 1; y < 26; y++)
        canvas_ring(canvas, MIDDLE, y, MIDDLE, 7.5 - y * 0.12, y < 7 ? COBBLESTONE : WHITE_TERRACOTTA);
    for (int floor = 7; floor < 26; floor += 6)
        canvas_disc(canvas, MIDDLE, floor, MIDDLE, 6.5 - floor * 0.12, SPRUCE_PLANKS);
    canvas_disc(canvas, MIDDLE, 7, MIDDLE, 9, OAK_SLAB);
    for (int step = 0; step < 6; step++)
        canvas_disc(canvas, MIDDLE, 26 + step, MIDDLE, 5.5 - step, DARK_OAK_PLANKS);
    canvas_box(canvas, MIDDLE, 1, 0, MIDDLE, 2, MIDDLE - 5, AIR);
    for (int y = 10; y < 20; y += 5) {
        canvas_set(canvas, MIDDLE - 6 + y / 10, y, MIDDLE, GLASS_PANE);
        canvas_set(canvas, MIDDLE + 6 - y / 10, y, MIDDLE, GLASS_PANE);
    }
    canvas_box(canvas, MIDDLE, HUB, MIDDLE - 8, MIDDLE, HUB, MIDDLE, OAK_LOG_Z);
    sail(canvas, MIDDLE, HUB, MIDDLE - 8, 1, 0);
    sail(canvas, MIDDLE, HUB, MIDDLE - 8, -1, 0);
    sail(canvas, MIDDLE, HUB, MIDDLE - 8, 0, 1);
    sail(canvas, MIDDLE, HUB, MIDDLE - 8, 0, -1);
    weather(canvas, COBBLESTONE, MOSSY_COBBLESTONE);
    flowers(canvas, 1);
}

/* Hedges on every second line, with a gap to the north or to the west at each crossing: one way to every place. */
void build_hedge_maze(struct canvas *canvas)
{
    int last = canvas->width - 1;
    lawn(canvas);
    canvas_box(canvas, 0, 1, 0, last, 3, last, OAK_LEAVES);
    for (int z = 1; z < last; z += 2)
        for (int x = 1; x < last; x += 2) {
            bool north = z > 1 && (x == 1 || speckle(x, 0, z) < 128);
            canvas_box(canvas, x, 1, z, x, 3, z, AIR);
            if (north)
                canvas_box(canvas, x, 1, z - 1, x, 3, z - 1, AIR);
            else if (x > 1)
                canvas_box(canvas, x - 1, 1, z, x - 1, 3, z, AIR);
        }
    int middle = last / 2;
    canvas_box(canvas, middle - 3, 1, middle - 3, middle + 3, 3, middle + 3, AIR);
    canvas_disc(canvas, middle, 1, middle, 2.5, CHISELED_STONE_BRICKS);
    canvas_disc(canvas, middle, 1, middle, 1.5, WATER);
    canvas_box(canvas, middle, 1, middle, middle, 3, middle, QUARTZ_PILLAR);
    canvas_box(canvas, 1, 1, 0, 1, 3, 0, AIR);
    canvas_box(canvas, last - 1, 1, last, last - 1, 3, last, AIR);
}

void build_amphitheatre(struct canvas *canvas)
{
    enum { MIDDLE = 32, ROWS = 14 };
    canvas_disc(canvas, MIDDLE, 0, MIDDLE, 32, SANDSTONE);
    canvas_disc(canvas, MIDDLE, 0, MIDDLE, 12, SAND);
    for (int row = 0; row < ROWS; row++)
        for (int y = 1; y <= row + 1; y++)
            canvas_ring(canvas, MIDDLE, y, MIDDLE, 14 + row, row % 5 == 4 ? CUT_SANDSTONE : SANDSTONE);
    for (int y = 1; y < 20; y++)
        canvas_ring(canvas, MIDDLE, y, MIDDLE, 30, (y % 6) ? SANDSTONE : CHISELED_SANDSTONE);
    for (int arch = 0; arch < 24; arch++) {
        double turn = arch * acos(-1.0) / 12;
        int x = MIDDLE + (int)lround(29.5 * cos(turn)), z = MIDDLE + (int)lround(29.5 * sin(turn));
        canvas_box(canvas, x - 1, 13, z - 1, x + 1, 17, z + 1, AIR);
    }
    canvas_box(canvas, MIDDLE - 2, 1, 0, MIDDLE + 2, 5, MIDDLE - 12, AIR);
    canvas_box(canvas, MIDDLE - 2, 1, MIDDLE + 12, MIDDLE + 2, 5, 64, AIR);
    canvas_box(canvas, MIDDLE - 8, 1, MIDDLE + 4, MIDDLE + 8, 1, MIDDLE + 10, SMOOTH_STONE);
}
