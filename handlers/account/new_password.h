#ifndef CURIO_HANDLERS_ACCOUNT_NEW_PASSWORD_H
#define CURIO_HANDLERS_ACCOUNT_NEW_PASSWORD_H

#include "web/request.h"
#include "web/response.h"

/* Whether the form's field "password" may be the password of the account with that address and name; else rs says why not. */
bool new_password_accepted(struct request *, struct response *, struct str password, struct str email, struct str name);
/* Hashes and stores it, takes back every link to choose one, ends the sessions but EXCEPT, and tells the owner by mail. */
enum db_result new_password_set(struct request *, struct uuid account, struct str email, struct str password,
                                struct opt_uuid except) DB_CHECKED;

#endif
