/* The pages of sources, readings, doubles and conflicts. */
#include "core/json_read.h"
#include "core/text.h"
#include "handlers/market/import.h"
#include "handlers/site/pages.h"
#include "market/schedule_json.h"
#include "market/schedule_words.h"
#include "templates/market.h"

enum { RUNS_SHOWN = 20, WORDS_MOST = 4000 };

/* A page that can't tell how much waits is better than none. */
static const struct market_import_waiting_row *waiting(struct request *rq)
{
    struct market_import_waiting_row *row = ARENA_NEW(rq->arena, struct market_import_waiting_row);
    if (market_import_waiting_one(rq->db, rq->arena, row) != DB_OK)
        *row = (struct market_import_waiting_row){0};
    return row;
}

void source_list_page(struct request *rq, struct response *rs)
{
    template_market_sources(&rs->body, page_frame(rq, rs), rs->rows, rs->next, waiting(rq));
}

void source_new_page(struct request *rq, struct response *rs)
{
    struct str none = STR("");
    const struct market_source_one_row blank = {.title = none, .kind = STR("page"), .address = none, .enabled = true, .settings = STR("{}"), .zone = none, .country = none,
                                                .currency = none, .region = none, .town = none, .market_kind = none, .credit = none, .credit_url = none, .pages = 50,
                                                .vanish_percent = 34, .vanish_after = 1};
    template_market_source_new(&rs->body, page_frame(rq, rs), &blank, rq->form_state, page_refusal(rs));
}

void source_page(struct request *rq, struct response *rs)
{
    struct rows runs = {0};
    if (!page_made_again(rq, rs, source_show))
        return;
    const struct market_source_one_row *source = rs->rows.at;
    const struct market_run_page_in which = {.source = source->id, .limit = RUNS_SHOWN};
    if (market_run_page(rq->db, rq->arena, &which, &runs) != DB_OK)
        runs = (struct rows){0};
    template_market_source_page(&rs->body, page_frame(rq, rs), source, runs, rq->form_state, page_refusal(rs));
}

static struct str member(const struct json_value *object, const char *name)
{
    struct str text;
    return json_as_text(json_member(object, str_of(name)), &text) ? text : STR("");
}

static const struct json_value *array_of(struct arena *arena, struct str json)
{
    struct json_value *array = NULL;
    struct json_error error;
    return json_parse(arena, json, 8, false, &array, &error) == JSON_OK ? array : NULL;
}

static struct rows problems_in(struct arena *arena, struct str json)
{
    const struct json_value *array = array_of(arena, json);
    size_t count = array ? json_length(array) : 0;
    struct market_run_problem_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct json_value *one = json_at(array, i);
        rows[i] = (struct market_run_problem_row){member(one, "kind"), member(one, "scope"), member(one, "where"), member(one, "what")};
    }
    return (struct rows){rows, count};
}

static struct rows previews_in(struct arena *arena, struct str json)
{
    const struct json_value *array = array_of(arena, json);
    size_t count = array ? json_length(array) : 0;
    struct market_run_preview_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct json_value *one = json_at(array, i);
        rows[i] = (struct market_run_preview_row){member(one, "title"), member(one, "place"), member(one, "town"), member(one, "when"), member(one, "outcome")};
    }
    return (struct rows){rows, count};
}

void run_page(struct request *rq, struct response *rs)
{
    if (!page_made_again(rq, rs, run_show))
        return;
    const struct market_run_one_row *run = rs->rows.at;
    template_market_run(&rs->body, page_frame(rq, rs), run, problems_in(rq->arena, run->problems), previews_in(rq->arena, run->preview), page_refusal(rs));
}

/* The list that a refused decision was made on. */
static enum status doubles_again(struct request *rq, struct response *rs)
{
    const struct market_merge_page_in which = {.state = STR("queued"), .limit = IMPORT_LIMIT};
    struct rows rows;
    enum db_result result = market_merge_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_rows(rs, &Q_MARKET_MERGE_PAGE, rows) : response_db(rs, result);
}

void double_list_page(struct request *rq, struct response *rs)
{
    struct str state = rs->status < BAD_REQUEST && rq->form ? ((const struct double_list_form *)rq->form)->state : STR("queued");
    if (page_made_again(rq, rs, doubles_again))
        template_market_doubles(&rs->body, page_frame(rq, rs), rs->rows, state, rs->next, waiting(rq), page_refusal(rs));
}

/* A schedule is told in words, all else as it stands. */
static struct str value_words(struct arena *arena, struct str field, struct str json)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    struct schedule schedule = {0};
    struct json_value *value;
    struct json_error error;
    struct str where, text = json;
    buf_init_in(arena, out, 64 * WORDS_MOST);
    if (str_eq(field, STR("schedule")) && schedule_json_parse(arena, json, &schedule, &where)) {
        schedule_describe(arena, &schedule, SCHEDULE_LONG, out);
        return out->n > 0 && !out->failed ? str_slice(buf_str(out), 0, out->n) : json;
    }
    struct str wrapped = arena_printf(arena, "[" STR_FMT "]", STR_ARG(json));
    if (json_parse(arena, wrapped, 64, false, &value, &error) == JSON_OK && !json_as_text(json_at(value, 0), &text))
        text = json;
    return text;
}

static struct rows lines_of(struct arena *arena, struct rows conflicts)
{
    const struct market_conflict_page_row *rows = conflicts.at;
    struct market_conflict_line_row *lines = arena_array(arena, conflicts.count + 1, sizeof *lines);
    for (size_t i = 0; i < conflicts.count; i++)
        lines[i] = (struct market_conflict_line_row){rows[i].id,
                                                     rows[i].title,
                                                     rows[i].path,
                                                     rows[i].source_title,
                                                     rows[i].url,
                                                     rows[i].field,
                                                     value_words(arena, rows[i].field, rows[i].ours),
                                                     value_words(arena, rows[i].field, rows[i].theirs),
                                                     rows[i].created_at};
    return (struct rows){lines, conflicts.count};
}

static enum status conflicts_again(struct request *rq, struct response *rs)
{
    const struct market_conflict_page_in which = {.account = {!request_may(rq, MARKET_MODERATE), rq->viewer.account}, .limit = IMPORT_LIMIT};
    struct rows rows;
    enum db_result result = market_conflict_page(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_rows(rs, &Q_MARKET_CONFLICT_PAGE, rows) : response_db(rs, result);
}

void conflict_list_page(struct request *rq, struct response *rs)
{
    if (page_made_again(rq, rs, conflicts_again))
        template_market_conflicts(&rs->body, page_frame(rq, rs), lines_of(rq->arena, rs->rows), rs->next, request_may(rq, MARKET_MODERATE), waiting(rq), page_refusal(rs));
}
