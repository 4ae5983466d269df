#include "handlers/schematic/access.h"

#include "handlers/schematic/link.h"
#include "schematic/release.h"

static struct opt_uuid link_of(const struct request *rq)
{
    struct str key = form_value(rq->form_state, STR("key"));
    struct opt_uuid link = {0};
    link.set = key.n > 0 && link_verify(rq->arena, rq->config, key, &link.v);
    return link;
}

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
    asked.link = link_of(rq);
    return asked;
}

enum db_result schematic_find(struct request *rq, const struct schematic_one_in *asked, struct schematic_one_row *out)
{
    enum db_result result = schematic_one_one(rq->db, rq->arena, asked, out);
    if (result == DB_OK && out->game.set)
        out->game_name = release_name(out->game.v);
    return result;
}
