/* The address where a comment can be read: on its subject's page while that shows it, else on the page of its thread. */
#ifndef CURIO_HANDLERS_SOCIAL_PLACE_H
#define CURIO_HANDLERS_SOCIAL_PLACE_H

#include "web/request.h"

/* "/social/comments/ID", which leads to the right page whenever it is opened: for notices. */
struct str comment_link(struct arena *, struct uuid comment);
/* SUBJECT_PATH is its subject's page. STR_NULL where the comment is gone. */
struct str comment_place(struct request *, struct uuid comment, struct str subject_path);

#endif
