/* What the pages of comments want besides their rows. */
#ifndef CURIO_HANDLERS_SOCIAL_VIEW_H
#define CURIO_HANDLERS_SOCIAL_VIEW_H

#include "queries/social.h"

struct comments_view {
    struct str room;
    struct social_subject_row subject;
    struct social_comment_row comment; /* of one comment's page */
};

struct followers_view {
    bool requested;  /* the page of those who wait */
    int64_t waiting; /* how many do */
};

#endif
