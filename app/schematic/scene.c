#include "schematic/scene.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

enum { X, Y, Z, BRICK_BITS = 3, BRICK_EDGE = 1 << BRICK_BITS };

/* In 255ths, by face: 1.0, 0.8 and 0.6. */
static const unsigned shades[FACE_COUNT] = {[FACE_TOP] = 255, [FACE_SOUTH] = 204, [FACE_EAST] = 153};

static bool whole(const struct scene_look *look)
{
    static const struct block_box cube = {{0, 0, 0}, {BLOCK_UNITS, BLOCK_UNITS, BLOCK_UNITS}};
    return look->box_count == 1 && memcmp(&look->boxes[0], &cube, sizeof cube) == 0;
}

static struct scene_look look_at(struct str state)
{
    struct block_look block = block_look(state);
    struct scene_look look = {.alpha = block.alpha, .fluid = block.shape == SHAPE_FLUID};
    if (block.alpha == 0)
        return look;
    const uint8_t colour[3] = {block.red, block.green, block.blue};
    for (int face = 0; face < FACE_COUNT; face++)
        for (int part = 0; part < 3; part++)
            look.colour[face][part] = (uint8_t)((colour[part] * shades[face] + 127) / 255);
    look.box_count = (uint8_t)block_boxes(state, block.shape, look.boxes);
    if (!whole(&look))
        look.kind = LOOK_BOXES;
    else
        look.kind = block.alpha == 255 ? LOOK_SOLID : LOOK_CLEAR;
    return look;
}

static void widen(struct scene *scene, int axis, int32_t low, int32_t high)
{
    scene->low[axis] = low < scene->low[axis] ? low : scene->low[axis];
    scene->high[axis] = high > scene->high[axis] ? high : scene->high[axis];
}

/* Marks which bricks the seen cells of a row fall into; false: there are none. */
static bool mark_row(struct scene *scene, const uint16_t *row, const uint8_t *seen, uint8_t *marks)
{
    int32_t first = 0, last = scene->size[X] - 1;
    while (first <= last && !seen[row[first]])
        first++;
    if (first > last)
        return false;
    while (!seen[row[last]])
        last--;
    widen(scene, X, first, last);
    memset(marks, 0, (size_t)scene->brick_size[X]);
    for (int32_t x = first; x <= last;) {
        int32_t end = (x | (BRICK_EDGE - 1)) + 1, bound = end < last + 1 ? end : last + 1;
        while (x < bound && !seen[row[x]])
            x++;
        marks[(end - 1) >> BRICK_BITS] |= x < bound;
        if (end - 1 <= last && seen[row[end - 1]])
            marks[end >> BRICK_BITS] = 1;
        x = end;
    }
    return true;
}

/* A brick says whether anything is seen in its cube of eight blocks or in the layers west and north of that: as a line of sight
 * passes from (x + 1, y, z + 1) to (x, y, z), an empty brick at its first end frees all of it. */
static void scene_bricks(struct scene *scene, const uint8_t *seen)
{
    size_t across = (size_t)scene->brick_size[X], layer = across * (size_t)scene->brick_size[Z];
    uint8_t *marks = memory_new(across);
    for (int32_t y = 0; y < scene->size[Y]; y++)
        for (int32_t z = 0; z < scene->size[Z]; z++) {
            const uint16_t *row = scene->cells + ((size_t)y * (size_t)scene->size[Z] + (size_t)z) * (size_t)scene->size[X];
            if (!mark_row(scene, row, seen, marks))
                continue;
            widen(scene, Y, y, y);
            widen(scene, Z, z, z);
            for (int32_t next = z; next <= z + 1; next++) {
                uint8_t *bricks = scene->bricks + (size_t)(y >> BRICK_BITS) * layer + (size_t)(next >> BRICK_BITS) * across;
                for (size_t i = 0; i < across; i++)
                    bricks[i] |= marks[i];
            }
        }
    free(marks);
}

