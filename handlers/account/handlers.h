/* What the routes of accounts do, and the pages that show it. */
#ifndef CURIO_HANDLERS_ACCOUNT_HANDLERS_H
#define CURIO_HANDLERS_ACCOUNT_HANDLERS_H

#include "web/route.h"

handler_fn account_register;                                       /* register.c */
handler_fn account_login, account_refresh, account_logout;         /* login.c */
handler_fn account_list_sessions, account_end_session;             /* sessions.c */
handler_fn account_change_password, account_forgotten;             /* password.c */
handler_fn account_show_reset, account_reset;                      /* reset.c */
handler_fn account_close_own, account_show_return, account_return_now; /* close.c */
handler_fn account_list_copies, account_ask_copy, account_take_copy; /* copies.c */
handler_fn account_show, account_change, account_show_person;      /* profile.c */
handler_fn notice_list, notice_mark_read, notice_mark_one_read;     /* notices.c */
handler_fn notice_show_preferences, notice_change_preferences;     /* notices.c */

page_fn account_register_page, account_login_page, account_forgotten_page, account_reset_page, account_password_page,
    account_sessions_page, account_profile_page, account_person_page, notices_page, preferences_page; /* pages.c */
page_fn account_data_page;   /* copies.c */
page_fn account_return_page; /* close.c */

#endif
