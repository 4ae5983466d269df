#include "schematic/canvas.h"

#include <assert.h>
#include <stdlib.h>

#include "core/memory.h"
#include "schematic/convert.h"

enum { DATA_VERSION = 3465 /* Java Edition 1.20.1 */, MEMORY = 1 << 20 };

static const char *const names[] = {
    [AIR] = "minecraft:air",
    [GRASS] = "minecraft:grass_block[snowy=false]",
    [DIRT] = "minecraft:dirt",
    [WATER] = "minecraft:water[level=0]",
    [SAND] = "minecraft:sand",
    [STONE] = "minecraft:stone",
    [COBBLESTONE] = "minecraft:cobblestone",
    [MOSSY_COBBLESTONE] = "minecraft:mossy_cobblestone",
    [STONE_BRICKS] = "minecraft:stone_bricks",
    [MOSSY_STONE_BRICKS] = "minecraft:mossy_stone_bricks",
    [CHISELED_STONE_BRICKS] = "minecraft:chiseled_stone_bricks",
    [STONE_BRICK_SLAB] = "minecraft:stone_brick_slab[type=bottom,waterlogged=false]",
    [STONE_BRICK_WALL] = "minecraft:stone_brick_wall[east=none,north=none,south=none,up=true,waterlogged=false,west=none]",
    [SMOOTH_STONE] = "minecraft:smooth_stone",
    [POLISHED_ANDESITE] = "minecraft:polished_andesite",
    [SANDSTONE] = "minecraft:sandstone",
    [CUT_SANDSTONE] = "minecraft:cut_sandstone",
    [CHISELED_SANDSTONE] = "minecraft:chiseled_sandstone",
    [GOLD] = "minecraft:gold_block",
    [QUARTZ] = "minecraft:quartz_block",
    [QUARTZ_PILLAR] = "minecraft:quartz_pillar[axis=y]",
    [WHITE_CONCRETE] = "minecraft:white_concrete",
    [RED_CONCRETE] = "minecraft:red_concrete",
    [WHITE_TERRACOTTA] = "minecraft:white_terracotta",
    [BRICKS] = "minecraft:bricks",
    [DEEPSLATE_TILES] = "minecraft:deepslate_tiles",
    [OAK_LOG] = "minecraft:oak_log[axis=y]",
    [OAK_LOG_X] = "minecraft:oak_log[axis=x]",
    [OAK_LOG_Z] = "minecraft:oak_log[axis=z]",
    [OAK_PLANKS] = "minecraft:oak_planks",
    [OAK_SLAB] = "minecraft:oak_slab[type=bottom,waterlogged=false]",
    [OAK_FENCE] = "minecraft:oak_fence[east=false,north=false,south=false,waterlogged=false,west=false]",
    [OAK_LEAVES] = "minecraft:oak_leaves[distance=1,persistent=true,waterlogged=false]",
    [SPRUCE_LOG] = "minecraft:spruce_log[axis=y]",
    [SPRUCE_PLANKS] = "minecraft:spruce_planks",
    [SPRUCE_SLAB] = "minecraft:spruce_slab[type=bottom,waterlogged=false]",
    [DARK_OAK_PLANKS] = "minecraft:dark_oak_planks",
    [WHITE_WOOL] = "minecraft:white_wool",
    [GLASS] = "minecraft:glass",
    [GLASS_PANE] = "minecraft:glass_pane[east=false,north=false,south=false,waterlogged=false,west=false]",
    [GLOWSTONE] = "minecraft:glowstone",
    [LANTERN] = "minecraft:lantern[hanging=false,waterlogged=false]",
    [POPPY] = "minecraft:poppy",
    [DANDELION] = "minecraft:dandelion",
};
static_assert(sizeof names / sizeof names[0] == BLOCK_COUNT, "a name for every block");

static size_t cell(const struct canvas *canvas, int x, int y, int z)
{
    return ((size_t)y * (size_t)canvas->length + (size_t)z) * (size_t)canvas->width + (size_t)x;
}

void canvas_open(struct canvas *canvas, int width, int height, int length)
{
    *canvas = (struct canvas){width, height, length, memory_new((size_t)width * (size_t)height * (size_t)length)};
}