bool scene_open(struct scene *scene, struct model *model, int64_t blocks_max)
{
    const struct model_region *flat = model_flat(model, blocks_max);
    if (!flat)
        return false;
    *scene = (struct scene){.cells = flat->cells};
    for (int axis = 0; axis < 3; axis++) {
        scene->size[axis] = flat->size[axis];
        scene->low[axis] = INT32_MAX;
        scene->high[axis] = -1;
        scene->brick_size[axis] = (flat->size[axis] >> BRICK_BITS) + 1;
    }
    uint8_t *seen = memory_new(model->palette_count);
    scene->looks = memory_new(memory_product(model->palette_count, sizeof *scene->looks));
    for (size_t i = 1; i < model->palette_count; i++) {
        scene->looks[i] = look_at(model->palette[i].text);
        seen[i] = scene->looks[i].kind != LOOK_NOTHING;
    }
    scene->bricks = memory_new((size_t)scene->brick_size[X] * (size_t)scene->brick_size[Y] * (size_t)scene->brick_size[Z]);
    scene_bricks(scene, seen);
    free(seen);
    return true;
}

void scene_close(struct scene *scene)
{
    free(scene->looks);
    free(scene->bricks);
}

static bool brick_at(const struct scene *scene, int32_t x, int32_t y, int32_t z)
{
    size_t at = ((size_t)(y >> BRICK_BITS) * (size_t)scene->brick_size[Z] + (size_t)(z >> BRICK_BITS)) * (size_t)scene->brick_size[X];
    return scene->bricks[at + (size_t)(x >> BRICK_BITS)];
}

/* A line of sight under way. */
struct ray {
    int64_t a, c;
    unsigned light[3]; /* 255 times the colour */
    unsigned left;     /* of 255: what further things can still add */
    uint16_t within;   /* the translucent state that it came out of, or 0: no face is seen between two of one kind */
    bool mixed;
};

static void meet(struct ray *ray, const struct scene_look *look, enum scene_face face)
{
    enum { TOO_LITTLE = 12 };
    unsigned taken = (ray->left * look->alpha + 127) / 255;
    if (ray->left - taken < TOO_LITTLE)
        taken = ray->left;
    for (int part = 0; part < 3; part++)
        ray->light[part] += look->colour[face][part] * taken;
    ray->left -= taken;
}

/* Where the line enters the nearest of a block's boxes. */
static bool enters(const struct ray *ray, const struct scene_look *look, const int32_t at[3], enum scene_face *face)
{
    enum { UNIT = SCENE_ONE / BLOCK_UNITS };
    const int64_t shift[3] = {ray->a, 0, ray->c};
    int64_t nearest = INT64_MIN;
    for (size_t i = 0; i < look->box_count; i++) {
        int64_t in[3], out = INT64_MIN;
        for (int axis = 0; axis < 3; axis++) {
            int64_t corner = (int64_t)at[axis] * SCENE_ONE - shift[axis];
            int64_t leave = corner + look->boxes[i].low[axis] * UNIT;
            in[axis] = corner + look->boxes[i].high[axis] * UNIT;
            out = leave > out ? leave : out;
        }
        int64_t enter = in[X] < in[Z] ? in[X] : in[Z];
        enum scene_face side = in[X] < in[Z] ? FACE_EAST : FACE_SOUTH;
        if (in[Y] < enter) {
            enter = in[Y];
            side = FACE_TOP;
        }
        if (enter > out && enter > nearest) {
            nearest = enter;
            *face = side;
        }
    }
    return nearest != INT64_MIN;
}

static bool fluid_above(const struct scene *scene, const int32_t at[3], size_t cell)
{
    return at[Y] + 1 < scene->size[Y] && scene->looks[scene->cells[cell + (size_t)scene->size[X] * (size_t)scene->size[Z]]].fluid;
}

