#include "cli/user.h"

#include "account/closing.h"
#include "account/copy.h"
#include "core/language.h"
#include "core/text.h"
#include "store/queue.h"

enum { COPY_SECONDS = 3600 };

static enum exit_code no_database(const struct db *db)
{
    return complain(_("the database could not do it: %.*s"), STR_ARG(first_line(str_of(db_error(db)))));
}

/* By address, or by the last part of their page's. */
static enum exit_code find(struct cli *cli, struct db *db, struct account_named_row *out)
{
    const struct account_named_in who = {.name = str_of(cli->arguments[0])};
    switch (account_named_one(db, cli->arena, &who, out)) {
    case DB_OK: return EXIT_DONE;
    case DB_NONE: return complain(_("%s has no account"), cli->arguments[0]);
    case DB_CONFLICT:
    case DB_FAIL: break;
    }
    return no_database(db);
}

static enum exit_code told(struct cli *cli, const struct db *db, enum closing_result result)
{
    switch (result) {
    case CLOSING_DONE:
    case CLOSING_ALREADY: return EXIT_DONE;
    case CLOSING_NOBODY: return complain(_("%s has no account"), cli->arguments[0]);
    case CLOSING_LAST_ADMINISTRATOR: return complain(_("%s is the last administrator; curio admin grant makes another"), cli->arguments[0]);
    case CLOSING_FAIL: break;
    }
    return no_database(db);
}

/* Told by mail where there is time to come back. */
static enum db_result finish(struct cli *cli, struct db *db, struct uuid account, bool now)
{
    const struct account_hurry_in which = {.id = account};
    struct account_closed_row closed;
    if (now) {
        enum db_result result = account_hurry(db, cli->arena, &which);
        return result == DB_OK ? queue_put(db, cli->arena, "account.end", STR("{}"), STR("account.end"), STR_NULL, 0) : result;
    }
    enum db_result result = account_closed_one(db, cli->arena, &(struct account_closed_in){.id = account}, &closed);
    if (result == DB_OK)
        result = closing_tell(db, cli->arena, &cli->config, closed.email, closed.language, closed.erase_at, false, STR_NULL);
    language_speak_to_operator();
    return result;
}

static enum exit_code close_account(struct cli *cli, struct db *db, bool now)
{
    struct account_named_row who;
    enum exit_code code = find(cli, db, &who);
    if (code != EXIT_DONE)
        return code;
    struct cache *cache = cache_open(cli->config.redis_socket.p);
    enum closing_result closed = db_begin(db) == DB_OK ? closing_begin(db, cache, cli->arena, &cli->config, who.id) : CLOSING_FAIL;
    code = told(cli, db, closed);
    const bool more = now || closed == CLOSING_DONE;
    if (code == EXIT_DONE && more && finish(cli, db, who.id, now) != DB_OK)
        code = no_database(db);
    if (code == EXIT_DONE && db_commit(db) != DB_OK)
        code = no_database(db);
    if (code != EXIT_DONE)
        db_rollback(db);
    cache_close(cache);
    return code;
}

enum exit_code command_user_delete(struct cli *cli)
{
    const bool now = cli->count == 2 && str_eq(str_of(cli->arguments[1]), STR("--now"));
    if (cli->count == 2 && !now) {
        complain(_("usage: curio user delete NAME [--now]"));
        return EXIT_USAGE;
    }
    struct db *db = db_open(cli->config.database_url.p);
    enum exit_code code = close_account(cli, db, now);
    if (code == EXIT_DONE)
        printf(now ? _("%s is closed, and curio-jobs erases it now.\n") : _("%s is closed, and erased after account_grace_seconds.\n"), cli->arguments[0]);
    db_close(db);
    return code;
}

enum exit_code command_user_restore(struct cli *cli)
{
    struct account_named_row who;
    struct account_return_row row = {.back = false};
    struct db *db = db_open(cli->config.database_url.p);
    enum exit_code code = find(cli, db, &who);
    if (code == EXIT_DONE && (db_begin(db) != DB_OK || account_return_one(db, cli->arena, &(struct account_return_in){.id = who.id}, &row) != DB_OK || db_commit(db) != DB_OK))
        code = no_database(db);
    if (code == EXIT_DONE && !row.back)
        code = complain(_("%s is not closed"), cli->arguments[0]);
    if (code == EXIT_DONE)
        printf(_("%s is back.\n"), cli->arguments[0]);
    db_close(db);
    return code;
}

static bool print(void *with, struct str text)
{
    (void)with;
    return fwrite(text.p, 1, text.n, stdout) == text.n;
}

/* Nothing of it stays: the rows that it is made of are rolled back. */
enum exit_code command_user_export(struct cli *cli)
{
    struct account_named_row who;
    struct account_export_ask_row copy;
    struct db *db = db_open(cli->config.database_url.p);
    enum exit_code code = find(cli, db, &who);
    if (code == EXIT_DONE) {
        const struct account_export_ask_in asked = {.id = uuid_new(), .account = who.id, .seconds = COPY_SECONDS};
        enum db_result result = db_begin(db);
        if (result == DB_OK)
            result = account_export_ask_one(db, cli->arena, &asked, &copy);
        if (result == DB_OK)
            result = copy_write(db, &cli->config, copy.id, who.id, print, NULL);
        code = result == DB_OK ? EXIT_DONE : result == DB_NONE ? complain(_("the copy can't be written")) : no_database(db);
        db_rollback(db);
    }
    db_close(db);
    return code;
}
