/* The menu of languages at the foot of each page: links for readers whose pages are shared and hold no form, buttons for the signed-in. */
#include "core/language.h"

#include "account/then.h"
#include "core/text.h"
#include "handlers/site/handlers.h"
#include "handlers/site/language_form.h"
#include "queries/account.h"

enum { TAG_MOST = 32, THEN_MOST = 1200, KEPT_SECONDS = 365 * 86400 };

static const struct str language_cookie = {"__Host-language", sizeof "__Host-language" - 1};

static const struct field of_language[] = {
    {"tag", N_("The language, as in da"), FIELD_TEXT, true, offsetof(struct language_form, tag), .min = 1, .max = TAG_MOST},
    {"then", N_("The page to go to afterwards"), FIELD_TEXT, .offset = offsetof(struct language_form, then), .max = THEN_MOST},
};
const struct form language_fields = FORM_OF(language_form, of_language);

/* Kept by the browser, so that it holds before anybody is signed in. */
enum status language_choose(struct request *rq, struct response *rs)
{
    const struct language_form *form = rq->form;
    size_t index;
    if (!language_find(form->tag, &index))
        return response_problem(rs, NOT_FOUND, NULL, _("This language is not spoken here."));
    response_cookie(rs, language_cookie, language_at(index)->tag, KEPT_SECONDS);
    rs->location = then_place(form->then);
    return rs->status = SEE_OTHER;
}

/* And in the profile, for mails and other devices. */
enum status language_keep(struct request *rq, struct response *rs)
{
    const struct language_form *form = rq->form;
    const struct account_update_in change = {.id = rq->viewer.account, .language = form->tag};
    enum status status = language_choose(rq, rs);
    if (status != SEE_OTHER)
        return status;
    enum db_result result = account_update(rq->db, rq->arena, &change);
    return result == DB_OK ? status : response_db(rs, result);
}
