/* Markets in the hands of those who hold them. */
#ifndef CURIO_HANDLERS_MARKET_EDIT_HANDLERS_H
#define CURIO_HANDLERS_MARKET_EDIT_HANDLERS_H

#include "web/route.h"

handler_fn market_create, market_revise, market_remove, market_edit_show; /* edit.c */
handler_fn market_rule_add, market_rule_remove, market_date_say, market_schedule_show; /* edit_dates.c */
handler_fn market_organiser_revise, market_organiser_edit;                             /* edit_organiser.c */
handler_fn market_own;                                                                 /* edit_own.c */
page_fn market_new_page, market_edit_page, market_schedule_page, market_organiser_edit_page, market_own_page; /* edit_pages.c */

#endif
