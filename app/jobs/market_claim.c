/* Looks for the file by which somebody proves that a market's web site is theirs. Nothing is followed: what a host says of itself it says
 * there. */
#include "account/keys.h"
#include "jobs/kinds.h"
#include "market/import/http.h"
#include "queries/market.h"
#include "store/queue.h"

enum { FILE_MOST = 64 * 1024, SECONDS_MOST = 20, LOOK_AGAIN_SECONDS = 600 };

static bool has_line(struct str text, struct str line)
{
    struct str one;
    for (bool more = true; more;) {
        more = str_cut(text, '\n', &one, &text);
        if (str_eq(str_trim(one), line))
            return true;
    }
    return false;
}

/* Only over TLS: otherwise whoever sits on the line proves what they like. A port is named only on a site whose sources may stand on its own machine. */
static struct str address_of(struct job *job, struct str host)
{
    const bool inside = job->config->import_private_addresses != 0 && str_find(host, STR(":")) >= 0;
    return arena_printf(job->arena, "%s://" STR_FMT "/.well-known/curio-claim.txt", inside ? "http" : "https", STR_ARG(host));
}

/* What stands in the way, in a word that the page knows; absent: the line is there. */
static struct str missing(struct job *job, const struct market_claim_one_row *claim)
{
    struct http_answer answer;
    const struct http_request request = {.url = address_of(job, claim->place),
                                         .agent = arena_printf(job->arena, "Curio (+" STR_FMT ")", STR_ARG(job->config->site_url)),
                                         .accept = STR("text/plain"),
                                         .bytes_most = FILE_MOST,
                                         .ms_most = SECONDS_MOST * 1000,
                                         .private_too = job->config->import_private_addresses != 0};
    const struct str line = arena_printf(job->arena, "curio-claim=" STR_FMT, STR_ARG(key_token(job->arena, job->config, KEY_CLAIM_FILE, claim->id)));
    if (http_get(job->arena, &request, &answer) != HTTP_ANSWERED)
        return STR("away");
    if (answer.status != 200)
        return STR("no_file");
    return has_line(answer.body, line) ? STR_NULL : STR("no_line");
}

/* Until the claim's time is over. */
static enum db_result put_again(struct job *job, struct uuid claim)
{
    char text[UUID_TEXT];
    const struct str id = uuid_text(claim, text);
    const struct str payload = arena_printf(job->arena, "{\"claim\":\"" STR_FMT "\"}", STR_ARG(id));
    return queue_put(job->db, job->arena, "market_claim", payload, arena_printf(job->arena, STR_FMT " later", STR_ARG(id)), job->request_id, LOOK_AGAIN_SECONDS);
}

enum job_result market_claim_run(struct job *job)
{
    struct market_claim_one_row claim;
    struct market_claim_one_in which;
    job->why = STR("payload without a claim");
    if (!json_as_uuid(json_member(job->payload, STR("claim")), &which.id))
        return JOB_FAILED;
    job->why = STR("database");
    enum db_result result = market_claim_one_one(job->db, job->arena, &which, &claim);
    if (result != DB_OK)
        return result == DB_NONE ? JOB_DONE : JOB_RETRY; /* none: proved, or over */
    const struct str why = missing(job, &claim);
    if (db_begin(job->db) != DB_OK)
        return JOB_RETRY;
    if (why.p == NULL) {
        const struct market_claim_prove_in proved = {.id = claim.id, .notice = uuid_new()};
        const struct market_claim_tell_in told = {.id = uuid_new(), .account = claim.account, .title = claim.title, .slug = claim.slug};
        result = market_claim_prove(job->db, job->arena, &proved);
        return result == DB_OK && market_claim_tell(job->db, job->arena, &told) == DB_OK ? JOB_DONE : JOB_RETRY;
    }
    result = market_claim_fail(job->db, job->arena, &(struct market_claim_fail_in){.id = claim.id, .why = why});
    if (result == DB_OK)
        result = put_again(job, claim.id);
    return result == DB_OK || result == DB_NONE ? JOB_DONE : JOB_RETRY; /* none: it waits already */
}
