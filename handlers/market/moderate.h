/* How a market stands with the moderators: who holds it sees the reason and hands it in again; moderators take it down and bring it back. */
#ifndef CURIO_HANDLERS_MARKET_MODERATE_H
#define CURIO_HANDLERS_MARKET_MODERATE_H

#include "web/form.h"
#include "store/db.h"
#include "web/route.h"

struct market_review_form {
    struct str note;
};

struct market_takedown_form {
    struct str reason;
};

extern const struct route_table market_moderate_routes; /* moderate.c */

/* Puts a market back to what moderators knew of it. DB_NONE: nothing that weighs was changed. */
enum db_result market_change_take_back(struct request *, struct uuid market) DB_CHECKED;

#endif