void canvas_close(struct canvas *canvas)
{
    free(canvas->cells);
    canvas->cells = NULL;
}

static bool inside(const struct canvas *canvas, int x, int y, int z)
{
    return x >= 0 && y >= 0 && z >= 0 && x < canvas->width && y < canvas->height && z < canvas->length;
}

enum block canvas_at(const struct canvas *canvas, int x, int y, int z)
{
    return inside(canvas, x, y, z) ? (enum block)canvas->cells[cell(canvas, x, y, z)] : AIR;
}

void canvas_set(struct canvas *canvas, int x, int y, int z, enum block block)
{
    if (inside(canvas, x, y, z))
        canvas->cells[cell(canvas, x, y, z)] = (uint8_t)block;
}

void canvas_box(struct canvas *canvas, int x0, int y0, int z0, int x1, int y1, int z1, enum block block)
{
    for (int y = y0; y <= y1; y++)
        for (int z = z0; z <= z1; z++)
            for (int x = x0; x <= x1; x++)
                canvas_set(canvas, x, y, z, block);
}

void canvas_walls(struct canvas *canvas, int x0, int y0, int z0, int x1, int y1, int z1, enum block block)
{
    canvas_box(canvas, x0, y0, z0, x1, y1, z0, block);
    canvas_box(canvas, x0, y0, z1, x1, y1, z1, block);
    canvas_box(canvas, x0, y0, z0, x0, y1, z1, block);
    canvas_box(canvas, x1, y0, z0, x1, y1, z1, block);
}

/* Blocks of one layer whose distance from the middle is in (INNER, OUTER]. */
static void annulus(struct canvas *canvas, int x, int y, int z, double inner, double outer, enum block block)
{
    int reach = (int)outer + 1;
    for (int dz = -reach; dz <= reach; dz++)
        for (int dx = -reach; dx <= reach; dx++) {
            double distance2 = dx * dx + dz * dz;
            if (distance2 <= outer * outer && (inner < 0 || distance2 > inner * inner))
                canvas_set(canvas, x + dx, y, z + dz, block);
        }
}

void canvas_disc(struct canvas *canvas, int x, int y, int z, double radius, enum block block)
{
    annulus(canvas, x, y, z, -1, radius, block);
}

void canvas_ring(struct canvas *canvas, int x, int y, int z, double radius, enum block block)
{
    annulus(canvas, x, y, z, radius - 1, radius, block);
}

void canvas_ball(struct canvas *canvas, int x, int y, int z, double radius, enum block block)
{
    int reach = (int)radius;
    for (int dy = -reach; dy <= reach; dy++)
        for (int dz = -reach; dz <= reach; dz++)
            for (int dx = -reach; dx <= reach; dx++)
                if (dx * dx + dy * dy + dz * dz <= radius * radius)
                    canvas_set(canvas, x + dx, y + dy, z + dz, block);
}

/* The canvas as a model, which has the same order of cells. */
static struct model *model_of(const struct canvas *canvas)
{
    struct model *model = model_new(canvas->width, canvas->height, canvas->length);
    uint16_t index[BLOCK_COUNT];
    size_t cells = (size_t)canvas->width * (size_t)canvas->height * (size_t)canvas->length;
    for (size_t block = 0; block < BLOCK_COUNT; block++) {
        bool held = model_intern(model, str_of(names[block]), &index[block]);
        assert(held);
    }
    for (size_t i = 0; i < cells; i++)
        model->regions[0].cells[i] = index[canvas->cells[i]];
    model_settle(model);
    model->facts.has_data_version = true;
    model->facts.data_version = DATA_VERSION;
    return model;
}

static bool add_bytes(void *with, const void *bytes, size_t n)
{
    struct buf *out = with;
    buf_add_bytes(out, bytes, n);
    return !out->failed;
}

bool canvas_write(const struct canvas *canvas, struct buf *out)
{
    struct arena *arena = arena_new(MEMORY);
    struct model *model = model_of(canvas);
    struct convert_report report;
    struct schematic_refusal why;
    bool written = schematic_convert(arena, model, CONVERT_SPONGE_2, add_bytes, out, &report, &why) == CONVERT_OK;
    model_free(model);
    arena_free(arena);
    return written;
}
