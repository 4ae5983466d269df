#include "cli/database.h"

#include "core/text.h"
#include "store/db.h"
#include "store/migrate.h"

enum { REPORT_MOST = 1 << 20 };

const char *database_migrations(struct arena *arena)
{
    return share_path(arena, "migrations", "sql/migrations");
}

typedef enum db_result migrate_fn(struct db *, struct arena *, const char *, struct buf *);

/* Calls CALL and prints its report: on standard error where it failed. */
static enum db_result with_report(struct cli *cli, migrate_fn *call)
{
    struct buf report;
    struct db *db = db_open(cli->config.database_url.p);
    enum db_result result = DB_FAIL;
    buf_init(&report, REPORT_MOST);
    if (db_healthy(db)) {
        result = call(db, cli->arena, cli->count ? cli->arguments[0] : database_migrations(cli->arena), &report);
        if (report.n > 0)
            fwrite(report.p, 1, report.n, result == DB_FAIL ? stderr : stdout);
    } else {
        complain(_("the database cannot be reached: %.*s"), STR_ARG(first_line(str_of(db_error(db)))));
    }
    db_close(db);
    buf_free(&report);
    return result;
}

enum exit_code database_migrate(struct cli *cli)
{
    return with_report(cli, migrate_up) == DB_FAIL ? EXIT_FAILED : EXIT_DONE;
}

enum exit_code database_status(struct cli *cli)
{
    return with_report(cli, migrate_status) == DB_OK ? EXIT_DONE : EXIT_FAILED;
}
