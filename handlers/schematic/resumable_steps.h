/* What the routes of uploads in pieces do. */
#ifndef CURIO_HANDLERS_SCHEMATIC_RESUMABLE_STEPS_H
#define CURIO_HANDLERS_SCHEMATIC_RESUMABLE_STEPS_H

#include "web/route.h"

handler_fn upload_begin, upload_show, upload_append, upload_drop; /* resumable.c */
handler_fn upload_study, upload_picture; /* upload_study.c */
page_fn upload_study_page;
offer_fn upload_offers;

#endif
