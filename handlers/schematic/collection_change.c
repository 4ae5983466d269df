/* Making, changing and filling collections: for their owner. A moderator may only take one away. */
#include "core/slug.h"
#include "core/text.h"
#include "handlers/schematic/collection.h"
#include "queries/schematic.h"
#include "social/activity.h"

static struct str path_of(struct request *rq, struct str slug)
{
    return arena_printf(rq->arena, "/schematics/collections/" STR_FMT, STR_ARG(slug));
}

/* The collection, locked, when the viewer may change it (or, to DELETE, may take it away); otherwise rs tells why not. */
static bool take(struct request *rq, struct response *rs, bool to_delete, struct schematic_collection_change_row *collection)
{
    struct schematic_collection_change_in in = {
        .slug = rq->arguments[0], .viewer = rq->viewer.account, .moderator = request_may(rq, SCHEMATIC_MODERATE)};
    in.id.set = uuid_parse(rq->arguments[0], &in.id.v);
    enum db_result result = schematic_collection_change_one(rq->db, rq->arena, &in, collection);
    if (result != DB_OK) {
        response_db(rs, result);
    } else if (!(to_delete ? collection->may_delete : collection->mine)) {
        response_problem(rs, FORBIDDEN, NULL, _("Only its owner can change this collection."));
    } else {
        return true;
    }
    return false;
}

static enum status answer(struct request *rq, struct response *rs, enum status status, struct uuid id)
{
    struct schematic_collection_one_row *collection = ARENA_NEW(rq->arena, struct schematic_collection_one_row);
    const struct schematic_collection_one_in in = {.id = {true, id}, .viewer = {true, rq->viewer.account}};
    enum db_result result = schematic_collection_one_one(rq->db, rq->arena, &in, collection);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = path_of(rq, collection->slug);
    return response_one(rs, status, &Q_SCHEMATIC_COLLECTION_ONE, collection);
}

/* Others hear of what somebody gathers in public, unless it is their own. */
static enum db_result tell(struct request *rq, struct str visibility, const struct schematic_collection_add_row *added)
{
    if (!added->listed || added->own || !str_eq(visibility, STR("public")))
        return DB_OK;
    enum db_result result = social_record(rq->db, rq->arena, rq->viewer.account, "collected", "schematic", added->build);
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result add_build(struct request *rq, struct uuid collection, struct str visibility, struct str build)
{
    struct schematic_collection_add_in in = {.collection = collection,
                                             .slug = build,
                                             .viewer = rq->viewer.account,
                                             .moderator = request_may(rq, SCHEMATIC_MODERATE)};
    struct schematic_collection_add_row added;
    in.build.set = uuid_parse(build, &in.build.v);
    enum db_result result = schematic_collection_add_one(rq->db, rq->arena, &in, &added);
    return result == DB_OK ? tell(rq, visibility, &added) : result;
}

static enum status full(struct response *rs, int64_t most)
{
    response_problem(rs, CONFLICT, "collection-full", _("There is no room for more here. Take something out first."));
    response_problem_int64(rs, "most", most);
    return rs->status;
}

/* The random end of a slug makes a second try succeed as good as always. */
static enum db_result insert(struct request *rq, const struct collection_new_form *form, struct uuid id)
{
    const struct schematic_collection_insert_in row = {.id = id,
                                                       .account = rq->viewer.account,
                                                       .slug = slug_another(rq->arena, slug_of(rq->arena, form->title)),
                                                       .title = form->title,
                                                       .description = form->description.p ? form->description : STR(""),
                                                       .visibility = form->visibility};
    return schematic_collection_insert(rq->db, rq->arena, &row);
}

enum status collection_create(struct request *rq, struct response *rs)
{
    const struct collection_new_form *form = rq->form;
    const struct schematic_lock_owner_in owner = {.account = rq->viewer.account};
    const struct schematic_collection_count_in whose = {.account = rq->viewer.account};
    struct schematic_lock_owner_row locked;
    struct schematic_collection_count_row has;
    struct uuid id = uuid_new();
    enum db_result result = schematic_lock_owner_one(rq->db, rq->arena, &owner, &locked);
    if (result == DB_OK)
        result = schematic_collection_count_one(rq->db, rq->arena, &whose, &has);
    if (result == DB_OK && has.collections >= COLLECTIONS_MAX)
        return full(rs, COLLECTIONS_MAX);
    if (result == DB_OK)
        result = insert(rq, form, id);
    if (result == DB_OK && form->build.n > 0)
        result = add_build(rq, id, form->visibility, form->build);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("The collection is there."));
    return answer(rq, rs, CREATED, id);
}

enum status collection_revise(struct request *rq, struct response *rs)
{
    const struct collection_edit_form *form = rq->form;
    struct schematic_collection_change_row collection;
    if (!take(rq, rs, false, &collection))
        return rs->status;
    const struct schematic_collection_update_in changes = {.id = collection.id,
                                                           .title = form->has_title ? form->title : STR_NULL,
                                                           .description = form->has_description ? form->description : STR_NULL,
                                                           .visibility = form->has_visibility ? form->visibility : STR_NULL};
    enum db_result result = schematic_collection_update(rq->db, rq->arena, &changes);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved."));
    return answer(rq, rs, OK, collection.id);
}

enum status collection_remove(struct request *rq, struct response *rs)
{
    struct schematic_collection_change_row collection;
    if (!take(rq, rs, true, &collection))
        return rs->status;
    const struct schematic_collection_delete_in which = {.id = collection.id};
    enum db_result result = schematic_collection_delete(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/schematics/collections/mine");
    rs->toast = str_of(_("The collection is gone. Its builds are where they were."));
    return rs->status = OK;
}

enum status collection_put_build(struct request *rq, struct response *rs)
{
    struct schematic_collection_change_row collection;
    if (!take(rq, rs, false, &collection))
        return rs->status;
    if (collection.builds >= COLLECTION_BUILDS_MAX)
        return full(rs, COLLECTION_BUILDS_MAX);
    enum db_result result = add_build(rq, collection.id, collection.visibility, rq->arguments[1]);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = path_of(rq, collection.slug);
    rs->toast = str_of(_("The build is in the collection."));
    return rs->status = OK;
}

enum status collection_take_build(struct request *rq, struct response *rs)
{
    struct schematic_collection_change_row collection;
    if (!take(rq, rs, false, &collection))
        return rs->status;
    struct schematic_collection_remove_in which = {.collection = collection.id, .slug = rq->arguments[1]};
    which.build.set = uuid_parse(rq->arguments[1], &which.build.v);
    enum db_result result = schematic_collection_remove(rq->db, rq->arena, &which);
    if (result != DB_OK && result != DB_NONE)
        return response_db(rs, result);
    rs->location = path_of(rq, collection.slug);
    rs->toast = str_of(_("The build is out of the collection."));
    return rs->status = OK;
}
