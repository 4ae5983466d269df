#include "image/obscure.h"

#include <errno.h>
#include <math.h>
#include <sys/random.h>

/* A face's box is grown to 1.4 times its size; up to 1.3 times nothing of the picture stays, from there to the edge it comes back. No
 * ellipse: what its corners leave of hair and background tells the photograph, and with it the person. */
#define GROWN 1.4
#define COVERED (1.3 / GROWN)

/* What is left of a face: averages of at most CELLS x CELLS cells, brought close to grey, noised together and each for itself, and rounded
 * to a few steps. What is kept is a quarter of the noise at most, so that many outputs of a person teach next to nothing of the next one:
 * an attacker who learns from ours comes as far as guessing does. */
enum { CELLS = 4, CELL_LEAST = 3 /* pixels of a side */, STEP = 24, GREY = 0x80 };
#define KEPT_CELL 0.03   /* of a cell's difference from the mean */
#define KEPT_MEAN 0.04   /* of the mean's from grey */
#define SHARED_LIGHT 24. /* standard deviations, of 256 */
#define SHARED_TINT 12.
#define CELL_LIGHT 24.
#define CELL_TINT 12.

struct patch {
    double left, top, width, height;      /* the grown box; may reach beyond the picture */
    int64_t from_x, from_y, to_x, to_y;   /* its pixels in the picture, the last ones excluded */
    int columns, rows;                    /* of cells */
    double colour[CELLS][CELLS][3];
};

static int cells(double side)
{
    return side >= CELLS * CELL_LEAST ? CELLS : side >= 2 * CELL_LEAST ? (int)(side / CELL_LEAST) : 1;
}

static int64_t within(double at, int64_t end)
{
    return at < 0 ? 0 : at > (double)end ? end : (int64_t)at;
}

/* False where nothing of it is in the picture. */
static bool patch_place(struct patch *p, const struct image_pixels *picture, const struct face_box *box)
{
    p->width = box->width * GROWN;
    p->height = box->height * GROWN;
    p->left = (double)box->x + (box->width - p->width) / 2;
    p->top = (double)box->y + (box->height - p->height) / 2;
    p->from_x = within(floor(p->left), picture->width);
    p->from_y = within(floor(p->top), picture->height);
    p->to_x = within(ceil(p->left + p->width), picture->width);
    p->to_y = within(ceil(p->top + p->height), picture->height);
    p->columns = cells(p->width);
    p->rows = cells(p->height);
    return box->width > 0 && box->height > 0 && p->from_x < p->to_x && p->from_y < p->to_y;
}

static int cell_of(double at, double side, int count)
{
    const int cell = (int)(at / side * count);
    return cell < 0 ? 0 : cell >= count ? count - 1 : cell;
}

static void patch_sum(struct patch *p, const struct image_pixels *picture, double count[CELLS][CELLS], double mean[3])
{
    for (int64_t y = p->from_y; y < p->to_y; y++) {
        const uint8_t *pixel = picture->rgb + (y * picture->width + p->from_x) * 3;
        const int row = cell_of((double)y + 0.5 - p->top, p->height, p->rows);
        for (int64_t x = p->from_x; x < p->to_x; x++) {
            const int column = cell_of((double)x + 0.5 - p->left, p->width, p->columns);
            count[row][column]++;
            for (int c = 0; c < 3; c++, pixel++) {
                p->colour[row][column][c] += *pixel;
                mean[c] += *pixel;
            }
        }
    }
    const double pixels = (double)((p->to_x - p->from_x) * (p->to_y - p->from_y));
    for (int c = 0; c < 3; c++)
        mean[c] /= pixels;
}

static void patch_average(struct patch *p, const struct image_pixels *picture)
{
    double count[CELLS][CELLS] = {{0}}, mean[3] = {0};
    patch_sum(p, picture, count, mean);
    for (int row = 0; row < p->rows; row++)
        for (int column = 0; column < p->columns; column++)
            for (int c = 0; c < 3; c++) {
                double *sum = &p->colour[row][column][c];
                const double cell = count[row][column] > 0 ? *sum / count[row][column] : mean[c];
                *sum = GREY + KEPT_MEAN * (mean[c] - GREY) + KEPT_CELL * (cell - mean[c]);
            }
}