/* One block on the way, entered through FACE. */
static void pass(const struct scene *scene, struct ray *ray, int32_t x, int32_t y, int32_t z, enum scene_face face)
{
    if (ray->left == 0 || (uint32_t)x >= (uint32_t)scene->size[X] || (uint32_t)z >= (uint32_t)scene->size[Z])
        return;
    size_t cell = ((size_t)y * (size_t)scene->size[Z] + (size_t)z) * (size_t)scene->size[X] + (size_t)x;
    uint16_t state = scene->cells[cell];
    const struct scene_look *look = &scene->looks[state];
    const int32_t at[3] = {x, y, z};
    bool hit = look->kind != LOOK_NOTHING;
    if (look->kind == LOOK_BOXES) {
        ray->mixed = true;
        hit = (look->fluid && fluid_above(scene, at, cell)) || enters(ray, look, at, &face);
    }
    if (hit && ray->within != state)
        meet(ray, look, face);
    ray->within = hit && look->alpha < 255 ? state : 0;
}

static int32_t least(int32_t a, int32_t b, int32_t c)
{
    int32_t both = a < b ? a : b;
    return both < c ? both : c;
}

static struct scene_light seen(const struct ray *ray)
{
    return (struct scene_light){(uint8_t)((ray->light[0] + 127) / 255), (uint8_t)((ray->light[1] + 127) / 255),
                                (uint8_t)((ray->light[2] + 127) / 255), (uint8_t)(255 - ray->left)};
}

/* Whole steps down the diagonal pass three cubes each, always in the same order: through the top of one, through a side of the
 * next, through the other side of the third. */
struct scene_light scene_diagonal(const struct scene *scene, int64_t a, int64_t c, bool *mixed)
{
    struct ray ray = {.a = a, .c = c, .left = 255};
    int32_t dx = (int32_t)(a >> SCENE_FRACTION), dz = (int32_t)(c >> SCENE_FRACTION);
    bool east_first = (a & (SCENE_ONE - 1)) < (c & (SCENE_ONE - 1));
    int32_t y = least(scene->high[Y], scene->high[X] - dx, scene->high[Z] - dz);
    int32_t end = -least(-scene->low[Y], dx + 1 - scene->low[X], dz + 1 - scene->low[Z]);
    while (y >= end && ray.left > 0) {
        int32_t x = y + dx, z = y + dz;
        if (!brick_at(scene, x + 1, y, z + 1)) {
            enum { WITHIN = BRICK_EDGE - 1 };
            y -= least((x + 1) & WITHIN, y & WITHIN, (z + 1) & WITHIN) + 1;
            ray.within = 0;
            continue;
        }
        pass(scene, &ray, x + 1, y, z + 1, FACE_TOP);
        if (east_first)
            pass(scene, &ray, x, y, z + 1, FACE_EAST);
        else
            pass(scene, &ray, x + 1, y, z, FACE_SOUTH);
        pass(scene, &ray, x, y, z, east_first ? FACE_SOUTH : FACE_EAST);
        y--;
    }
    *mixed = ray.mixed;
    return seen(&ray);
}

struct scene_light scene_column(const struct scene *scene, int32_t x, int32_t z, int32_t *first)
{
    struct ray ray = {.left = 255};
    size_t layer = (size_t)scene->size[X] * (size_t)scene->size[Z], at = (size_t)z * (size_t)scene->size[X] + (size_t)x;
    *first = -1;
    for (int32_t y = scene->high[Y]; y >= scene->low[Y] && ray.left > 0; y--) {
        if (!brick_at(scene, x, y, z)) {
            y &= ~(BRICK_EDGE - 1);
            ray.within = 0;
            continue;
        }
        uint16_t state = scene->cells[(size_t)y * layer + at];
        const struct scene_look *look = &scene->looks[state];
        if (look->kind != LOOK_NOTHING && *first < 0)
            *first = y;
        if (look->kind != LOOK_NOTHING && ray.within != state)
            meet(&ray, look, FACE_TOP);
        ray.within = look->alpha < 255 ? state : 0;
    }
    return seen(&ray);
}
