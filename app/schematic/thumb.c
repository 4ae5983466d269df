#include "schematic/thumb.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/scene.h"

enum { X, Y, Z };
enum { MARGIN = 24 /* one part in so many of the side stays free */, TRIANGLES_MAX = 3 << 19 };
static const int64_t BOX_MAX = (int64_t)1 << 29; /* blocks; a picture of more is not worth the memory of a box around it */

/* Samples of one pixel, added up. */
struct mixture {
    unsigned red, green, blue, alpha;
};

static void mix(struct mixture *into, struct scene_light light)
{
    into->red += light.red;
    into->green += light.green;
    into->blue += light.blue;
    into->alpha += light.alpha;
}

static void set_pixel(uint8_t *pixel, const struct mixture *sum, unsigned samples)
{
    if (sum->alpha == 0)
        return;
    const unsigned parts[3] = {sum->red, sum->green, sum->blue};
    for (int i = 0; i < 3; i++) {
        unsigned value = (parts[i] * 255 + sum->alpha / 2) / sum->alpha;
        pixel[i] = (uint8_t)(value < 255 ? value : 255);
    }
    pixel[3] = (uint8_t)((sum->alpha + samples / 2) / samples);
}

/* The plane of the picture. Along u (to the right) x − z grows, along v (down) (x + z) / 2 − y; a line of sight is x − y = a,
 * z − y = c. Blocks seen whole are alike all over a triangle of the plane: the cell of a and c, cut by its diagonal. */
struct plane {
    const struct scene *scene;
    int64_t middle_a, middle_c; /* fixed point */
    int64_t step;               /* of a by one sample to the right; twice that by one down */
    int32_t first_a, first_c;   /* lowest cells */
    int32_t count_a, count_c;
    bool fine;                  /* a block is several samples wide: shapes count */
    struct scene_light *triangles; /* two a cell; NULL where there are more than samples */
};

/* Stands for a triangle in which shapes are seen. No real light is brighter than its alpha. */
static const struct scene_light MIXED = {255, 255, 255, 0};

/* A rectangle of the plane: u, and twice v. */
struct extent {
    int64_t left, right, top, bottom;
};

static void fit(struct plane *plane, const struct extent *extent, int32_t inner)
{
    int64_t across = 2 * (extent->right - extent->left), down = extent->bottom - extent->top, most = across > down ? across : down;
    plane->step = (most * SCENE_ONE + 4 * inner - 1) / (4 * inner);
    plane->middle_a = (extent->top + extent->bottom + extent->left + extent->right) * SCENE_ONE / 4;
    plane->middle_c = (extent->top + extent->bottom - extent->left - extent->right) * SCENE_ONE / 4;
}

/* Of the box around what is seen. */
static struct extent span(struct plane *plane)
{
    const int32_t *low = plane->scene->low, *high = plane->scene->high;
    plane->first_a = low[X] - high[Y] - 1;
    plane->first_c = low[Z] - high[Y] - 1;
    plane->count_a = high[X] - low[Y] + 1 - plane->first_a;
    plane->count_c = high[Z] - low[Y] + 1 - plane->first_c;
    return (struct extent){low[X] - (high[Z] + 1), high[X] + 1 - low[Z], low[X] + low[Z] - 2 * (high[Y] + 1), high[X] + high[Z] + 2 - 2 * low[Y]};
}

static struct scene_light triangle(const struct plane *plane, int32_t a, int32_t c, bool lower)
{
    enum { THIRD = SCENE_ONE / 3 };
    bool mixed;
    int64_t inner_a = lower ? THIRD : 2 * THIRD, inner_c = lower ? 2 * THIRD : THIRD;
    struct scene_light light = scene_diagonal(plane->scene, (int64_t)a * SCENE_ONE + inner_a, (int64_t)c * SCENE_ONE + inner_c, &mixed);
    return mixed && plane->fine ? MIXED : light;
}

static void widen(struct extent *extent, int32_t a, int32_t c, bool lower)
{
    int64_t left = (int64_t)a - c - lower, top = (int64_t)a + c;
    extent->left = left < extent->left ? left : extent->left;
    extent->right = left + 1 > extent->right ? left + 1 : extent->right;
    extent->top = top < extent->top ? top : extent->top;
    extent->bottom = top + 2 > extent->bottom ? top + 2 : extent->bottom;
}

