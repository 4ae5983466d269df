/* Leave to hand a picture to the pool. nginx asks here before it reads the picture, and hands the ticket on. */
#include "core/text.h"
#include "handlers/image/handlers.h"
#include "image/receipt.h"
#include "queries/image.h"
#include "web/next_page.h"

static const struct field of_upload[] = {
    {"next", N_("For a form without script: the page of this site that the answer leads to, with ?receipt=… or ?refused=…"), FIELD_TEXT,
     .offset = offsetof(struct image_upload_form, next), .max = NEXT_PAGE_MAX},
};
const struct form image_upload_fields = FORM_OF(image_upload_form, of_upload);

static enum status grant(struct request *rq, struct response *rs, struct uuid id, struct str next)
{
    const struct image_ticket ticket = {.id = id, .account = rq->viewer.account, .next = next};
    const struct str key = image_key(rq->arena, rq->config->token_secret);
    response_header(rs, STR("Curio-Ticket"), image_ticket_write(rq->arena, key, &ticket, timestamp_now()));
    rs->content_type = STR("application/json");
    buf_add(&rs->body, STR("{}"));
    return rs->status = OK;
}

/* The picture's id is given here: what comes back under it was let in here. */
enum status image_upload_grant(struct request *rq, struct response *rs)
{
    const struct image_upload_form *form = rq->form;
    if (form->next.n > 0 && !next_page_valid(form->next)) {
        form_fail(rq->arena, rq->form_state, "next", "malformed", _("This is not the address of a page of this site."));
        return response_invalid(rs, rq);
    }
    const struct image_grant_insert_in row = {.id = uuid_new(), .account = rq->viewer.account, .most = rq->config->image_unattached_max};
    enum db_result result = image_grant_insert(rq->db, rq->arena, &row);
    if (result == DB_NONE) {
        response_problem(rs, CONFLICT, "images-waiting", _("You have sent many pictures today that were not used yet. Please use those first."));
        response_problem_int64(rs, "most", rq->config->image_unattached_max);
        return rs->status;
    }
    return result == DB_OK ? grant(rq, rs, row.id, form->next.n > 0 ? form->next : STR("")) : response_db(rs, result);
}

/* Nothing of such a picture is kept, so that none waits to be used. */
enum status image_face_grant(struct request *rq, struct response *rs)
{
    return grant(rq, rs, uuid_new(), STR(""));
}