static bool random_bytes(uint8_t *out, size_t n)
{
    for (size_t have = 0; have < n;) {
        const ssize_t got = getrandom(out + have, n - have, 0);
        if (got <= 0 && errno != EINTR)
            return false;
        have += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* Close to normal, with a standard deviation of 1: the sum of eight even ones, each of (256^2 - 1) / 12. */
static double normal(const uint8_t bytes[8])
{
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += bytes[i];
    return (sum - 8 * 127.5) / sqrt(8 * 65535. / 12);
}

static double rounded(double value)
{
    const double step = STEP * floor(value / STEP) + STEP / 2.;
    return step < 0 ? 0 : step > 255 ? 255 : step;
}

static bool patch_noise(struct patch *p)
{
    uint8_t noise[CELLS][CELLS][4][8], shared[4][8]; /* light, then each colour */
    if (!random_bytes(&noise[0][0][0][0], sizeof noise) || !random_bytes(&shared[0][0], sizeof shared))
        return false;
    for (int row = 0; row < p->rows; row++)
        for (int column = 0; column < p->columns; column++)
            for (int c = 0; c < 3; c++)
                p->colour[row][column][c] = rounded(p->colour[row][column][c] + SHARED_LIGHT * normal(shared[0]) +
                                                    SHARED_TINT * normal(shared[c + 1]) + CELL_LIGHT * normal(noise[row][column][0]) +
                                                    CELL_TINT * normal(noise[row][column][c + 1]));
    return true;
}

/* Where between two cells' centres a pixel lies, so that the patch has no edges: 0 … 1 of the way from CELL to the next. */
static double between(double at, double side, int count, int *cell)
{
    const double place = at / side * count - 0.5;
    if (place <= 0 || place >= count - 1) {
        *cell = place <= 0 ? 0 : count - 1;
        return 0;
    }
    *cell = (int)place;
    const double t = place - *cell;
    return t * t * (3 - 2 * t);
}

/* 1: nothing of the picture's pixel stays … 0: all of it. */
static double opacity(double u, double v)
{
    const double r = fmax(fabs(u), fabs(v));
    return r <= COVERED ? 1 : r >= 1 ? 0 : (1 - r) / (1 - COVERED);
}

static void patch_paint_row(const struct patch *p, struct image_pixels *picture, int64_t y)
{
    int row, column;
    const double down = between((double)y + 0.5 - p->top, p->height, p->rows, &row);
    const double v = ((double)y + 0.5 - p->top) / p->height * 2 - 1;
    const int below = row + (down > 0);
    uint8_t *pixel = picture->rgb + (y * picture->width + p->from_x) * 3;
    for (int64_t x = p->from_x; x < p->to_x; x++) {
        const double right = between((double)x + 0.5 - p->left, p->width, p->columns, &column);
        const double share = opacity(((double)x + 0.5 - p->left) / p->width * 2 - 1, v);
        const int beside = column + (right > 0);
        for (int c = 0; c < 3; c++, pixel++) {
            const double upper = p->colour[row][column][c] * (1 - right) + p->colour[row][beside][c] * right;
            const double lower = p->colour[below][column][c] * (1 - right) + p->colour[below][beside][c] * right;
            *pixel = (uint8_t)lround(*pixel * (1 - share) + (upper * (1 - down) + lower * down) * share);
        }
    }
}

static void patch_solid(struct patch *p)
{
    for (int i = 0; i < CELLS * CELLS * 3; i++)
        p->colour[i / 3 / CELLS][i / 3 % CELLS][i % 3] = GREY;
}

bool obscure(struct image_pixels *picture, const struct face_box *boxes, size_t n, enum obscure_manner manner)
{
    for (size_t i = 0; i < n; i++) {
        struct patch patch = {0};
        if (!patch_place(&patch, picture, &boxes[i]))
            continue;
        if (manner == OBSCURE_SOLID) {
            patch_solid(&patch);
        } else {
            patch_average(&patch, picture);
            if (!patch_noise(&patch))
                return false;
        }
        for (int64_t y = patch.from_y; y < patch.to_y; y++)
            patch_paint_row(&patch, picture, y);
    }
    return true;
}
