/* A build's figure: its true proportions as a box drawn from above one corner, filled by a symmetrical little building that
 * follows from its id alone. Drawn back to front, one path a shade and diagonal; stylesheets choose the colours. */
#include <math.h>

#include "core/crypto.h"
#include "web/view.h"

enum { CELLS_MIN = 3, CELLS_MAX = 5, PIGMENTS = 6, VIEW_WIDTH = 400, VIEW_HEIGHT = 320, MARGIN = 20 };

static const double SLENDEREST = 0.12; /* a side is drawn as at least this part of the longest */
static const double ACROSS = 0.8660254, DOWN = 0.5; /* the cosine and sine of 30°: isometric axes */

struct emblem {
    double width, height, length; /* of the box, the longest is 1 */
    int across, along;            /* cells on x and z */
    double scale, centre, base;   /* pixels a unit; where the hindmost corner of the ground stands */
    double levels[CELLS_MAX][CELLS_MAX]; /* part of the height that each cell reaches */
};

struct point {
    int x, y;
};

static double side(int64_t blocks, int64_t longest)
{
    return fmax((double)blocks / (double)longest, SLENDEREST);
}

static int cells(double part)
{
    int count = (int)lround(CELLS_MAX * part);
    return count < CELLS_MIN ? CELLS_MIN : count;
}

static void fit(struct emblem *e)
{
    double wide = (e->width + e->length) * ACROSS, high = (e->width + e->length) * DOWN + e->height;
    e->scale = fmin((VIEW_WIDTH - 2 * MARGIN) / wide, (VIEW_HEIGHT - 2 * MARGIN) / high);
    e->centre = VIEW_WIDTH / 2.0 - (e->width - e->length) * ACROSS * e->scale / 2;
    e->base = VIEW_HEIGHT / 2.0 - high * e->scale / 2 + e->height * e->scale;
}

/* Symmetrical on both axes; the highest cells are raised to the box's own height, so that the box is true. */
static void raise_levels(struct emblem *e, const struct sha256_digest *from)
{
    static const double steps[] = {0.18, 0.3, 0.42, 0.55, 0.7, 0.85, 1, 1};
    double highest = 0;
    for (int x = 0; x < e->across; x++) {
        for (int z = 0; z < e->along; z++) {
            int mirror_x = x < e->across - 1 - x ? x : e->across - 1 - x, mirror_z = z < e->along - 1 - z ? z : e->along - 1 - z;
            e->levels[x][z] = steps[from->b[mirror_x * CELLS_MAX + mirror_z] % 8];
            highest = fmax(highest, e->levels[x][z]);
        }
    }
    for (int x = 0; x < e->across; x++)
        for (int z = 0; z < e->along; z++)
            if (e->levels[x][z] >= highest)
                e->levels[x][z] = 1;
}

static struct point project(const struct emblem *e, int x, double level, int z)
{
    double wide = x * e->width / e->across, deep = z * e->length / e->along;
    return (struct point){(int)lround(e->centre + (wide - deep) * ACROSS * e->scale),
                          (int)lround(e->base + ((wide + deep) * DOWN - level * e->height) * e->scale)};
}

static void write_face(struct buf *out, struct point a, struct point b, struct point c, struct point d)
{
    buf_printf(out, "M%d %dL%d %dL%d %dL%d %dz", a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y);
}

enum face { FACE_LEFT, FACE_RIGHT, FACE_TOP, FACE_COUNT };

static void write_cell(struct buf *out, const struct emblem *e, enum face face, int x, int z)
{
    double level = e->levels[x][z];
    struct point right = project(e, x + 1, level, z), near = project(e, x + 1, level, z + 1), left = project(e, x, level, z + 1);
    if (face == FACE_TOP)
        write_face(out, project(e, x, level, z), right, near, left);
    else if (face == FACE_LEFT)
        write_face(out, left, near, project(e, x + 1, 0, z + 1), project(e, x, 0, z + 1));
    else
        write_face(out, right, near, project(e, x + 1, 0, z + 1), project(e, x + 1, 0, z));
}

/* Cells of one diagonal stand side by side and hide nothing of each other. */
static void write_diagonal(struct buf *out, const struct emblem *e, int diagonal)
{
    static const char *const classes[FACE_COUNT] = {
        [FACE_LEFT] = "left", [FACE_RIGHT] = "right", [FACE_TOP] = "top"};
    for (int face = 0; face < FACE_COUNT; face++) {
        buf_printf(out, "<path class=\"emblem-%s\" d=\"", classes[face]);
        for (int x = 0; x < e->across; x++)
            if (diagonal - x >= 0 && diagonal - x < e->along)
                write_cell(out, e, (enum face)face, x, diagonal - x);
        buf_add(out, STR("\"/>"));
    }
}

static void write_box(struct buf *out, const struct emblem *e)
{
    const double levels[] = {0, 1};
    buf_add(out, STR("<path class=\"emblem-box\" d=\""));
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        write_face(out, project(e, 0, levels[i], 0), project(e, e->across, levels[i], 0), project(e, e->across, levels[i], e->along),
                   project(e, 0, levels[i], e->along));
    const int corners[][2] = {{0, 0}, {e->across, 0}, {0, e->along}};
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        struct point top = project(e, corners[i][0], 1, corners[i][1]), foot = project(e, corners[i][0], 0, corners[i][1]);
        buf_printf(out, "M%d %dV%d", top.x, top.y, foot.y);
    }
    buf_add(out, STR("\"/>"));
}

void view_emblem(struct buf *out, struct uuid id, int64_t width, int64_t height, int64_t length)
{
    struct sha256_digest digest = sha256_of((struct str){(const char *)id.b, sizeof id.b});
    int64_t longest = width > height ? width : height;
    longest = length > longest ? length : longest;
    longest = longest < 1 ? 1 : longest;
    struct emblem e = {.width = side(width, longest), .height = side(height, longest), .length = side(length, longest)};
    e.across = cells(e.width);
    e.along = cells(e.length);
    fit(&e);
    raise_levels(&e, &digest);
    buf_printf(out, "<svg class=\"emblem emblem-%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", digest.b[31] % PIGMENTS, VIEW_WIDTH,
               VIEW_HEIGHT);
    write_box(out, &e);
    for (int diagonal = 0; diagonal < e.across + e.along - 1; diagonal++)
        write_diagonal(out, &e, diagonal);
    buf_add(out, STR("</svg>"));
}
