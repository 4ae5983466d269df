/* A model made ready to be looked at: what each state looks like, where there is anything, and what a line of sight meets.
 * Whole numbers only, so that pictures are the same bytes on every machine. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_SCENE_H
#define CURIO_SCHEMATIC_SCENE_H

#include "schematic/block_box.h"
#include "schematic/model.h"

enum scene_face { FACE_TOP, FACE_SOUTH, FACE_EAST, FACE_COUNT };
enum { SCENE_FRACTION = 20, SCENE_ONE = 1 << SCENE_FRACTION /* a block's edge in fixed point */ };

struct scene_look {
    enum { LOOK_NOTHING, LOOK_SOLID /* an opaque cube */, LOOK_CLEAR /* a translucent one */, LOOK_BOXES } kind;
    bool fluid;
    uint8_t alpha;
    uint8_t colour[FACE_COUNT][3]; /* shaded */
    uint8_t box_count;
    struct block_box boxes[BLOCK_BOXES];
};

struct scene {
    const uint16_t *cells;
    int32_t size[3];
    int32_t low[3], high[3]; /* of what is seen, both within; HIGH is below LOW where nothing is */
    struct scene_look *looks; /* by palette index */
    uint8_t *bricks;          /* see scene_bricks() in scene.c */
    int32_t brick_size[3];
};

/* Colour multiplied by alpha, eight bits each. */
struct scene_light {
    uint8_t red, green, blue, alpha;
};

/* False: the box around the regions is larger than BLOCKS_MAX. The scene lives no longer than the model. */
bool scene_open(struct scene *, struct model *, int64_t blocks_max) __attribute__((warn_unused_result));
void scene_close(struct scene *);

/* What is seen along the diagonal of those points with x − y = A and z − y = C, from the south-east above. MIXED is set where
 * something other than a cube was on the way, so that other lines through the same cubes may see something else. */
struct scene_light scene_diagonal(const struct scene *, int64_t a, int64_t c, bool *mixed);
/* What is seen from straight above; Y is the height of the first thing met, or -1. */
struct scene_light scene_column(const struct scene *, int32_t x, int32_t z, int32_t *y);

#endif
