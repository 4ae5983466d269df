/* The pages of those who hold markets. Each is also shown again when its form was not right: the handler did not run then. */
#include "handlers/market/edit_fields.h"
#include "handlers/market/edit_handlers.h"
#include "handlers/market/edit_save.h"
#include "handlers/site/pages.h"
#include "market/schedule_words.h"
#include "templates/market.h"

enum { DATES_SHOWN = 24, WORDS = 4096 };

void market_own_page(struct request *rq, struct response *rs)
{
    template_market_own(&rs->body, page_frame(rq, rs), rs->rows, rs->next);
}

void market_new_page(struct request *rq, struct response *rs)
{
    static const struct rows none;
    const struct rows *alike = rs->view ? rs->view : &none;
    template_market_new(&rs->body, page_frame(rq, rs), rq->form_state, alike->count > 0 ? STR_NULL : rs->detail, *alike, market_form_rows(rq, NULL),
                        market_when_rows(rq));
}

/* The market of the address, for whom may change it; NULL: the problem page was shown instead. */
static const struct market_edit_row *market_again(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    struct market_edit_row *market = ARENA_NEW(rq->arena, struct market_edit_row);
    struct response aside;
    if (rs->contract == &Q_MARKET_EDIT)
        return rs->rows.at;
    response_init(&aside, rq->arena);
    if (market_take(rq, &aside, &change) && market_edit_one(rq->db, rq->arena, &(struct market_edit_in){.id = change.id}, market) == DB_OK)
        return market;
    page_problem(rq, rs);
    return NULL;
}

/* The hours are on the other page: a form that had them is shown there again. */
void market_edit_page(struct request *rq, struct response *rs)
{
    if (form_error_text(rq->form_state, STR("opening_hours")).p) {
        market_schedule_page(rq, rs);
        return;
    }
    const struct market_edit_row *market = market_again(rq, rs);
    if (market)
        template_market_edit_page(&rs->body, page_frame(rq, rs), market, rq->form_state, rs->detail, market_form_rows(rq, market));
}

static struct rows rules_of(struct request *rq, const struct schedule *schedule)
{
    struct market_rule_shown_row *rows = arena_array(rq->arena, schedule->rule_count + 1, sizeof *rows);
    for (size_t i = 0; i < schedule->rule_count; i++) {
        struct buf *words = ARENA_NEW(rq->arena, struct buf);
        buf_init_in(rq->arena, words, WORDS);
        schedule_describe_rule(rq->arena, &schedule->rules[i], SCHEDULE_LONG, words);
        rows[i] = (struct market_rule_shown_row){(int32_t)i + 1, buf_str(words)};
    }
    return (struct rows){rows, schedule->rule_count};
}

/* What was sent by FORM, where that was refused: three forms of the page have fields of the same names. */
static const struct form_state *refused(const struct request *rq, const struct form *form)
{
    return rq->form_state && rq->form_state->form == form && rq->form_state->error_count > 0 ? rq->form_state : NULL;
}

void market_schedule_page(struct request *rq, struct response *rs)
{
    const struct market_edit_row *market = market_again(rq, rs);
    struct schedule schedule;
    struct rows dates = {0};
    if (!market)
        return;
    const struct market_change_row place = {.zone = market->zone, .country = market->country, .schedule = market->schedule};
    const struct market_dates_coming_in which = {.market = market->id, .limit = DATES_SHOWN};
    if (!market_schedule_of(rq, rs, &place, &schedule))
        return;
    if (market_dates_coming(rq->db, rq->arena, &which, &dates) != DB_OK)
        dates = (struct rows){0};
    const struct form_state *said = refused(rq, &market_edit_fields); /* the hours */
    const struct str hours = said ? form_value(said, STR("opening_hours")) : schedule.opening_hours.p ? schedule.opening_hours : STR("");
    template_market_schedule(&rs->body, page_frame(rq, rs), market, refused(rq, &market_rule_fields),
                             said ? said : refused(rq, &market_date_fields), NULL, rs->detail, rules_of(rq, &schedule), hours, dates, market_when_rows(rq));
}

void market_organiser_edit_page(struct request *rq, struct response *rs)
{
    if (rs->contract != &Q_MARKET_ORGANISER_CHANGE) {
        struct response aside;
        response_init(&aside, rq->arena);
        if (market_organiser_edit(rq, &aside) != OK) {
            page_problem(rq, rs);
            return;
        }
        rs->rows = aside.rows;
    }
    template_market_organiser_edit(&rs->body, page_frame(rq, rs), rs->rows.at, rq->form_state, rs->detail);
}
