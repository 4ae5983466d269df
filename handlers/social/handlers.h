/* What the routes of the social part do, and the pages that show it. */
#ifndef CURIO_HANDLERS_SOCIAL_HANDLERS_H
#define CURIO_HANDLERS_SOCIAL_HANDLERS_H

#include "web/route.h"

handler_fn comment_list, comment_answers, comment_show, comment_edit;      /* comments.c */
handler_fn comment_create, comment_change, comment_remove;                 /* comment_change.c */
handler_fn like_show, like_give, like_take_back, like_list;                /* likes.c */
handler_fn follow_show, follow_begin, follow_end, follow_list;             /* follows.c */
handler_fn follower_list, follower_accept, follower_remove;                 /* followers.c */
handler_fn block_begin, block_end, block_list;                             /* blocks.c */
handler_fn feed_list;                                                      /* feed.c */
handler_fn digest_show_end, digest_end;                                    /* digest.c */

page_fn comments_page, thread_page, comment_page, likes_page, follows_page, followers_page, blocks_page, feed_page, digest_page; /* pages.c */

#endif
