#include "cli/doctor.h"

#include "cli/database.h"
#include "cli/doctor_files.h"
#include "cli/doctor_images.h"
#include "core/text.h"
#include "queries/market.h"
#include "queries/site.h"
#include "queries/social.h"
#include "store/blob.h"
#include "store/cache.h"
#include "store/clamd.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/s3.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPORT_MOST = 1 << 20, CLAMD_SECONDS = 5 };

/* What a check found: good or not, and in words. */
struct finding {
    bool good;
    struct str says;
};

static struct finding good(struct cli *cli, struct str says)
{
    return (struct finding){true, arena_str(cli->arena, says)};
}

static struct finding bad(struct cli *cli, struct str says)
{
    return (struct finding){false, arena_str(cli->arena, says)};
}

static struct finding check_settings(struct cli *cli)
{
    return good(cli, str_of(cli->config_path ? cli->config_path : _("from the environment alone")));
}

static struct finding check_database(struct cli *cli)
{
    struct db *db = db_open(cli->config.database_url.p);
    struct finding finding = db_healthy(db) ? good(cli, str_of(_("answers"))) : bad(cli, str_of(db_error(db)));
    db_close(db);
    return finding;
}

static struct finding check_migrations(struct cli *cli)
{
    struct buf report;
    buf_init(&report, REPORT_MOST);
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = migrate_status(db, cli->arena, database_migrations(cli->arena), &report);
    struct finding finding = result == DB_OK     ? good(cli, str_of(_("the database is up to date")))
                             : result == DB_NONE ? bad(cli, str_of(_("some are pending: run curio migrate")))
                                                 : bad(cli, report.n ? buf_str(&report) : str_of(_("cannot be read")));
    db_close(db);
    buf_free(&report);
    return finding;
}

static struct finding check_redis(struct cli *cli)
{
    struct cache *cache = cache_open(cli->config.redis_socket.p);
    bool healthy = cache_healthy(cache);
    cache_close(cache);
    return healthy ? good(cli, str_of(_("answers")))
                   : bad(cli, arena_printf(cli->arena, _("does not answer at %.*s"), STR_ARG(cli->config.redis_socket)));
}

static struct finding check_blobs(struct cli *cli)
{
    struct blob_store *store;
    struct str folder = cli->config.blob_dir;
    bool healthy = blob_store_open(cli->arena, folder.p, &store) == BLOB_OK && blob_store_healthy(store);
    return healthy ? good(cli, folder) : bad(cli, arena_printf(cli->arena, _("%.*s cannot be written"), STR_ARG(folder)));
}

static struct finding check_files(struct cli *cli)
{
    struct str says;
    bool fits = doctor_files(cli, &says);
    return (struct finding){fits, says};
}

static struct finding check_images(struct cli *cli)
{
    struct str says;
    bool fits = doctor_images(cli, &says);
    return (struct finding){fits, says};
}

/* Likes and comments as they are counted, against the rows themselves. */
static struct finding check_counters(struct cli *cli)
{
    struct rows adrift;
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = social_drift(db, cli->arena, &adrift);
    db_close(db);
    if (result != DB_OK)
        return bad(cli, str_of(_("cannot be read")));
    return adrift.count == 0 ? good(cli, str_of(_("are what the rows say")))
                             : bad(cli, arena_printf(cli->arena, _("of %zu subjects differ from the rows"), adrift.count));
}

/* Every kind that there is something of, with how many and one of them. */
static struct str amiss_in_words(struct cli *cli, const struct rows_amiss_row *kinds, size_t count)
{
    struct buf says;
    buf_init_in(cli->arena, &says, REPORT_MOST);
    for (size_t i = 0; i < count; i++) {
        struct str example = first_line(kinds[i].example);
        buf_printf(&says, "%s%lld " STR_FMT " (" STR_FMT ")", i ? ", " : "", (long long)kinds[i].rows, STR_ARG(kinds[i].kind), STR_ARG(example));
    }
    return buf_str(&says);
}

