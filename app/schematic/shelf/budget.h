/* The reader's budgets as a site has set them. */
#ifndef CURIO_SCHEMATIC_SHELF_BUDGET_H
#define CURIO_SCHEMATIC_SHELF_BUDGET_H

#include "core/config.h"
#include "schematic/inspect.h"

static inline struct schematic_budget budget_of(const struct config *config)
{
    return (struct schematic_budget){.bytes = config->nbt_bytes_max,
                                     .nodes = config->nbt_nodes_max,
                                     .depth = config->nbt_depth_max,
                                     .blocks = config->schematic_blocks_max,
                                     .axis = config->schematic_axis_max};
}

#endif
