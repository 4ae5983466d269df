/* What takes a person's room: builds with their versions and pictures, and files on their way. What the site makes of files itself,
 * pictures of builds and other formats, counts for nobody. */
#include "handlers/schematic/usage.h"

#include "handlers/schematic/handlers.h"
#include "handlers/site/pages.h"
#include "templates/schematic.h"

enum { ITEMS_MOST = 500 };

enum db_result usage_report(struct request *rq, int64_t limit, struct schematic_usage_report_row *out)
{
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    const struct schematic_usage_item_in which = {.account = rq->viewer.account, .limit = limit + 1};
    struct schematic_usage_row usage;
    struct rows items = {0};
    enum db_result result = schematic_usage_one(rq->db, rq->arena, &whose, &usage);
    if (result == DB_OK)
        result = schematic_usage_item(rq->db, rq->arena, &which, &items);
    if (result != DB_OK && result != DB_NONE)
        return result;
    if (!items.at)
        items.at = arena_alloc(rq->arena, 1); /* an empty list, not an absent one */
    bool more = items.count > (size_t)limit;
    *out = (struct schematic_usage_report_row){.builds = usage.builds,
                                               .used = usage.used,
                                               .quota = rq->config->storage_quota,
                                               .uploads = usage.uploads,
                                               .items = {items.at, more ? (size_t)limit : items.count},
                                               .more = more};
    return DB_OK;
}

enum status schematic_usage_show(struct request *rq, struct response *rs)
{
    struct schematic_usage_report_row *report = ARENA_NEW(rq->arena, struct schematic_usage_report_row);
    enum db_result result = usage_report(rq, ITEMS_MOST, report);
    return result == DB_OK ? response_one(rs, OK, &Q_SCHEMATIC_USAGE_REPORT, report) : response_db(rs, result);
}

void schematic_usage_page(struct request *rq, struct response *rs)
{
    template_schematic_usage(&rs->body, page_frame(rq, rs), rs->rows.at);
}
