/* Sources: what is known of them, and having them read. */
#include "core/text.h"
#include "handlers/market/import.h"
#include "handlers/moderation/audit.h"
#include "market/read.h"
#include "market/shelf/source.h"
#include "market/zone.h"

enum { PAGES = 50, VANISH_PERCENT = 34, VANISH_AFTER = 1 };

enum status source_list(struct request *rq, struct response *rs)
{
    const struct import_list_form *form = rq->form;
    int64_t limit = form->limit.set ? form->limit.v : IMPORT_LIMIT;
    const struct market_source_list_in which = {.before = form->before, .limit = limit + 1};
    struct rows rows;
    enum db_result result = market_source_list(rq->db, rq->arena, &which, &rows);
    return result == DB_OK ? response_page(rs, &Q_MARKET_SOURCE_LIST, rows, limit, "id") : response_db(rs, result);
}

static enum status answer(struct request *rq, struct response *rs, enum status status, struct uuid id)
{
    const struct market_source_one_in which = {id};
    struct market_source_one_row *source = ARENA_NEW(rq->arena, struct market_source_one_row);
    enum db_result result = market_source_one_one(rq->db, rq->arena, &which, source);
    return result == DB_OK ? response_one(rs, status, &Q_MARKET_SOURCE_ONE, source) : response_db(rs, result);
}

enum status source_show(struct request *rq, struct response *rs)
{
    struct uuid id;
    return uuid_parse(rq->arguments[0], &id) ? answer(rq, rs, OK, id) : response_db(rs, DB_NONE);
}

static bool is_code(struct str text, size_t length)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 'A' || text.p[i] > 'Z')
            return false;
    return text.n == 0 || text.n == length;
}

static struct str text_of(struct str text)
{
    return text.p ? text : STR("");
}

/* What the table of the form can't say; all that is wrong at once. */
static bool fits(struct request *rq, const struct source_form *form)
{
    const struct market_settings *settings;
    struct str why = STR_NULL;
    bool fine = true;
#define WRONG(field, code, words) (form_fail(rq->arena, rq->form_state, field, code, words), fine = false)
    if (!str_starts_with(form->address, STR("https://")) && !str_starts_with(form->address, STR("http://")))
        WRONG("address", "malformed", _("An address begins with https:// or http://."));
    if (!market_settings_read(rq->arena, text_of(form->settings), &settings, &why))
        WRONG("settings", "malformed", arena_printf(rq->arena, _("These settings can't be read: %.*s"), STR_ARG(why)).p);
    if (form->zone.n > 0 && !zone_find(form->zone))
        WRONG("zone", "malformed", _("There is no such time zone. They are called Europe/Copenhagen and the like."));
    if (!is_code(text_of(form->country), 2))
        WRONG("country", "malformed", _("Two capitals, such as DK."));
    if (!is_code(text_of(form->currency), 3))
        WRONG("currency", "malformed", _("Three capitals, such as DKK."));
#undef WRONG
    return fine;
}

static int32_t or_else(struct opt_bigint value, int32_t otherwise)
{
    return value.set ? (int32_t)value.v : otherwise;
}

static struct market_source_change_in row_of(const struct source_form *form, struct uuid id)
{
    return (struct market_source_change_in){.id = id,
                                            .title = form->title,
                                            .kind = form->kind,
                                            .address = form->address,
                                            .enabled = form->enabled,
                                            .settings = form->settings.n > 0 ? form->settings : STR("{}"),
                                            .zone = text_of(form->zone),
                                            .country = text_of(form->country),
                                            .currency = text_of(form->currency),
                                            .region = text_of(form->region),
                                            .town = text_of(form->town),
                                            .market_kind = text_of(form->market_kind),
                                            .credit = text_of(form->credit),
                                            .credit_url = text_of(form->credit_url),
                                            .delay_ms = form->delay_ms.set ? form->delay_ms.v : 0,
                                            .pages = or_else(form->pages, PAGES),
                                            .vanish_percent = or_else(form->vanish_percent, VANISH_PERCENT),
                                            .vanish_after = or_else(form->vanish_after, VANISH_AFTER)};
}

