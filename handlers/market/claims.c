/* Claiming a market: by a mail to the address that it is known by, or by a file on its web site. Only the person who claimed can bring the
 * mail's link, so that a mailbox's owner cannot be led to give the market to somebody else. */
#include <string.h>

#include "account/keys.h"
#include "core/text.h"
#include "handlers/market/people.h"
#include "handlers/site/pages.h"
#include "queries/market.h"
#include "store/queue.h"
#include "templates/market.h"

enum { CLAIM_SECONDS = 3 * 24 * 3600, CLAIMS_A_DAY = 5, HOST_MOST = 253 };

/* "m…@example.org": enough to know it again, too little to write to. */
static struct str masked(struct arena *arena, struct str address)
{
    struct str local, host;
    if (address.n == 0 || !str_cut(address, '@', &local, &host) || local.n == 0)
        return STR_NULL;
    return arena_printf(arena, "%c…@" STR_FMT, local.p[0], STR_ARG(host));
}

/* The host of an http address, without a port; absent where there is none by name: an address of numbers proves nothing. */
static struct str host_of(struct request *rq, struct str address)
{
    struct arena *arena = rq->arena;
    const ptrdiff_t after = str_find(address, STR("://"));
    struct str host = after < 0 ? STR_NULL : str_slice(address, (size_t)after + 3, address.n), rest;
    const char *const ends = rq->config->import_private_addresses ? "/?#" : "/?#:"; /* a port only where sites of the machine itself are read */
    for (const char *c = ends; *c && host.n > 0; c++)
        (void)str_cut(host, *c, &host, &rest);
    if (host.n == 0 || host.n > HOST_MOST || str_find(host, STR(".")) < 0 || memchr(host.p, '@', host.n) || memchr(host.p, '[', host.n))
        return STR_NULL;
    struct str name = host;
    (void)str_cut(host, ':', &name, &rest);
    const char last = name.n > 0 ? name.p[name.n - 1] : '0';
    return last >= '0' && last <= '9' ? STR_NULL : arena_lower(arena, host);
}

static enum db_result find(struct request *rq, struct market_claim_places_row *out)
{
    struct market_claim_places_in which = {.slug = rq->arguments[0], .viewer = rq->viewer.account};
    which.id.set = uuid_parse(rq->arguments[0], &which.id.v);
    return market_claim_places_one(rq->db, rq->arena, &which, out);
}

static struct market_claim_ways_row *ways_of(struct request *rq, const struct market_claim_places_row *market)
{
    struct market_claim_ways_row *ways = ARENA_NEW(rq->arena, struct market_claim_ways_row);
    *ways = (struct market_claim_ways_row){.slug = market->slug,
                                           .title = market->title,
                                           .mine = market->mine,
                                           .mail = masked(rq->arena, market->email),
                                           .host = host_of(rq, market->website)};
    return ways;
}

static void add_file(struct request *rq, struct market_claim_ways_row *ways, struct uuid claim)
{
    ways->waiting = STR("domain");
    ways->file = arena_printf(rq->arena, "curio-claim=" STR_FMT, STR_ARG(key_token(rq->arena, rq->config, KEY_CLAIM_FILE, claim)));
    ways->file_path = STR("/.well-known/curio-claim.txt");
}

enum status market_claim_show(struct request *rq, struct response *rs)
{
    struct market_claim_places_row market;
    struct market_claim_waiting_row waiting;
    enum db_result result = find(rq, &market);
    if (result != DB_OK)
        return response_db(rs, result);
    struct market_claim_ways_row *ways = ways_of(rq, &market);
    const struct market_claim_waiting_in which = {.market = market.market, .account = rq->viewer.account};
    result = market_claim_waiting_one(rq->db, rq->arena, &which, &waiting);
    if (result == DB_OK) {
        add_file(rq, ways, waiting.id);
        ways->host = waiting.place;
        ways->why = waiting.why.n > 0 ? waiting.why : STR_NULL;
        ways->looked_at = waiting.looked_at;
    }
    return result == DB_OK || result == DB_NONE ? response_one(rs, OK, &Q_MARKET_CLAIM_WAYS, ways) : response_db(rs, result);
}

