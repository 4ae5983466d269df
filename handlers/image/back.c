#include "handlers/image/back.h"

#include "core/text.h"
#include "handlers/image/boxes.h"
#include "image/record/record.h"
#include "web/form.h"
#include "web/urlencoded.h"

/* What the pool, nginx and the dispatcher say of a picture that was not taken: docs/images.md. */
static const struct {
    const char *type, *says;
} refusals[] = {
    {"not-a-picture", N_("This file is not a picture.")},
    {"malformed-body", N_("Choose a picture first.")},
    {"unsupported-format", N_("Send the picture as JPEG, PNG, WebP, GIF, AVIF or HEIC.")},
    {"too-large", N_("This picture is too large. Save it smaller, then try again.")},
    {"broken", N_("This picture is damaged.")},
    {"out-of-limits", N_("This picture takes more time or memory than a picture may.")},
    {"images-waiting", N_("You have sent many pictures today that were not used yet. Please use those first.")},
    {"rate-limited", N_("That was a lot at once. Please wait a moment and try again.")},
    {"cross-site-request", N_("This form was not sent from this site, or was open for too long. Please load the page again.")},
    {"storage-full", N_("Our storage is full at the moment. Nothing was saved; please try again later.")},
};

static struct str refusal(struct str type)
{
    if (type.n == 0)
        return STR_NULL;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (str_eq(type, str_of(refusals[i].type)))
            return str_of(gettext(refusals[i].says));
    return str_of(_("The picture did not arrive. Please try again."));
}

static void show(struct request *rq, struct str name, struct image_back_row *back)
{
    const struct image_context in = {rq->db, rq->arena, rq->config, rq->id};
    struct image_receipt *receipt = ARENA_NEW(rq->arena, struct image_receipt);
    struct uuid id;
    if (!rq->viewer.signed_in || !uuid_parse(name, &id))
        return;
    enum image_done done = image_look(&in, rq->viewer.account, name, receipt);
    if (done == IMAGE_USED_RECEIPT || done == IMAGE_FAILED) /* as where one went back to what is published by now */
        return;
    if (done != IMAGE_DONE) {
        back->refused = str_of(_("The picture was sent too long ago. Please send it again."));
        return;
    }
    const struct rows boxes = image_boxes_rows(rq->arena, receipt->faces);
    back->receipt = name;
    back->source = arena_printf(rq->arena, "/api/v1/images/" STR_FMT "/original", STR_ARG(name));
    back->width = (int32_t)receipt->width;
    back->height = (int32_t)receipt->height;
    back->unchecked = receipt->detector_failed;
    back->boxes = (struct list){boxes.at, boxes.count};
}

const struct image_back_row *image_back(struct request *rq, struct str next)
{
    struct image_back_row *back = ARENA_NEW(rq->arena, struct image_back_row);
    struct form_inputs inputs = {.arena = rq->arena};
    const bool asked = rq->method == GET && urlencoded_parse(rq->query, &inputs) == INPUT_READ;
    const struct str sent = form_value(rq->form_state, STR("receipt"));
    back->send = arena_printf(rq->arena, "/api/v1/images?next=" STR_FMT "&csrf=" STR_FMT, STR_ARG(next), STR_ARG(rq->csrf));
    back->refused = refusal(asked ? form_inputs_text(&inputs, STR("refused")) : STR_NULL);
    back->boxes = (struct list){"", 0};
    back->source = STR("");
    show(rq, asked ? form_inputs_text(&inputs, STR("receipt")) : sent, back);
    return back;
}
