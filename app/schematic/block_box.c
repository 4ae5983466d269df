#include "schematic/block_box.h"

#include "schematic/state.h"

enum side { WEST, EAST, NORTH, SOUTH, SIDES };
static const char *const side_names[SIDES] = {[WEST] = "west", [EAST] = "east", [NORTH] = "north", [SOUTH] = "south"};

static struct block_box box(unsigned x0, unsigned y0, unsigned z0, unsigned x1, unsigned y1, unsigned z1)
{
    return (struct block_box){{(uint8_t)x0, (uint8_t)y0, (uint8_t)z0}, {(uint8_t)x1, (uint8_t)y1, (uint8_t)z1}};
}

/* The part of the cube within DEEP sixteenths of a side, from BOTTOM to TOP. */
static struct block_box at_side(enum side side, unsigned deep, unsigned bottom, unsigned top)
{
    switch (side) {
    case WEST:
        return box(0, bottom, 0, deep, top, 16);
    case EAST:
        return box(16 - deep, bottom, 0, 16, top, 16);
    case NORTH:
        return box(0, bottom, 0, 16, top, deep);
    case SOUTH:
    case SIDES:
        break;
    }
    return box(0, bottom, 16 - deep, 16, top, 16);
}

static enum side side_of(struct str name)
{
    enum side side = 0;
    while (side < SIDES && !str_eq(name, str_of(side_names[side])))
        side++;
    return side;
}

static enum side opposite(enum side side)
{
    return side ^ 1;
}

static bool reaches(struct str state, enum side side)
{
    struct str value = state_property(state, side_names[side]);
    return value.p && !str_eq(value, STR("false")) && !str_eq(value, STR("none"));
}

/* Something thin that reaches out to its neighbours: fences, walls, panes. HALF is half its thickness. */
static size_t branches(struct str state, unsigned half, struct block_box boxes[BLOCK_BOXES])
{
    bool reach[SIDES];
    size_t count = 0;
    for (enum side side = 0; side < SIDES; side++)
        reach[side] = reaches(state, side);
    if (reach[WEST] || reach[EAST])
        boxes[count++] = box(reach[WEST] ? 0 : 8 - half, 0, 8 - half, reach[EAST] ? 16 : 8 + half, 16, 8 + half);
    if (reach[NORTH] || reach[SOUTH])
        boxes[count++] = box(8 - half, 0, reach[NORTH] ? 0 : 8 - half, 8 + half, 16, reach[SOUTH] ? 16 : 8 + half);
    if (count == 0)
        boxes[count++] = box(8 - half, 0, 8 - half, 8 + half, 16, 8 + half);
    return count;
}

static size_t post(struct str state, struct block_box boxes[BLOCK_BOXES])
{
    struct str axis = state_property(state, "axis"), facing = state_property(state, "facing");
    enum side side = side_of(facing);
    if (str_ends_with(state_id(state), STR("_gate"))) {
        boxes[0] = side == WEST || side == EAST ? box(7, 3, 0, 9, 14, 16) : box(0, 3, 7, 16, 14, 9);
        return 1;
    }
    if (str_eq(axis, STR("x")) || side == WEST || side == EAST)
        boxes[0] = box(0, 6, 6, 16, 10, 10);
    else if (str_eq(axis, STR("z")) || side == NORTH || side == SOUTH)
        boxes[0] = box(6, 6, 0, 10, 10, 16);
    else
        return branches(state, str_ends_with(state_id(state), STR("_wall")) ? 3 : 2, boxes);
    return 1;
}

static size_t pane(struct str state, struct block_box boxes[BLOCK_BOXES])
{
    enum side side = side_of(state_property(state, "facing"));
    if (side == SIDES) {
        enum side vine = 0;
        while (vine < SIDES && !reaches(state, vine))
            vine++;
        if (vine == SIDES || !str_ends_with(state_id(state), STR("vine")))
            return branches(state, 1, boxes);
        boxes[0] = at_side(vine, 1, 0, 16);
    } else if (str_ends_with(state_id(state), STR("trapdoor")) && !str_eq(state_property(state, "open"), STR("true"))) {
        boxes[0] = box(0, 13, 0, 16, 16, 16);
    } else {
        boxes[0] = at_side(opposite(side), 3, 0, 16);
    }
    return 1;
}

static size_t stairs(struct str state, struct block_box boxes[BLOCK_BOXES])
{
    bool top = str_eq(state_property(state, "half"), STR("top"));
    enum side side = side_of(state_property(state, "facing"));
    boxes[0] = box(0, top ? 8 : 0, 0, 16, top ? 16 : 8, 16);
    boxes[1] = at_side(side, 8, top ? 0 : 8, top ? 8 : 16);
    return 2;
}

size_t block_boxes(struct str state, enum block_shape shape, struct block_box boxes[BLOCK_BOXES])
{
    switch (shape) {
    case SHAPE_SLAB_BOTTOM:
        boxes[0] = box(0, 0, 0, 16, 8, 16);
        return 1;
    case SHAPE_SLAB_TOP:
        boxes[0] = box(0, 8, 0, 16, 16, 16);
        return 1;
    case SHAPE_CARPET:
        boxes[0] = box(0, 0, 0, 16, 1, 16);
        return 1;
    case SHAPE_CROSS:
        boxes[0] = box(3, 0, 7, 13, 12, 9);
        boxes[1] = box(7, 0, 3, 9, 12, 13);
        return 2;
    case SHAPE_POST:
        return post(state, boxes);
    case SHAPE_PANE:
        return pane(state, boxes);
    case SHAPE_STAIRS:
        return stairs(state, boxes);
    case SHAPE_SMALL:
        boxes[0] = box(5, 0, 5, 11, 9, 11);
        return 1;
    case SHAPE_FLUID:
        boxes[0] = box(0, 0, 0, 16, 14, 16);
        return 1;
    case SHAPE_CUBE:
    case SHAPE_COUNT:
        break;
    }
    boxes[0] = box(0, 0, 0, 16, 16, 16);
    return 1;
}
