#include "handlers/site/contact.h"

#include "core/json_write.h"
#include "core/language.h"
#include "core/text.h"
#include "handlers/site/pages.h"
#include "store/queue.h"
#include "templates/site.h"

enum { NAME_MAX = 120, MESSAGE_MAX = 4000, PAYLOAD_MAX = 64 * 1024 };

struct contact_form {
    struct str name, email, message;
};

static const struct field fields[] = {
    {"name", N_("Who writes"), FIELD_TEXT, true, .offset = offsetof(struct contact_form, name), .min = 1, .max = NAME_MAX},
    {"email", N_("Where to answer"), FIELD_EMAIL, true, .offset = offsetof(struct contact_form, email)},
    {"message", N_("What is to be said"), FIELD_LONGTEXT, true, .offset = offsetof(struct contact_form, message), .min = 1, .max = MESSAGE_MAX},
};
const struct form contact_fields = FORM_OF(contact_form, fields);

/* The writer's address stands in the text: a mail is from the site itself. */
static bool write_mail(struct request *rq, const struct contact_form *form, struct buf *payload)
{
    struct json json;
    json_begin(&json, payload);
    json_object_open(&json);
    json_member_text(&json, "to", rq->config->site_contact);
    size_t writers = language_spoken();
    language_speak(0); /* to those who run the site in its own */
    json_member_text(&json, "subject", arena_printf(rq->arena, _("A message from %.*s"), STR_ARG(form->name)));
    language_speak(writers);
    json_member_text(&json, "text", arena_printf(rq->arena, "%.*s <%.*s>:\n\n%.*s\n", STR_ARG(form->name), STR_ARG(form->email), STR_ARG(form->message)));
    json_object_close(&json);
    return json_end(&json);
}

enum status contact_send(struct request *rq, struct response *rs)
{
    const struct contact_form *form = rq->form;
    struct buf payload;
    if (rq->config->site_contact.n == 0)
        return response_problem(rs, NOT_FOUND, NULL, _("Whoever runs this site has not said yet how to be reached."));
    buf_init_in(rq->arena, &payload, PAYLOAD_MAX);
    if (!write_mail(rq, form, &payload))
        return response_problem(rs, BAD_REQUEST, NULL, _("This can't be read as it was sent."));
    enum db_result result = queue_put(rq->db, rq->arena, "mail", buf_str(&payload), STR_NULL, rq->id, 0);
    return result == DB_OK || result == DB_NONE ? (rs->status = OK) : response_db(rs, result);
}

void contact_page(struct request *rq, struct response *rs)
{
    struct str contact = rq->config->site_contact;
    bool sent = rq->method == POST && rs->status < BAD_REQUEST;
    template_site_contact(&rs->body, page_frame(rq, rs), rq->form_state, contact.n > 0 ? contact : STR_NULL, sent);
}
