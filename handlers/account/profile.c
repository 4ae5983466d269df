/* One's own account, and what everyone sees of a person. */
#include "core/language.h"
#include "core/text.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "queries/account.h"

enum status account_show(struct request *rq, struct response *rs)
{
    const struct account_self_in whose = {.id = rq->viewer.account};
    struct account_self_row *account = ARENA_NEW(rq->arena, struct account_self_row);
    enum db_result result = account_self_one(rq->db, rq->arena, &whose, account);
    return result == DB_OK ? response_one(rs, OK, &Q_ACCOUNT_SELF, account) : response_db(rs, result);
}

enum status account_change(struct request *rq, struct response *rs)
{
    const struct profile_form *form = rq->form;
    const struct account_update_in change = {.id = rq->viewer.account,
                                             .name = form->has_name ? form->name : STR_NULL,
                                             .about = form->has_about ? form->about : STR_NULL,
                                             .profile = form->has_profile ? form->profile : STR_NULL,
                                             .language = form->has_language ? form->language : STR_NULL};
    size_t known;
    if (form->has_language && form->language.n > 0 && !language_find(form->language, &known)) {
        form_fail(rq->arena, rq->form_state, "language", "not_a_choice", _("This language is not spoken here."));
        return response_invalid(rs, rq);
    }
    enum db_result result = account_update(rq->db, rq->arena, &change);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/account");
    rs->toast = str_of(_("Saved."));
    return account_show(rq, rs);
}

enum status account_show_person(struct request *rq, struct response *rs)
{
    const struct person_form *form = rq->form;
    const struct account_person_in who = {.slug = form->slug,
                                          .viewer = {.set = rq->viewer.signed_in, .v = rq->viewer.account},
                                          .moderator = request_may(rq, ACCOUNT_MODERATE)};
    struct account_person_row *person = ARENA_NEW(rq->arena, struct account_person_row);
    enum db_result result = account_person_one(rq->db, rq->arena, &who, person);
    return result == DB_OK ? response_one(rs, OK, &Q_ACCOUNT_PERSON, person) : response_db(rs, result);
}