static enum db_result add(struct request *rq, const struct market_source_change_in *row)
{
    const struct market_source_add_in in = {.id = row->id,
                                            .title = row->title,
                                            .kind = row->kind,
                                            .address = row->address,
                                            .enabled = row->enabled,
                                            .settings = row->settings,
                                            .zone = row->zone,
                                            .country = row->country,
                                            .currency = row->currency,
                                            .region = row->region,
                                            .town = row->town,
                                            .market_kind = row->market_kind,
                                            .credit = row->credit,
                                            .credit_url = row->credit_url,
                                            .delay_ms = row->delay_ms,
                                            .pages = row->pages,
                                            .vanish_percent = row->vanish_percent,
                                            .vanish_after = row->vanish_after,
                                            .account = {true, rq->viewer.account},
                                            .due_at = source_next(rq->config, row->id, timestamp_now())};
    return market_source_add(rq->db, rq->arena, &in);
}

static enum db_result note(struct request *rq, const char *action, struct uuid id, struct str title)
{
    const struct audited deed = {.action = action, .room = STR("market"), .subject = id, .title = title};
    return audit_write(rq, &deed);
}

static enum status refused(struct request *rq, struct response *rs, enum db_result result)
{
    if (result != DB_CONFLICT)
        return response_db(rs, result);
    form_fail(rq->arena, rq->form_state, "address", "taken", _("There is a source of this address already."));
    return response_invalid(rs, rq);
}

static void lead_to(struct request *rq, struct response *rs, const char *part, struct uuid id)
{
    char text[UUID_TEXT];
    rs->location = arena_printf(rq->arena, "/moderation/markets/%s/" STR_FMT, part, STR_ARG(uuid_text(id, text)));
}

enum status source_create(struct request *rq, struct response *rs)
{
    const struct source_form *form = rq->form;
    if (!fits(rq, form))
        return response_invalid(rs, rq);
    const struct market_source_change_in row = row_of(form, uuid_new());
    enum db_result result = add(rq, &row);
    if (result == DB_OK)
        result = note(rq, "source.created", row.id, row.title);
    if (result != DB_OK)
        return refused(rq, rs, result);
    lead_to(rq, rs, "sources", row.id);
    rs->toast = str_of(_("Added. Look at what it would bring before it is read."));
    return answer(rq, rs, CREATED, row.id);
}

enum status source_replace(struct request *rq, struct response *rs)
{
    const struct source_form *form = rq->form;
    struct uuid id;
    if (!uuid_parse(rq->arguments[0], &id))
        return response_db(rs, DB_NONE);
    if (!fits(rq, form))
        return response_invalid(rs, rq);
    const struct market_source_change_in row = row_of(form, id);
    enum db_result result = market_source_change(rq->db, rq->arena, &row);
    if (result == DB_OK)
        result = note(rq, "source.changed", id, row.title);
    if (result != DB_OK)
        return refused(rq, rs, result);
    lead_to(rq, rs, "sources", id);
    rs->toast = str_of(_("Saved."));
    return answer(rq, rs, OK, id);
}

enum status source_remove(struct request *rq, struct response *rs)
{
    struct market_source_remove_in which;
    if (!uuid_parse(rq->arguments[0], &which.id))
        return response_db(rs, DB_NONE);
    enum db_result result = market_source_remove(rq->db, rq->arena, &which);
    if (result == DB_OK)
        result = note(rq, "source.removed", which.id, STR(""));
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = STR("/moderation/markets/sources");
    rs->toast = str_of(_("Forgotten. Its markets stay."));
    return rs->status = NO_CONTENT;
}

enum status source_read(struct request *rq, struct response *rs)
{
    const struct import_ask_form *form = rq->form;
    struct market_run_one_row *run = ARENA_NEW(rq->arena, struct market_run_one_row);
    struct market_run_one_in which;
    struct uuid id;
    struct market_source_one_row source;
    const struct opt_uuid viewer = {true, rq->viewer.account};
    enum db_result result = uuid_parse(rq->arguments[0], &id) ? market_source_one_one(rq->db, rq->arena, &(struct market_source_one_in){id}, &source) : DB_NONE;
    if (result != DB_OK)
        return response_db(rs, result);
    if (str_starts_with(source.address, STR("file:")))
        return response_problem(rs, CONFLICT, NULL, _("This one is a file: it is read by whoever has it, with curio market import."));
    result = source_ask(rq->db, rq->arena, id, viewer, form->trial, &which.id);
    if (result == DB_NONE)
        return response_problem(rs, CONFLICT, NULL, _("It is being read just now."));
    if (result == DB_OK)
        result = market_run_one_one(rq->db, rq->arena, &which, run);
    if (result != DB_OK)
        return response_db(rs, result);
    lead_to(rq, rs, "runs", which.id);
    return response_one(rs, ACCEPTED, &Q_MARKET_RUN_ONE, run);
}
