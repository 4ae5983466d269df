/* What the pages of moderation want besides their rows. */
#ifndef CURIO_HANDLERS_MODERATION_VIEW_H
#define CURIO_HANDLERS_MODERATION_VIEW_H

#include "queries/moderation.h"

struct review_view {
    struct schematic_one_row build;
    struct moderation_state_row state;
};

#endif
