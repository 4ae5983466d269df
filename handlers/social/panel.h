/* What stands below every subject: likes, comments with their first answers, and what the viewer may do. A room's page calls
 * social_panel and shows it by {% call social_panel(page, panel) %} of templates/social. */
#ifndef CURIO_HANDLERS_SOCIAL_PANEL_H
#define CURIO_HANDLERS_SOCIAL_PANEL_H

#include "queries/social.h"
#include "web/request.h"

enum { PANEL_THREADS = 20, PANEL_ANSWERS = 10 };

/* Lives in the request's arena; never NULL. A page without its comments is better than none: where they can't be read, or the viewer
 * may not see the subject, the panel is empty and offers nothing. */
const struct social_panel_row *social_panel(struct request *, const char *room, struct uuid subject);

#endif
