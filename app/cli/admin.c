#include "cli/admin.h"

#include "account/admin.h"
#include "cli/secret.h"
#include "core/crypto.h"
#include "core/text.h"

enum { SECRET_BYTES = 15, LINE_MOST = 1000 };

/* The password that is typed or piped in; where none is, one is made and told. */
static bool ask_password(struct cli *cli, struct str *password, bool *made)
{
    if (!secret_read(cli->arena, _("Password (empty: one is made): "), LINE_MOST, password))
        return false;
    *made = password->n == 0;
    if (*made)
        *password = random_token(cli->arena, SECRET_BYTES);
    return true;
}

/* ADMIN_OK is EXIT_DONE; for the rest one line is said. */
static enum exit_code told(struct cli *cli, const struct db *db, enum admin_result result, struct str why)
{
    switch (result) {
    case ADMIN_OK: return EXIT_DONE;
    case ADMIN_TAKEN: return complain(_("%s has an account already; curio admin grant gives it a role"), cli->arguments[0]);
    case ADMIN_NOBODY: return complain(_("%s has no account"), cli->arguments[0]);
    case ADMIN_NO_ROLE: return complain(_("there is no role %s"), cli->arguments[1]);
    case ADMIN_INVALID: complain("%.*s", STR_ARG(why)); return EXIT_USAGE;
    case ADMIN_FAIL: break;
    }
    return complain(_("the database could not do it: %.*s"), STR_ARG(first_line(str_of(db_error(db)))));
}

enum exit_code command_admin_create(struct cli *cli)
{
    struct str password, why, email = str_of(cli->arguments[0]), name = str_trim(str_of(cli->arguments[1]));
    bool made;
    if (!ask_password(cli, &password, &made))
        return complain(_("the password cannot be read"));
    struct db *db = db_open(cli->config.database_url.p);
    enum exit_code code = told(cli, db, admin_create(db, cli->arena, &cli->config, email, name, password, &why), why);
    if (code == EXIT_DONE)
        printf(_("%s is an administrator now.\n"), cli->arguments[0]);
    if (code == EXIT_DONE && made)
        printf(_("The password is %.*s\n"), STR_ARG(password));
    db_close(db);
    return code;
}

enum exit_code command_admin_grant(struct cli *cli)
{
    struct str email = str_of(cli->arguments[0]), role = str_of(cli->arguments[1]);
    struct db *db = db_open(cli->config.database_url.p);
    enum exit_code code = told(cli, db, admin_grant(db, cli->arena, email, role), STR(""));
    if (code == EXIT_DONE)
        printf(_("%s has the role %s now.\n"), cli->arguments[0], cli->arguments[1]);
    db_close(db);
    return code;
}
