#include "jobs/kinds.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR };

const struct job_kind job_kinds[] = {
    {.name = "scan", .run = scan_run, .tries = 8},
    {.name = "analyse", .run = analyse_run, .tries = 2}, /* a file that takes its worker with it does so twice at most */
    {.name = "picture", .run = picture_run, .tries = 5},
    {.name = "image.render", .run = image_render_run, .tries = 5},
    {.name = "image.settle", .run = image_settle_run, .tries = 20},
    {.name = "image.sweep", .run = image_sweep_run, .tries = 3, .every_seconds = HOUR},
    {.name = "convert", .run = convert_run, .tries = 2},
    {.name = "offload", .run = offload_run, .tries = 6, .every_seconds = HOUR},
    {.name = "account.export", .run = account_export_run, .tries = 5},
    {.name = "account.end", .run = account_end_run, .tries = 5, .every_seconds = HOUR},
    {.name = "mail", .run = mail_run, .tries = 10},
    {.name = "sweep", .run = sweep_run, .tries = 3, .every_seconds = HOUR},
    {.name = "saved_search", .run = saved_search_run, .tries = 3, .every_seconds = HOUR},
    {.name = "digest", .run = digest_run, .tries = 3, .every_seconds = HOUR},
    {.name = "market_next", .run = market_next_run, .tries = 2, .every_seconds = MINUTE},
    {.name = "market_prior", .run = market_prior_run, .tries = 3, .every_seconds = HOUR},
    {.name = "partials", .run = partials_run, .tries = 3, .every_seconds = HOUR},
    {.name = "market_claim", .run = market_claim_run, .tries = 5},
    {.name = "market_news", .run = market_news_run, .tries = 3, .every_seconds = MINUTE},
    {.name = "market_watch", .run = market_watch_run, .tries = 3, .every_seconds = HOUR},
    {.name = "market_dates", .run = market_dates_run, .tries = 3, .every_seconds = DAY},
    {.name = "adopt", .run = adopt_run, .tries = 3, .every_seconds = DAY},
    {.name = "market.due", .run = market_due_run, .tries = 3, .every_seconds = MINUTE},
    {.name = "market.import", .run = market_import_run, .tries = 3},
};
const size_t job_kind_count = sizeof job_kinds / sizeof *job_kinds;

const struct job_kind *job_kind_named(struct str name)
{
    for (size_t i = 0; i < job_kind_count; i++)
        if (str_eq(name, str_of(job_kinds[i].name)))
            return &job_kinds[i];
    return NULL;
}
