/* What the routes of moderation do, and the pages that show it. */
#ifndef CURIO_HANDLERS_MODERATION_HANDLERS_H
#define CURIO_HANDLERS_MODERATION_HANDLERS_H

#include "web/route.h"

handler_fn case_list, case_show;                                  /* cases.c */
handler_fn case_decide, build_take_down, build_restore;           /* decide.c */
handler_fn review_show, review_again, review_withdraw;            /* review.c */
handler_fn report_begin, report_create;                           /* report.c */
handler_fn reported_list, reported_show, reported_resolve;        /* reported.c */
handler_fn suspended_list, person_show, person_suspend, person_unsuspend; /* people.c */
handler_fn audit_list;                                            /* audit.c */

page_fn case_list_page, case_page, review_page, report_page, reported_list_page, reported_page, suspended_page, person_page,
    audit_list_page; /* pages.c */

#endif
