#include "handlers/market/edit_save.h"

#include <assert.h>
#include <string.h>

#include "core/locale.h"
#include "core/text.h"
#include "market/schedule_json.h"
#include "market/shelf/dates.h"

enum { SCHEDULE_TEXT = 1 << 20 };

enum status market_not_yours(struct response *rs)
{
    return response_problem(rs, FORBIDDEN, NULL, _("Only who holds this market can change it."));
}

bool market_take(struct request *rq, struct response *rs, struct market_change_row *out)
{
    struct market_change_in which = {.slug = rq->arguments[0], .viewer = rq->viewer.account, .moderator = request_may(rq, MARKET_MODERATE)};
    which.id.set = uuid_parse(rq->arguments[0], &which.id.v);
    const enum db_result result = market_change_one(rq->db, rq->arena, &which, out);
    if (result == DB_OK && out->may_edit)
        return true;
    if (result == DB_OK)
        market_not_yours(rs);
    else
        response_db(rs, result);
    return false;
}

enum status market_edit_answer(struct request *rq, struct response *rs, enum status status, struct uuid id, const char *below, const char *toast)
{
    struct market_edit_row *market = ARENA_NEW(rq->arena, struct market_edit_row);
    const enum db_result result = market_edit_one(rq->db, rq->arena, &(struct market_edit_in){.id = id}, market);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/markets/" STR_FMT "%s", STR_ARG(market->slug), below);
    rs->toast = str_of(toast);
    return response_one(rs, status, &Q_MARKET_EDIT, market);
}

static void place_schedule(struct schedule *schedule, const struct market_change_row *market)
{
    schedule->zone = market->zone;
    schedule->place = market->country.n > 0 ? market->country : STR_NULL;
    schedule->located = market->latitude.set && market->longitude.set;
    schedule->latitude = market->latitude.v;
    schedule->longitude = market->longitude.v;
}

bool market_schedule_of(struct request *rq, struct response *rs, const struct market_change_row *market, struct schedule *out)
{
    struct str where;
    *out = (struct schedule){0};
    place_schedule(out, market);
    if (schedule_json_parse(rq->arena, market->schedule, out, &where))
        return true;
    response_problem(rs, INTERNAL_SERVER_ERROR, NULL, NULL);
    return false;
}

static const char *const schedule_fields[] = {
    [SCHEDULE_ZONE] = "zone",       [SCHEDULE_STARTS] = "schedule",     [SCHEDULE_MINUTES] = "schedule",
    [SCHEDULE_RRULE] = "schedule",  [SCHEDULE_EXDATES] = "schedule",    [SCHEDULE_RDATES] = "schedule",
    [SCHEDULE_RULES] = "schedule",  [SCHEDULE_HOURS] = "opening_hours", [SCHEDULE_OVERRIDES] = "schedule",
    [SCHEDULE_PLACE] = "country",
};
static_assert(sizeof schedule_fields / sizeof *schedule_fields == SCHEDULE_FIELD_COUNT, "a part of a schedule has no field");

/* Where in the text it is wrong, as people count: from 1. */
static const char *said_where(struct arena *arena, const struct schedule_error *error)
{
    const char *message = gettext(error->message);
    if (error->length == 0)
        return message;
    return arena_printf(arena, _("%s (at character %zu)"), message, error->at + 1).p;
}

bool market_schedule_right(struct request *rq, const struct schedule *schedule)
{
    struct schedule_error error;
    if (schedule_check(rq->arena, schedule, &error))
        return true;
    form_fail(rq->arena, rq->form_state, schedule_fields[error.field], "wrong", said_where(rq->arena, &error));
    return false;
}

static struct str sent(bool has, struct str text)
{
    return has ? text : STR_NULL;
}

