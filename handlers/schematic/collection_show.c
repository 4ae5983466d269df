/* Collections as people see them: public ones, one's own, and what is in one. */
#include <assert.h>

#include "handlers/schematic/collection.h"
#include "handlers/schematic/forms.h"
#include "queries/schematic.h"

/* tests/unit/schematic/test_list.c compares them one by one. */
static_assert(sizeof(struct schematic_collection_page_row) == sizeof(struct schematic_collection_author_row), "the same columns");

static int64_t limit_of(struct opt_bigint asked)
{
    return asked.set ? asked.v : SCHEMATIC_PAGE_LIMIT;
}

enum status collection_list(struct request *rq, struct response *rs)
{
    const struct collection_list_form *form = rq->form;
    int64_t limit = limit_of(form->limit);
    struct rows rows;
    enum db_result result;
    if (form->author.n > 0) {
        const struct schematic_collection_author_in in = {.author = form->author, .before = form->before, .limit = limit + 1};
        result = schematic_collection_author(rq->db, rq->arena, &in, &rows);
    } else {
        const struct schematic_collection_page_in in = {.before = form->before, .limit = limit + 1};
        result = schematic_collection_page(rq->db, rq->arena, &in, &rows);
    }
    if (result != DB_OK)
        return response_db(rs, result);
    return response_page(rs, &Q_SCHEMATIC_COLLECTION_PAGE, rows, limit, "id");
}

enum status collection_list_mine(struct request *rq, struct response *rs)
{
    const struct collection_mine_form *form = rq->form;
    struct schematic_collection_mine_in in = {.account = rq->viewer.account, .slug = form->build};
    in.build.set = form->build.n > 0 && uuid_parse(form->build, &in.build.v);
    struct rows rows;
    enum db_result result = schematic_collection_mine(rq->db, rq->arena, &in, &rows);
    return result == DB_OK ? response_rows(rs, &Q_SCHEMATIC_COLLECTION_MINE, rows) : response_db(rs, result);
}

static enum db_result find(struct request *rq, struct schematic_collection_one_row *collection)
{
    struct schematic_collection_one_in in = {.slug = rq->arguments[0],
                                             .viewer = {rq->viewer.signed_in, rq->viewer.account},
                                             .moderator = request_may(rq, SCHEMATIC_MODERATE)};
    in.id.set = uuid_parse(rq->arguments[0], &in.id.v);
    return schematic_collection_one_one(rq->db, rq->arena, &in, collection);
}

enum status collection_show(struct request *rq, struct response *rs)
{
    struct schematic_collection_one_row *collection = ARENA_NEW(rq->arena, struct schematic_collection_one_row);
    enum db_result result = find(rq, collection);
    return result == DB_OK ? response_one(rs, OK, &Q_SCHEMATIC_COLLECTION_ONE, collection) : response_db(rs, result);
}

enum status collection_list_builds(struct request *rq, struct response *rs)
{
    const struct collection_builds_form *form = rq->form;
    struct schematic_collection_one_row collection;
    enum db_result result = find(rq, &collection);
    if (result != DB_OK)
        return response_db(rs, result);
    int64_t limit = limit_of(form->limit);
    const struct schematic_collection_builds_in in = {.collection = collection.id,
                                                      .viewer = {rq->viewer.signed_in, rq->viewer.account},
                                                      .moderator = request_may(rq, SCHEMATIC_MODERATE),
                                                      .before = form->before,
                                                      .limit = limit + 1};
    struct rows rows;
    result = schematic_collection_builds(rq->db, rq->arena, &in, &rows);
    if (result != DB_OK)
        return response_db(rs, result);
    return response_page(rs, &Q_SCHEMATIC_PAGE, rows, limit, "id");
}
