/* What the names in "type" of a problem mean: each has an address, and all stand on one page. */
#include "core/text.h"
#include "handlers/site/handlers.h"
#include "handlers/site/pages.h"
#include "queries/site.h"
#include "templates/site.h"
#include "web/problem_types.h"

static struct problem_type_row row_of(const struct problem_type *type)
{
    return (struct problem_type_row){str_of(type->name), str_of(gettext(type->title)), str_of(gettext(type->says))};
}

enum status problems_list(struct request *rq, struct response *rs)
{
    struct problem_type_row *rows = arena_array(rq->arena, problem_type_count, sizeof *rows);
    for (size_t i = 0; i < problem_type_count; i++)
        rows[i] = row_of(&problem_types[i]);
    return response_rows(rs, &Q_PROBLEM_TYPE, (struct rows){rows, problem_type_count});
}

enum status problems_show(struct request *rq, struct response *rs)
{
    const struct problem_type *type = problem_type_named(arena_str(rq->arena, rq->arguments[0]).p);
    if (type == NULL)
        return response_db(rs, DB_NONE);
    struct problem_type_row *row = ARENA_NEW(rq->arena, struct problem_type_row);
    *row = row_of(type);
    return response_one(rs, OK, &Q_PROBLEM_TYPE, row);
}

void problems_page(struct request *rq, struct response *rs)
{
    template_site_problems(&rs->body, page_frame(rq, rs), rs->rows);
}