/* "12,50" or "12.50" in minor units of a currency with DECIMALS; false for anything else, and for more than there is money. */
static bool money_of(struct str text, int decimals, int64_t *out)
{
    int64_t minor = 0;
    int after = -1;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if ((c == ',' || c == '.') && after < 0 && i > 0) {
            after = 0;
        } else if (c >= '0' && c <= '9' && after < decimals && minor < INT64_C(100000000000)) {
            minor = 10 * minor + (c - '0');
            after += after >= 0;
        } else {
            return false;
        }
    }
    for (int i = after < 0 ? 0 : after; i < decimals; i++)
        minor *= 10;
    *out = minor;
    return text.n > 0 && after != 0;
}

/* Either way of saying an amount; text wins. */
static bool money_said(struct request *rq, const char *field, struct str text, bool has_text, struct str currency, struct opt_bigint *amount)
{
    if (!has_text)
        return true;
    amount->set = text.n > 0;
    return text.n == 0 || money_of(text, locale_money_decimals(currency), &amount->v) || market_wrong(rq, field, _("Please write an amount such as 25 or 12.50."));
}

static bool is_capitals(struct str text, size_t n)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 'A' || text.p[i] > 'Z')
            return false;
    return text.n == n;
}

/* Nobody's name and password stand in it: what is before the @ would look like the host. */
static bool is_web_address(struct str text)
{
    struct str scheme, host = text, rest;
    const bool web = str_starts_with(text, STR("https://")) || str_starts_with(text, STR("http://"));
    if (!web || memchr(text.p, ' ', text.n) != NULL)
        return false;
    (void)str_cut(text, ':', &scheme, &host);
    host = str_slice(host, 2, host.n);
    for (const char *c = "/?#\\"; *c; c++)
        (void)str_cut(host, *c, &host, &rest);
    return host.n > 1 && memchr(host.p, '.', host.n) != NULL && memchr(host.p, '@', host.n) == NULL;
}

bool market_website_right(struct request *rq, struct str website)
{
    return website.n == 0 || is_web_address(website) || market_wrong(rq, "website", _("An address begins with https:// or http://."));
}

static bool codes_right(struct request *rq, const struct market_edit_form *form)
{
    if (form->country.n > 0 && !is_capitals(form->country, 2))
        return market_wrong(rq, "country", _("A country is two capital letters, such as DK."));
    if (form->has_currency && !is_capitals(form->currency, 3))
        return market_wrong(rq, "currency", _("A currency is three capital letters, such as DKK."));
    if (!market_website_right(rq, form->website))
        return false;
    if (form->latitude.set != form->longitude.set && (form->has_latitude || form->has_longitude))
        return market_wrong(rq, form->latitude.set ? "longitude" : "latitude", _("Latitude and longitude go together."));
    return true;
}

static bool schedule_said(struct request *rq, const struct market_edit_form *form, struct schedule *schedule)
{
    struct str where;
    if (form->has_schedule && !schedule_json_parse(rq->arena, form->schedule, schedule, &where))
        return market_wrong(rq, "schedule", arena_printf(rq->arena, _("This part can't be read: %.*s"), STR_ARG(where)).p);
    if (form->has_opening_hours)
        schedule->opening_hours = form->opening_hours;
    if (market_when_said(&form->when)) {
        struct schedule_rule *rule = ARENA_NEW(rq->arena, struct schedule_rule);
        if (!market_when_rule(rq, &form->when, rule))
            return false;
        schedule->rules = rule;
        schedule->rule_count = 1;
    }
    return true;
}

static void place_anew(struct schedule *schedule, const struct market_edit_form *form)
{
    if (form->has_zone)
        schedule->zone = form->zone;
    if (form->has_country)
        schedule->place = form->country.n > 0 ? form->country : STR_NULL;
    if (form->has_latitude) {
        schedule->located = form->latitude.set;
        schedule->latitude = form->latitude.v;
        schedule->longitude = form->longitude.v;
    }
}

