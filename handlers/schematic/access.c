#include "handlers/schematic/access.h"

struct schematic_one_in schematic_asked_by_id(const struct request *rq, struct uuid id)
{
    return (struct schematic_one_in){.id = {.set = true, .v = id},
                                     .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                     .moderator = request_may(rq, SCHEMATIC_MODERATE)};
}

struct schematic_one_in schematic_asked(const struct request *rq)
{
    struct uuid id = {0};
    struct schematic_one_in asked = schematic_asked_by_id(rq, id);
    asked.id.set = uuid_parse(rq->arguments[0], &asked.id.v);
    asked.slug = rq->arguments[0];
    return asked;
}
