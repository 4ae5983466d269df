/* One build. */
#include <inttypes.h>

#include "handlers/schematic/access.h"
#include "handlers/schematic/handlers.h"

/* The API's tag tells what people and the scanner changed and leaves out the count of downloads: somebody's download does
 * not refuse an edit that comes with If-Match. */
static struct str tag_of(struct arena *arena, const struct schematic_one_row *build)
{
    return arena_printf(arena, "%" PRIx64 "-%d-" STR_FMT "-" STR_FMT, (uint64_t)build->updated_at.us,
                        (int)build->version, STR_ARG(build->status), STR_ARG(build->analysis.p ? build->analysis : STR("")));
}

enum status schematic_show(struct request *rq, struct response *rs)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    enum db_result result = schematic_find(rq, &asked, build);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!rq->page)
        rs->etag = tag_of(rq->arena, build);
    return response_one(rs, OK, &Q_SCHEMATIC_ONE, build);
}
