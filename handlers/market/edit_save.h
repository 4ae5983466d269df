/* Changing a market: taking hold of it, its schedule on its way in, and what goes with every change. */
#ifndef CURIO_HANDLERS_MARKET_EDIT_SAVE_H
#define CURIO_HANDLERS_MARKET_EDIT_SAVE_H

#include "handlers/market/edit_forms.h"
#include "queries/market.h"
#include "web/response.h"

/* The market of the route's {id}, locked, when the viewer may change it; otherwise the response tells why not. */
bool market_take(struct request *, struct response *, struct market_change_row *) __attribute__((warn_unused_result));
/* Whether it is absent or a web address; else the field error is in rq->form_state. */
__attribute__((warn_unused_result)) bool market_website_right(struct request *, struct str website);
enum status market_not_yours(struct response *);
/* The market as its form has it; a page goes on to BELOW the market's own. TOAST may be NULL. */
enum status market_edit_answer(struct request *, struct response *, enum status, struct uuid, const char *below, const char *toast);

/* The schedule that CHANGE has, with its zone and place. False, with the response told, where the row holds none that can be read. */
__attribute__((warn_unused_result)) bool market_schedule_of(struct request *, struct response *, const struct market_change_row *, struct schedule *out);
/* Whether the schedule makes sense; else the field errors are in rq->form_state. */
__attribute__((warn_unused_result)) bool market_schedule_right(struct request *, const struct schedule *);

/* What the form says, as the row's changes; SCHEDULE starts as what was and becomes what shall be. False with the field errors in
 * rq->form_state. ORGANISER is left for market_organiser_said. */
__attribute__((warn_unused_result)) bool market_edit_read(struct request *, const struct market_edit_form *, const struct market_change_row *,
                                                          struct schedule *schedule, struct market_update_in *out);
/* Writes the changes, their origins and the dates that follow. */
__attribute__((warn_unused_result)) enum db_result market_save(struct request *, const struct market_change_row *was, const struct schedule *,
                                                               struct market_update_in *);
/* Has what a market looks like, as it stands now, wait for the moderators: nobody's entry is made one with another by itself. */
__attribute__((warn_unused_result)) enum db_result market_alike_await(struct request *, struct uuid market);
/* Writes the schedule alone. */
__attribute__((warn_unused_result)) enum db_result market_save_schedule(struct request *, const struct market_change_row *was, const struct schedule *);

#endif
