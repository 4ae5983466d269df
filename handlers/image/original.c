/* A picture as the pool keeps it, for whom it is not hidden from. */
#include "core/text.h"
#include "handlers/image/handlers.h"
#include "queries/image.h"

static bool may_see(const struct request *rq, const struct image_one_row *image)
{
    if (str_eq(image->state, STR("hidden")))
        return request_may(rq, ACCOUNT_MODERATE) || request_may(rq, SCHEMATIC_MODERATE);
    return image->original && !str_eq(image->state, STR("gone")) && image->account.set && uuid_eq(image->account.v, rq->viewer.account);
}

static enum status send(struct response *rs, const char *place, struct str name)
{
    rs->accel = true;
    rs->content_type = STR("image/jpeg");
    buf_printf(&rs->body, "/_images/%s/" STR_FMT ".jpg", place, STR_ARG(name));
    return rs->status = OK;
}

/* Handed in and not used yet: there is no row of it, only the leave under which it came. */
static enum status send_unused(struct request *rq, struct response *rs, struct uuid id)
{
    const struct image_grant_one_in which = {.id = id, .account = rq->viewer.account};
    struct image_grant_one_row grant;
    char text[UUID_TEXT];
    enum db_result result = image_grant_one_one(rq->db, rq->arena, &which, &grant);
    return result == DB_OK ? send(rs, "held", uuid_text(id, text)) : response_db(rs, result);
}

enum status image_original(struct request *rq, struct response *rs)
{
    struct image_one_in which;
    struct image_one_row image;
    char text[UUID_TEXT];
    if (!uuid_parse(rq->arguments[0], &which.id))
        return response_db(rs, DB_NONE);
    enum db_result result = image_one_one(rq->db, rq->arena, &which, &image);
    if (result == DB_NONE)
        return send_unused(rq, rs, which.id);
    if (result != DB_OK || !may_see(rq, &image))
        return response_db(rs, result == DB_OK ? DB_NONE : result);
    return image.original ? send(rs, "held", uuid_text(image.id, text)) : send(rs, "hidden", image.name);
}

/* What nginx sends here is no address of a picture: the pool answers those. */
enum status image_nowhere(struct request *rq, struct response *rs)
{
    (void)rq;
    return response_problem(rs, NOT_FOUND, NULL, _("There is nothing at this address."));
}
