#include "handlers/moderation/decide.h"

#include "handlers/market/photo.h"

static const struct moderation_room rooms[] = {
    {"schematic", "schematic.approved", "schematic.rejected", "/review", true, NULL},
    {"market", "market.approved", "market.rejected", "/review", true, market_settled},
    {"rating", "rating.shown", "rating.hidden", "", false, rating_settled},
    {"photo", "photo.shown", "photo.rejected", "", false, photo_settled},
    {"burst", NULL, NULL, "", false, market_settled}, /* the authors of its ratings are told by market_burst_settle */
    {"", NULL, NULL, "", false, NULL},               /* none of these */
};

const struct moderation_room *moderation_room(struct str name)
{
    const struct moderation_room *room = rooms;
    while (room->name[0] != '\0' && !str_eq(name, str_of(room->name)))
        room++;
    return room;
}