static void copy_texts(const struct market_edit_form *form, struct market_update_in *out)
{
    out->title = sent(form->has_title, form->title);
    out->description = sent(form->has_description, form->description);
    out->kind = sent(form->has_kind, form->kind);
    out->setting = sent(form->has_setting, form->setting);
    out->place = sent(form->has_place, form->place);
    out->street = sent(form->has_street, form->street);
    out->postcode = sent(form->has_postcode, form->postcode);
    out->town = sent(form->has_town, form->town);
    out->region = sent(form->has_region, form->region);
    out->country = sent(form->has_country, form->country);
    out->zone = sent(form->has_zone, form->zone);
    out->currency = sent(form->has_currency, form->currency);
    out->accessible = sent(form->has_accessible, form->accessible);
    out->toilets = sent(form->has_toilets, form->toilets);
    out->dogs = sent(form->has_dogs, form->dogs);
    out->cards = sent(form->has_cards, form->cards);
    out->website = sent(form->has_website, form->website);
    out->email = sent(form->has_email, form->email);
    out->phone = sent(form->has_phone, form->phone);
    out->status = sent(form->has_status, form->status);
    out->visibility = sent(form->has_visibility, form->visibility);
}

bool market_edit_read(struct request *rq, const struct market_edit_form *form, const struct market_change_row *market, struct schedule *schedule,
                      struct market_update_in *out)
{
    const struct str currency = form->has_currency ? form->currency : market->currency;
    *out = (struct market_update_in){.id = market->id,
                                     .has_position = form->has_latitude || form->has_longitude,
                                     .latitude = form->latitude,
                                     .longitude = form->longitude,
                                     .has_fee = form->has_entrance_fee || form->has_fee_text,
                                     .entrance_fee = form->entrance_fee,
                                     .has_price = form->has_stall_price || form->has_price_text,
                                     .stall_price = form->stall_price};
    copy_texts(form, out);
    place_anew(schedule, form);
    bool right = codes_right(rq, form);
    right = money_said(rq, "fee_text", form->fee_text, form->has_fee_text, currency, &out->entrance_fee) && right;
    right = money_said(rq, "price_text", form->price_text, form->has_price_text, currency, &out->stall_price) && right;
    return schedule_said(rq, form, schedule) && market_schedule_right(rq, schedule) && right;
}

static struct str schedule_text(struct arena *arena, const struct schedule *schedule)
{
    struct buf *text = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, text, SCHEDULE_TEXT);
    schedule_json_write(text, schedule);
    return buf_str(text);
}

/* What the dates depend on. */
static bool gives_other_dates(const struct list *changed)
{
    static const char *const names[] = {"schedule", "zone", "country", "latitude", "longitude"};
    const struct str *name = changed->at;
    for (size_t i = 0; i < changed->count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (str_eq(name[i], str_of(names[k])))
                return true;
    return false;
}

enum db_result market_save(struct request *rq, const struct market_change_row *was, const struct schedule *schedule, struct market_update_in *changes)
{
    struct market_said_by_row said;
    changes->schedule = schedule_text(rq->arena, schedule);
    enum db_result result = market_update(rq->db, rq->arena, changes);
    const struct market_said_by_in by = {.id = was->id, .was = was->was, .source = STR("person")};
    if (result == DB_OK)
        result = market_said_by_one(rq->db, rq->arena, &by, &said);
    if (result == DB_OK && gives_other_dates(&said.changed))
        result = market_dates_write(rq->db, rq->arena, was->id, schedule, timestamp_now());
    return result;
}

enum db_result market_save_schedule(struct request *rq, const struct market_change_row *was, const struct schedule *schedule)
{
    struct market_update_in changes = {.id = was->id};
    const enum db_result result = market_save(rq, was, schedule, &changes);
    return result == DB_OK ? market_alike_await(rq, was->id) : result;
}

enum db_result market_alike_await(struct request *rq, struct uuid market)
{
    struct market_alike_wait_row pairs;
    return market_alike_wait_one(rq->db, rq->arena, &(struct market_alike_wait_in){.market = market}, &pairs);
}
