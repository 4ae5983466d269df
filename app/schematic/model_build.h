/* What fills a model, beside model.h: for the loaders. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_MODEL_BUILD_H
#define CURIO_SCHEMATIC_MODEL_BUILD_H

#include "schematic/model.h"

struct model *model_empty(void); /* without a region */
/* One more region at the lowest corner of the box, all absent; the pointer is good until the next is added. */
struct model_region *model_add_region(struct model *, const int32_t size[3]);
int64_t model_volume(const struct model_region *);
/* Replaces each cell by MAP of it. */
void model_map_cells(struct model_region *, const uint16_t *map);
/* Zeroed memory that lives as long as the model. */
void *model_memory(struct model *, size_t size);

#endif