/* Jobs that nobody works off, and rows that rely on others. */
static struct finding check_rows(struct cli *cli)
{
    struct rows amiss;
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = rows_amiss(db, cli->arena, &amiss);
    struct finding finding = bad(cli, str_of(_("cannot be read")));
    if (result == DB_OK)
        finding = amiss.count == 0 ? good(cli, str_of(_("go together, and no work lies about"))) : bad(cli, amiss_in_words(cli, amiss.at, amiss.count));
    db_close(db);
    return finding;
}

/* Sources of markets whose readings fail, or that nobody reads. */
static struct finding check_sources(struct cli *cli)
{
    struct rows failing;
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = market_sources_failing(db, cli->arena, &failing);
    const struct market_sources_failing_row *sources = failing.at;
    struct finding finding = good(cli, str_of(_("of markets are read")));
    db_close(db);
    if (result != DB_OK)
        return bad(cli, str_of(_("cannot be read")));
    if (failing.count > 0)
        finding = bad(cli, arena_printf(cli->arena, _("%zu of markets are not read; one is %.*s: %.*s"), failing.count, STR_ARG(sources[0].title),
                                        STR_ARG(sources[0].state)));
    return finding;
}

/* No check speaks to the network: whether the store answers shows in what curio-jobs has to say. */
static struct finding check_store(struct cli *cli)
{
    struct blob_places_row places;
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = blob_places_one(db, cli->arena, &places);
    db_close(db);
    if (result != DB_OK)
        return bad(cli, str_of(_("cannot be read")));
    if (places.remote > 0 && !s3_set(&cli->config))
        return bad(cli, arena_printf(cli->arena, _("%lld files lie in an S3 store that is not set"), (long long)places.remote));
    if (places.why.p && cli->config.store == STORE_S3)
        return bad(cli, places.why);
    return good(cli, arena_printf(cli->arena, _("%lld files here, %lld on their way, %lld in the S3 store"), (long long)places.disk,
                                  (long long)places.sending, (long long)places.remote));
}

/* A worker renames what nginx has spooled: that takes one file system. */
static struct finding check_spool(struct cli *cli)
{
    struct stat spool, blobs;
    struct str folder = cli->config.spool_dir;
    if (stat(folder.p, &spool) != 0 || access(folder.p, W_OK | X_OK) != 0)
        return bad(cli, arena_printf(cli->arena, STR_FMT ": %s", STR_ARG(folder), strerror(errno)));
    if (stat(cli->config.blob_dir.p, &blobs) == 0 && spool.st_dev != blobs.st_dev)
        return bad(cli, arena_printf(cli->arena, _("%.*s is on another file system than blob_dir"), STR_ARG(folder)));
    return good(cli, folder);
}

static struct finding check_scanner(struct cli *cli)
{
    const struct clamd clamd = {.socket = cli->config.clamd_socket.p, .timeout_seconds = CLAMD_SECONDS};
    return clamd_healthy(&clamd) ? good(cli, str_of(_("answers")))
                                 : bad(cli, str_of(_("clamd does not answer: what is uploaded stays unpublished")));
}

/* No check speaks to the network: whether the server takes mail shows when curio-jobs sends some. */
static struct finding check_mail(struct cli *cli)
{
    return cli->config.smtp_url.n ? good(cli, cli->config.smtp_url)
                                  : good(cli, str_of(_("off: smtp_url is empty, so forgotten passwords cannot be reset")));
}

static const struct check {
    const char *name; /* N_() */
    struct finding (*run)(struct cli *);
} checks[] = {
    {N_("settings"), check_settings}, {N_("database"), check_database}, {N_("migrations"), check_migrations},
    {N_("redis"), check_redis},       {N_("blobs"), check_blobs},       {N_("files"), check_files}, {N_("pictures"), check_images},
    {N_("store"), check_store},       {N_("counters"), check_counters}, {N_("spool"), check_spool},
    {N_("scanner"), check_scanner},   {N_("mail"), check_mail},         {N_("rows"), check_rows},
    {N_("sources"), check_sources},
};

enum exit_code doctor(struct cli *cli)
{
    enum exit_code code = EXIT_DONE;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct finding found = checks[i].run(cli);
        struct str says = first_line(found.says);
        printf("%-4s %-11s " STR_FMT "\n", found.good ? _("ok") : _("BAD"), gettext(checks[i].name), STR_ARG(says));
        if (!found.good)
            code = EXIT_FAILED;
    }
    return code;
}
