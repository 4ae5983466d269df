/* The pages of moderation: each shows what its handler made, or its form again with what is wrong beside its fields. */
#include "handlers/moderation/access.h"
#include "handlers/moderation/canned.h"
#include "handlers/moderation/handlers.h"
#include "handlers/moderation/hints.h"
#include "handlers/moderation/view.h"
#include "handlers/site/pages.h"
#include "templates/moderation.h"

/* A page that can't tell how much waits is better than none. */
static const struct moderation_waiting_row *waiting(struct request *rq)
{
    struct moderation_waiting_row *row = ARENA_NEW(rq->arena, struct moderation_waiting_row);
    if (moderation_waiting_one(rq->db, rq->arena, row) != DB_OK)
        *row = (struct moderation_waiting_row){0};
    return row;
}

static struct rows canned_rows(struct request *rq)
{
    struct moderation_canned_row *rows = arena_array(rq->arena, canned_count(), sizeof *rows);
    for (size_t i = 0; i < canned_count(); i++)
        rows[i] = (struct moderation_canned_row){str_of(canned_names[i]), canned_title(i), canned_words(i)};
    return (struct rows){rows, canned_count()};
}

void case_list_page(struct request *rq, struct response *rs)
{
    template_moderation_list(&rs->body, page_frame(rq, rs), rs->rows, rs->next, waiting(rq));
}

void case_page(struct request *rq, struct response *rs)
{
    if (!page_made_again(rq, rs, case_show))
        return;
    const struct moderation_case_row *shown = rs->rows.at;
    template_moderation_decide_page(&rs->body, page_frame(rq, rs), shown, hints_in(rq->arena, shown->entry.hints), canned_rows(rq),
                                    rq->form_state, page_refusal(rs));
}

void review_page(struct request *rq, struct response *rs)
{
    if (!page_made_again(rq, rs, review_show))
        return;
    const struct review_view *view = rs->view;
    template_moderation_review(&rs->body, page_frame(rq, rs), &view->build, &view->state, rq->form_state, page_refusal(rs));
}

/* The form asks about what it is sent for: both fields are the same on either way. */
static enum status find_reported(struct request *rq, struct response *rs)
{
    struct moderation_subject_row *subject = ARENA_NEW(rq->arena, struct moderation_subject_row);
    struct uuid id;
    bool named = uuid_parse(form_value(rq->form_state, STR("subject")), &id);
    enum db_result result = named ? moderation_find(rq, form_value(rq->form_state, STR("room")), id, subject) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = subject;
    return rs->status = OK;
}

void report_page(struct request *rq, struct response *rs)
{
    if (!page_made_again(rq, rs, find_reported))
        return;
    template_moderation_report_form(&rs->body, page_frame(rq, rs), rs->view, form_value(rq->form_state, STR("room")), rq->form_state,
                                    page_refusal(rs));
}

void reported_list_page(struct request *rq, struct response *rs)
{
    template_moderation_reported_list(&rs->body, page_frame(rq, rs), rs->rows, rs->next, waiting(rq));
}

void reported_page(struct request *rq, struct response *rs)
{
    if (page_made_again(rq, rs, reported_show))
        template_moderation_reported_one(&rs->body, page_frame(rq, rs), rs->rows.at, page_refusal(rs));
}

void suspended_page(struct request *rq, struct response *rs)
{
    template_moderation_suspended(&rs->body, page_frame(rq, rs), rs->rows, rs->next, waiting(rq));
}

void person_page(struct request *rq, struct response *rs)
{
    if (page_made_again(rq, rs, person_show))
        template_moderation_person_page(&rs->body, page_frame(rq, rs), rs->rows.at, rq->form_state, page_refusal(rs));
}

void audit_list_page(struct request *rq, struct response *rs)
{
    template_moderation_audit(&rs->body, page_frame(rq, rs), rs->rows, rs->next, rq->form_state, waiting(rq));
}