/* Looks along every triangle's middle, and narrows EXTENT to those with something in them. */
static void look_through_triangles(struct plane *plane, struct extent *extent)
{
    int64_t count = 2 * (int64_t)plane->count_a * plane->count_c;
    if (count > TRIANGLES_MAX)
        return;
    plane->triangles = memory_new(memory_product((size_t)count, sizeof *plane->triangles));
    struct extent narrow = {INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN};
    for (int32_t i = 0; i < (int32_t)count; i++) {
        int32_t a = plane->first_a + i / 2 % plane->count_a, c = plane->first_c + i / 2 / plane->count_a;
        bool lower = i & 1;
        plane->triangles[i] = triangle(plane, a, c, lower);
        if (plane->triangles[i].alpha > 0 || plane->triangles[i].red > 0)
            widen(&narrow, a, c, lower);
    }
    if (narrow.left < narrow.right)
        *extent = narrow;
}

static struct scene_light sample(const struct plane *plane, int64_t a, int64_t c)
{
    const struct scene_light nothing = {0};
    bool mixed;
    int64_t cell_a = (a >> SCENE_FRACTION) - plane->first_a, cell_c = (c >> SCENE_FRACTION) - plane->first_c;
    if (cell_a < 0 || cell_c < 0 || cell_a >= plane->count_a || cell_c >= plane->count_c)
        return nothing;
    if (!plane->triangles)
        return scene_diagonal(plane->scene, a, c, &mixed);
    bool lower = (a & (SCENE_ONE - 1)) < (c & (SCENE_ONE - 1));
    struct scene_light light = plane->triangles[2 * (cell_c * plane->count_a + cell_a) + lower];
    return memcmp(&light, &MIXED, sizeof light) == 0 ? scene_diagonal(plane->scene, a, c, &mixed) : light;
}

/* Where blocks are smaller than samples, thin things would fall between two lines of sight: further lines through the same sample
 * look for them, a block apart. */
static struct scene_light sample_small(const struct plane *plane, int64_t a, int64_t c)
{
    enum { MOST = 16 };
    struct scene_light light = sample(plane, a, c);
    int64_t height = 2 * plane->step, lines = height / SCENE_ONE + 1 < MOST ? height / SCENE_ONE + 1 : MOST;
    for (int64_t i = 1; i < lines && light.alpha == 0; i++) {
        int64_t away = (i + 1) / 2 * height / lines * (i % 2 ? 1 : -1);
        light = sample(plane, a + away, c + away);
    }
    return light;
}

static void draw_dimetric(const struct scene *scene, int32_t size, uint8_t *pixels)
{
    enum { SAMPLES = 3 };
    int32_t side = size * SAMPLES, inner = side - 2 * (side / MARGIN);
    struct plane plane = {.scene = scene};
    struct extent extent = span(&plane);
    fit(&plane, &extent, inner);
    plane.fine = plane.step < SCENE_ONE / 6;
    look_through_triangles(&plane, &extent);
    fit(&plane, &extent, inner);
    for (int32_t y = 0; y < size; y++)
        for (int32_t x = 0; x < size; x++) {
            struct mixture sum = {0};
            for (int32_t i = 0; i < SAMPLES * SAMPLES; i++) { /* in half samples from the middle */
                int64_t u = 2 * (x * SAMPLES + i % SAMPLES) + 1 - side, v = 2 * (y * SAMPLES + i / SAMPLES) + 1 - side;
                mix(&sum, sample_small(&plane, plane.middle_a + (2 * v + u) * plane.step / 2, plane.middle_c + (2 * v - u) * plane.step / 2));
            }
            set_pixel(pixels + 4 * ((size_t)y * (size_t)size + (size_t)x), &sum, SAMPLES * SAMPLES);
        }
    free(plane.triangles);
}

/* The map: columns that samples fall on, no more of them than samples. */
struct map {
    const struct scene *scene;
    int32_t width, length; /* in columns */
    struct scene_light *columns;
};

