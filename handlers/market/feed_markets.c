#include "handlers/market/feed_markets.h"

#include <string.h>

#include "market/schedule_json.h"

enum { TEXTS_MOST = 1 << 20 /* read as JSON they take several times as much of what a request may */ };

static struct str some(struct str text)
{
    return text.n > 0 ? text : STR_NULL;
}

static enum found_answer answer_of(struct opt_bool said)
{
    return !said.set ? FOUND_UNKNOWN : said.v ? FOUND_YES : FOUND_NO;
}

static struct found_money money_of(struct opt_bigint minor, struct str currency)
{
    struct found_money money = {.said = minor.set, .minor = minor.v};
    if (currency.n < sizeof money.currency)
        memcpy(money.currency, currency.p, currency.n);
    return money;
}

static enum found_setting setting_of(struct str name)
{
    for (enum found_setting setting = FOUND_INDOOR; setting < FOUND_SETTING_COUNT; setting++)
        if (str_eq(name, str_of(found_setting_name(setting))))
            return setting;
    return FOUND_SETTING_UNKNOWN;
}

static void say_place(const struct market_full_row *row, struct market_found *found)
{
    found->place = some(row->place);
    found->street = some(row->street);
    found->postcode = some(row->postcode);
    found->town = some(row->town);
    found->region = some(row->region);
    found->country = some(row->country);
    found->latitude = (struct found_number){row->latitude.set, row->latitude.v};
    found->longitude = (struct found_number){row->longitude.set, row->longitude.v};
    found->zone = row->zone;
}

static void say(struct request *rq, const struct market_full_row *row, struct market_found *found)
{
    char id[UUID_TEXT];
    *found = (struct market_found){.external_id = arena_str(rq->arena, uuid_text(row->id, id)),
                                   .name = row->title,
                                   .description = some(row->description),
                                   .url = some(row->website),
                                   .organiser_name = row->organiser,
                                   .organiser_url = row->organiser_website,
                                   .organiser_email = some(row->email),
                                   .organiser_phone = some(row->phone),
                                   .setting = setting_of(row->setting),
                                   .entrance_fee = money_of(row->entrance_fee, row->currency),
                                   .stall_price = money_of(row->stall_price, row->currency),
                                   .accessible = answer_of(row->accessible),
                                   .toilets = answer_of(row->toilets),
                                   .dogs = answer_of(row->dogs),
                                   .cards = answer_of(row->cards),
                                   .status = row->ended ? FOUND_ENDED : FOUND_SCHEDULED,
                                   .sequence = {true, row->sequence}};
    (void)found_kind_of(row->kind, &found->kind);
    say_place(row, found);
}

void feed_market_of(struct request *rq, const struct market_full_row *row, struct feed_market *out)
{
    struct str where;
    out->row = row;
    out->schedule = (struct schedule){.zone = row->zone, .place = some(row->country), .located = row->latitude.set && row->longitude.set,
                                      .latitude = row->latitude.v, .longitude = row->longitude.v};
    say(rq, row, &out->found);
    if (!schedule_json_parse(rq->arena, row->schedule, &out->schedule, &where))
        out->schedule = (struct schedule){.zone = row->zone};
    market_write_times(rq->arena, &out->schedule, &out->found);
    out->written = (struct market_written){.found = &out->found,
                                           .schedule = &out->schedule,
                                           .page = arena_printf(rq->arena, STR_FMT "/markets/" STR_FMT, STR_ARG(rq->config->site_url), STR_ARG(row->slug)),
                                           .changed = row->updated_at,
                                           .ratings = row->ratings,
                                           .score = row->score};
}

enum db_result feed_markets(struct request *rq, struct list ids, struct feed_market **out, size_t *count)
{
    struct rows rows;
    const enum db_result result = market_full(rq->db, rq->arena, &(struct market_full_in){.ids = ids, .most = TEXTS_MOST}, &rows);
    if (result != DB_OK)
        return result;
    *out = arena_array(rq->arena, rows.count + 1, sizeof **out);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        feed_market_of(rq, (const struct market_full_row *)rows.at + i, &(*out)[i]);
    return DB_OK;
}
