/* One function a build, each painting on a canvas of the size that its row in demo.c gives. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_DEMO_BUILDS_H
#define CURIO_SCHEMATIC_DEMO_BUILDS_H

#include "schematic/canvas.h"

void build_lighthouse(struct canvas *);
void build_bridge(struct canvas *);
void build_cottage(struct canvas *);
void build_pyramid(struct canvas *);
void build_keep(struct canvas *);
void build_spiral_tower(struct canvas *);
void build_pavilion(struct canvas *);
void build_windmill(struct canvas *);
void build_hedge_maze(struct canvas *);
void build_amphitheatre(struct canvas *);

#endif