static uint8_t shaded(uint8_t part, unsigned shade)
{
    unsigned value = (part * shade + 127) / 255;
    return (uint8_t)(value < 255 ? value : 255);
}

/* Higher ground is lighter; a slope towards the north catches light, one towards the south lies in shade, as on the game's maps. */
static struct scene_light relief(const struct scene *scene, struct scene_light light, int32_t y, int32_t north)
{
    enum { LOWEST = 180, STEP = 24 };
    unsigned shade = LOWEST + (unsigned)((255 - LOWEST) * (int64_t)(y - scene->low[Y]) / (scene->high[Y] - scene->low[Y] + 1));
    shade = north >= 0 && y > north ? shade + STEP : north >= 0 && y < north ? shade - STEP : shade;
    struct scene_light result = {shaded(light.red, shade), shaded(light.green, shade), shaded(light.blue, shade), light.alpha};
    result.red = result.red < light.alpha ? result.red : light.alpha;
    result.green = result.green < light.alpha ? result.green : light.alpha;
    result.blue = result.blue < light.alpha ? result.blue : light.alpha;
    return result;
}

static int32_t column_at(const struct scene *scene, int axis, int32_t i, int32_t count)
{
    int64_t extent = scene->high[axis] - scene->low[axis] + 1;
    return scene->low[axis] + (int32_t)((2 * i + 1) * extent / (2 * count));
}

static void survey(struct map *map)
{
    const struct scene *scene = map->scene;
    int32_t *north = memory_new(memory_product((size_t)map->width, sizeof *north));
    for (int32_t x = 0; x < map->width; x++)
        north[x] = -1;
    for (int32_t z = 0; z < map->length; z++)
        for (int32_t x = 0; x < map->width; x++) {
            int32_t y;
            struct scene_light light = scene_column(scene, column_at(scene, X, x, map->width), column_at(scene, Z, z, map->length), &y);
            map->columns[(size_t)z * (size_t)map->width + (size_t)x] = relief(scene, light, y, north[x]);
            north[x] = y;
        }
    free(north);
}

static void draw_map(const struct scene *scene, int32_t size, uint8_t *pixels)
{
    enum { SAMPLES = 2 };
    int32_t side = size * SAMPLES, inner = side - 2 * (side / MARGIN);
    int32_t wide = scene->high[X] - scene->low[X] + 1, long_ = scene->high[Z] - scene->low[Z] + 1, most = wide > long_ ? wide : long_;
    int32_t across = (int32_t)((int64_t)inner * wide / most), down = (int32_t)((int64_t)inner * long_ / most);
    across = across > 0 ? across : 1;
    down = down > 0 ? down : 1;
    struct map map = {scene, wide < across ? wide : across, long_ < down ? long_ : down, NULL};
    map.columns = memory_new(memory_product(memory_product((size_t)map.width, (size_t)map.length), sizeof *map.columns));
    survey(&map);
    for (int32_t y = 0; y < size; y++)
        for (int32_t x = 0; x < size; x++) {
            struct mixture sum = {0};
            for (int32_t i = 0; i < SAMPLES * SAMPLES; i++) {
                int32_t u = x * SAMPLES + i % SAMPLES - (side - across) / 2, v = y * SAMPLES + i / SAMPLES - (side - down) / 2;
                if (u >= 0 && v >= 0 && u < across && v < down)
                    mix(&sum, map.columns[(size_t)((int64_t)v * map.length / down) * (size_t)map.width + (size_t)((int64_t)u * map.width / across)]);
            }
            set_pixel(pixels + 4 * ((size_t)y * (size_t)size + (size_t)x), &sum, SAMPLES * SAMPLES);
        }
    free(map.columns);
}

uint8_t *thumb_draw(struct model *model, enum thumb_view view, int size)
{
    assert(size > 0 && size <= THUMB_SIZE_MAX);
    struct scene scene;
    if (!scene_open(&scene, model, BOX_MAX))
        return NULL;
    uint8_t *pixels = memory_new(4 * (size_t)size * (size_t)size);
    if (scene.high[Y] >= 0) {
        if (view == THUMB_TOP)
            draw_map(&scene, size, pixels);
        else
            draw_dimetric(&scene, size, pixels);
    }
    scene_close(&scene);
    return pixels;
}
