#include "schematic/demo.h"

#include "schematic/demo_builds.h"

/* Titles and descriptions are content, not interface: they stay in one language. */
static const struct schematic_demo demos[] = {
    {"harbour-lighthouse.schem", "Harbour lighthouse",
     "A red and white lighthouse on a **round stone base**. The lamp room has a railing all around and a glowing lamp behind glass.\n\n"
     "- The door faces north.\n- A winding stair leads up inside.\n\nSet it on a cape, two blocks above the water.",
     {"lighthouse", "harbour", "tower", "survival"}, 23, 46, 23, build_lighthouse},
    {"old-stone-bridge.schem", "Old stone bridge",
     "Four arches of weathered stone brick over a river bed. Piers with cutwaters, a paved deck five blocks wide, lanterns over every arch.\n\n"
     "The pattern repeats every **26 blocks**, so that it can be made as long as the river asks for.",
     {"bridge", "medieval", "stone", "road"}, 105, 20, 13, build_bridge},
    {"timber-cottage.schem", "Timber cottage",
     "A small half-timbered cottage: oak frame, light walls, a steep dark roof and a brick chimney.\n\n"
     "Inside is one room with a loft. A good *first house* for a village; turn it and change the flowers, and no two look the same.",
     {"house", "cottage", "medieval", "starter"}, 15, 16, 17, build_cottage},
    {"desert-pyramid.schem", "Pyramid of the golden tip",
     "A great pyramid of sandstone, banded every eight layers and crowned with gold.\n\n"
     "A passage from the north leads to a **pillared chamber** in its heart. It is solid otherwise, so bring a beacon or a lot of sand.",
     {"pyramid", "desert", "monument", "large"}, 97, 49, 97, build_pyramid},
    {"castle-keep.schem", "Castle keep",
     "A square keep with walls two blocks thick, arrow slits on three floors and a round tower at each corner.\n\n"
     "1. Gate in the north wall\n2. Two wooden floors, left empty for your own rooms\n3. Battlements with a walk behind them",
     {"castle", "medieval", "keep", "defence"}, 47, 42, 47, build_keep},
    {"double-spiral-tower.schem", "Double spiral tower",
     "Two ribbons, one white and one dark, wind up around a quartz column and never meet. A globe of light sits on top.\n\n"
     "Walk up on one side and down on the other.",
     {"tower", "modern", "spiral", "quartz"}, 25, 67, 25, build_spiral_tower},
    {"garden-pavilion.schem", "Garden pavilion",
     "Eight posts, a pointed roof and a small well in the middle. The lawn around it is sown with poppies and dandelions.\n\n"
     "Made for the corner of a garden that is still missing something.",
     {"garden", "pavilion", "small", "decoration"}, 17, 13, 17, build_pavilion},
    {"village-windmill.schem", "Village windmill",
     "A tower mill on a cobblestone foot, with a gallery at the first floor and four sails that catch the north wind.\n\n"
     "Three floors inside: grain, stones, and the works under the cap.",
     {"windmill", "village", "farm", "medieval"}, 29, 36, 29, build_windmill},
    {"hedge-maze.schem", "Hedge maze",
     "A maze of trimmed oak hedges, three blocks high. In at the north-west corner, out at the south-east, with a fountain halfway.\n\n"
     "> There is a way to every place in it, and only one that is short.",
     {"maze", "garden", "game"}, 41, 4, 41, build_hedge_maze},
    {"sandstone-amphitheatre.schem", "Sandstone amphitheatre",
     "Fourteen rows of seats around a sandy ring, an outer wall with twenty-four openings, and a stage on the south side.\n\n"
     "Two gates lead in, north and south. Seats about a thousand, if they sit close.",
     {"amphitheatre", "roman", "arena", "large"}, 65, 20, 65, build_amphitheatre},
};

const struct schematic_demo *schematic_demo(size_t i)
{
    return i < sizeof demos / sizeof demos[0] ? &demos[i] : NULL;
}

bool schematic_demo_write(const struct schematic_demo *demo, struct buf *out)
{
    struct canvas canvas;
    canvas_open(&canvas, demo->width, demo->height, demo->length);
    demo->build(&canvas);
    bool written = canvas_write(&canvas, out);
    canvas_close(&canvas);
    return written;
}