static enum db_result put(struct request *rq, const struct market_claim_places_row *market, bool mail, struct str place, struct market_claim_put_row *claim)
{
    const struct market_claim_put_in in = {.id = uuid_new(),
                                           .market = market->market,
                                           .account = rq->viewer.account,
                                           .way = mail ? STR("mail") : STR("domain"),
                                           .place = place,
                                           .seconds = CLAIM_SECONDS,
                                           .most = CLAIMS_A_DAY};
    char text[UUID_TEXT];
    enum db_result result = market_claim_put_one(rq->db, rq->arena, &in, claim);
    if (result != DB_OK)
        return result;
    const struct str id = uuid_text(claim->id, text);
    const struct str payload = arena_printf(rq->arena, "{\"claim\":\"" STR_FMT "\"}", STR_ARG(id));
    result = queue_put(rq->db, rq->arena, mail ? "mail" : "market_claim", payload, id, rq->id, 0);
    return result == DB_NONE ? DB_OK : result;
}

enum status market_claim_create(struct request *rq, struct response *rs)
{
    const struct market_claim_form *form = rq->form;
    const bool mail = str_eq(form->way, STR("mail"));
    struct market_claim_places_row market;
    struct market_claim_put_row claim;
    enum db_result result = find(rq, &market);
    if (result != DB_OK)
        return response_db(rs, result);
    struct market_claim_ways_row *ways = ways_of(rq, &market);
    const struct str place = mail ? (ways->mail.n > 0 ? market.email : STR_NULL) : ways->host;
    if (market.mine)
        return response_problem(rs, CONFLICT, NULL, _("You hold this market already."));
    if (place.n == 0)
        return response_problem(rs, CONFLICT, NULL, mail ? _("No mail address of this market is known.") : _("No web site of this market is known."));
    result = put(rq, &market, mail, place, &claim);
    if (result == DB_NONE)
        return response_problem(rs, TOO_MANY_REQUESTS, NULL, _("These are enough claims for a day. Please come back tomorrow."));
    if (result != DB_OK)
        return response_db(rs, result);
    ways->waiting = form->way;
    if (!mail)
        add_file(rq, ways, claim.id);
    return response_one(rs, ACCEPTED, &Q_MARKET_CLAIM_WAYS, ways);
}

/* The claim that the address's token is of, when it is the viewer's and was made by mail. */
static enum db_result claim_of(struct request *rq, struct market_claim_one_row *out)
{
    struct market_claim_one_in which;
    if (!key_token_read(rq->arena, rq->config, KEY_CLAIM_MAIL, rq->arguments[0], &which.id))
        return DB_NONE;
    const enum db_result result = market_claim_one_one(rq->db, rq->arena, &which, out);
    return result == DB_OK && (!uuid_eq(out->account, rq->viewer.account) || !str_eq(out->way, STR("mail"))) ? DB_NONE : result;
}

static enum status refuse(struct response *rs, enum db_result result)
{
    if (result != DB_NONE)
        return response_db(rs, result);
    return response_problem(rs, GONE, "link-used-up", _("This link was used already, is too old, or is another person's."));
}

enum status market_claim_open(struct request *rq, struct response *rs)
{
    struct market_claim_one_row *claim = ARENA_NEW(rq->arena, struct market_claim_one_row);
    const enum db_result result = claim_of(rq, claim);
    return result == DB_OK ? response_one(rs, OK, &Q_MARKET_CLAIM_ONE, claim) : refuse(rs, result);
}

enum status market_claim_confirm(struct request *rq, struct response *rs)
{
    struct market_claim_one_row claim;
    enum db_result result = claim_of(rq, &claim);
    if (result != DB_OK)
        return refuse(rs, result);
    const struct market_claim_prove_in in = {.id = claim.id, .notice = uuid_new()};
    result = market_claim_prove(rq->db, rq->arena, &in);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/markets/" STR_FMT "/edit", STR_ARG(claim.slug));
    rs->toast = str_of(_("The market is yours to look after."));
    return rs->status = OK;
}

/* Also shown again after a claim was refused: the ways are read anew then. */
void market_claim_page(struct request *rq, struct response *rs)
{
    struct market_claim_places_row market;
    const struct market_claim_ways_row *ways = rs->contract == &Q_MARKET_CLAIM_WAYS ? rs->rows.at : NULL;
    if (!ways && find(rq, &market) == DB_OK)
        ways = ways_of(rq, &market);
    if (ways)
        template_market_claim(&rs->body, page_frame(rq, rs), ways, rs->detail);
    else
        page_problem(rq, rs);
}

void market_claim_confirm_page(struct request *rq, struct response *rs)
{
    if (rs->contract == &Q_MARKET_CLAIM_ONE)
        template_market_claim_confirm(&rs->body, page_frame(rq, rs), rs->rows.at, rq->arguments[0]);
    else
        page_problem(rq, rs);
}
