/* The pages of accounts: each shows what its handler made, or its form again with what is wrong beside its fields. */
#include <assert.h>

#include "account/then.h"
#include "handlers/account/forms.h"
#include "handlers/account/handlers.h"
#include "handlers/site/pages.h"
#include "queries/account.h"
#include "queries/schematic.h"
#include "templates/account.h"
#include "templates/site.h"
#include "web/cursor.h"

enum { BUILDS = 24, COLLECTIONS = 4 };

/* The page shows rows of either; tests/unit/schematic/test_list.c compares their columns one by one. */
static_assert(sizeof(struct schematic_collection_page_row) == sizeof(struct schematic_collection_author_row), "the same columns");
static_assert(sizeof(struct schematic_page_row) == sizeof(struct schematic_page_author_row), "the same columns");

/* What is not a field's fault stands above the form. */
static struct str problem_of(const struct response *rs)
{
    return rs->status >= BAD_REQUEST && rs->status != UNPROCESSABLE_CONTENT ? rs->detail : STR_NULL;
}

void account_register_page(struct request *rq, struct response *rs)
{
    struct str problem = rs->status == CONFLICT ? STR_NULL : problem_of(rs);
    template_account_register(&rs->body, page_frame(rq, rs), rq->form_state, problem);
}

void account_login_page(struct request *rq, struct response *rs)
{
    struct str then = form_value(rq->form_state, STR("then"));
    struct str next = then.n > 0 ? then_place(then) : STR_NULL;
    template_account_login(&rs->body, page_frame(rq, rs), rq->form_state, problem_of(rs), next);
}

void account_forgotten_page(struct request *rq, struct response *rs)
{
    bool sent = rq->method == POST && rs->status < BAD_REQUEST;
    template_account_forgotten(&rs->body, page_frame(rq, rs), rq->form_state, sent);
}

void account_reset_page(struct request *rq, struct response *rs)
{
    if (rs->status == GONE) {
        page_problem(rq, rs);
        return;
    }
    template_account_reset(&rs->body, page_frame(rq, rs), rq->form_state, rq->arguments[0], problem_of(rs));
}

void account_password_page(struct request *rq, struct response *rs)
{
    template_account_password(&rs->body, page_frame(rq, rs), rq->form_state, problem_of(rs));
}

void account_sessions_page(struct request *rq, struct response *rs)
{
    template_account_sessions(&rs->body, page_frame(rq, rs), rs->rows);
}

/* Also shown again when the form that it holds was not right: the handler did not run then, so the account is read here. */
void account_profile_page(struct request *rq, struct response *rs)
{
    const struct account_self_row *account = rs->rows.at;
    const struct account_self_in whose = {.id = rq->viewer.account};
    struct account_self_row read;
    if (account == NULL) {
        if (account_self_one(rq->db, rq->arena, &whose, &read) != DB_OK) {
            page_problem(rq, rs);
            return;
        }
        account = &read;
    }
    template_account_profile(&rs->body, page_frame(rq, rs), account, rq->form_state);
}

/* The builds as schematic_page has them; a page without them is better than none. */
static struct rows builds_of(struct request *rq, struct str *next)
{
    const struct person_form *form = rq->form;
    const struct schematic_page_author_in which = {.author = form->slug, .before = form->before, .limit = BUILDS + 1};
    struct rows rows;
    if (!config_room_on(rq->config, ROOM_SCHEMATIC) ||
        schematic_page_author(rq->db, rq->arena, &which, &rows) != DB_OK)
        return (struct rows){NULL, 0};
    if (rows.count > BUILDS) {
        const struct schematic_page_author_row *build = rows.at;
        rows.count = BUILDS;
        *next = cursor_encode(rq->arena, build[BUILDS - 1].id);
    }
    return rows;
}

/* A few public ones, newest first, and whether there are more. */
static struct rows collections_of(struct request *rq, bool *more)
{
    const struct person_form *form = rq->form;
    const struct schematic_collection_author_in which = {.author = form->slug, .limit = COLLECTIONS + 1};
    struct rows rows;
    if (!config_room_on(rq->config, ROOM_SCHEMATIC) || schematic_collection_author(rq->db, rq->arena, &which, &rows) != DB_OK)
        return (struct rows){NULL, 0};
    *more = rows.count > COLLECTIONS;
    rows.count = *more ? COLLECTIONS : rows.count;
    return rows;
}

void account_person_page(struct request *rq, struct response *rs)
{
    struct str next = STR_NULL;
    const struct account_person_row *person = rs->rows.at;
    struct rows builds = {NULL, 0}, collections = {NULL, 0};
    bool more = false;
    if (person->open) {
        builds = builds_of(rq, &next);
        collections = collections_of(rq, &more);
    }
    struct str url = arena_printf(rq->arena, STR_FMT "/people/" STR_FMT, STR_ARG(rq->config->site_url), STR_ARG(person->slug));
    template_account_person(&rs->body, page_frame_described(rq, rs), person, builds, next, collections, more, url);
}

void notices_page(struct request *rq, struct response *rs)
{
    template_site_notices(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

/* Also shown again when a wish was none of those that there are: the handler did not run then. */
void preferences_page(struct request *rq, struct response *rs)
{
    if (rs->rows.at == NULL && notice_show_preferences(rq, rs) != OK) {
        page_problem(rq, rs);
        return;
    }
    template_site_preferences(&rs->body, page_frame(rq, rs), rs->rows.at, config_room_on(rq->config, ROOM_SCHEMATIC), config_room_on(rq->config, ROOM_MARKET));
}
