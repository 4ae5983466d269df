#include "handlers/schematic/take.h"

#include "core/text.h"
#include "handlers/schematic/access.h"

enum status schematic_not_yours(struct response *rs)
{
    return response_problem(rs, FORBIDDEN, NULL, _("Only its owner can change this build."));
}

struct str schematic_review_rule(const struct config *config)
{
    static const char *const rules[] = {[REVIEW_NONE] = "none", [REVIEW_FIRST] = "first", [REVIEW_ALL] = "all"};
    return str_of(rules[config->schematic_review]);
}

bool schematic_take(struct request *rq, struct response *rs, struct schematic_change_row *build)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    const struct schematic_change_in in = {
        .id = asked.id, .slug = asked.slug, .viewer = rq->viewer.account, .moderator = asked.moderator};
    enum db_result result = schematic_change_one(rq->db, rq->arena, &in, build);
    if (result != DB_OK) {
        response_db(rs, result);
    } else if (!build->may_edit) {
        schematic_not_yours(rs);
    } else {
        return true;
    }
    return false;
}
