#include "handlers/moderation/decide.h"

static const struct moderation_room rooms[] = {
    {"schematic", "schematic.approved", "schematic.rejected", "/review", true},
    {"market", "market.approved", "market.rejected", "/review", true},
    {"rating", "rating.shown", "rating.hidden", "", false},
    {"burst", NULL, NULL, "", false}, /* the authors of its ratings are told by market_burst_settle */
    {"", NULL, NULL, "", false},      /* none of these */
};

const struct moderation_room *moderation_room(struct str name)
{
    const struct moderation_room *room = rooms;
    while (room->name[0] != '\0' && !str_eq(name, str_of(room->name)))
        room++;
    return room;
}
