#include "handlers/social/routes.h"

#include "core/text.h"
#include "handlers/site/pages.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "queries/social.h"

static const struct route routes[] = {
    {GET, "/feed", feed_list, N_("What those whom one follows did, newest first"), ON_BOTH, SIGNED_IN, &social_list_fields,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_FEED, .page = feed_page},
    {GET, "/social/{room}/{id}/comments", comment_list, N_("What people say of a subject, newest first, with the first answers"),
     ON_BOTH, ANYONE, &social_list_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_THREAD, .page = comments_page},
    {POST, "/social/{room}/{id}/comments", comment_create, N_("Comment on a subject, or answer a comment"), ON_BOTH, SIGNED_IN,
     &comment_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SOCIAL_COMMENT, .status = CREATED, .page = comment_page},
    {GET, "/social/comments/{id}", comment_show, N_("One comment; as a page it only leads on to it"), ON_BOTH, ANYONE, NULL, LIMIT_READ,
     CACHE_PRIVATE, ANSWER_ONE, .returns = &Q_SOCIAL_COMMENT, .page = page_problem},
    {PATCH, "/social/comments/{id}", comment_change, N_("Change one's comment; as a moderator, hide it or show it again"), ON_BOTH,
     SIGNED_IN, &comment_change_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SOCIAL_COMMENT, .page = comment_page},
    {DELETE, "/social/comments/{id}", comment_remove, N_("Delete one's comment; what was answered leaves a gap"), ON_BOTH,
     SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT},
    {GET, "/social/comments/{id}/answers", comment_answers, N_("The answers to a comment, oldest first"), ON_BOTH, ANYONE,
     &answers_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_COMMENT, .page = thread_page},
    {GET, "/social/comments/{id}/edit", comment_edit, N_("The page to change a comment"), ON_PAGE, SIGNED_IN, NULL, LIMIT_READ,
     CACHE_NEVER, ANSWER_ONE, &Q_SOCIAL_COMMENT, .page = comment_page},
    {GET, "/social/{room}/{id}/like", like_show, N_("How many like a subject, and whether one does oneself"), ON_API, ANYONE, NULL,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, .returns = &Q_SOCIAL_LIKED},
    {PUT, "/social/{room}/{id}/like", like_give, N_("Like a subject"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_ONE, .returns = &Q_SOCIAL_LIKED},
    {DELETE, "/social/{room}/{id}/like", like_take_back, N_("Take a like back"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_ONE, .returns = &Q_SOCIAL_LIKED},
    {GET, "/social/likes", like_list, N_("What one likes, latest first"), ON_BOTH, SIGNED_IN, &social_list_fields, LIMIT_READ,
     CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_LIKE_PAGE, .page = likes_page},
    {GET, "/social/follows", follow_list, N_("Whom and what one follows, latest first"), ON_BOTH, SIGNED_IN, &social_list_fields,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_FOLLOW_PAGE, .page = follows_page},
    {GET, "/social/follows/{kind}/{target}", follow_show, N_("How many follow a person or a tag, and whether one does oneself"), ON_API,
     ANYONE, NULL, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, .returns = &Q_SOCIAL_FOLLOWED},
    {PUT, "/social/follows/{kind}/{target}", follow_begin, N_("Follow a person (by slug) or a tag"), ON_API, SIGNED_IN, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, .returns = &Q_SOCIAL_FOLLOWED},
    {DELETE, "/social/follows/{kind}/{target}", follow_end, N_("Follow no longer"), ON_API, SIGNED_IN, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_ONE, .returns = &Q_SOCIAL_FOLLOWED},
    {PUT, "/social/follows/{kind}/{target}", follow_begin, N_("Follow a person or a tag, and go back to the page"), ON_PAGE, SIGNED_IN,
     &then_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, .returns = &Q_SOCIAL_FOLLOWED, .page = page_problem},
    {DELETE, "/social/follows/{kind}/{target}", follow_end, N_("Follow no longer, and go back to the page"), ON_PAGE, SIGNED_IN,
     &then_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, .returns = &Q_SOCIAL_FOLLOWED, .page = page_problem},
    {GET, "/social/blocks", block_list, N_("Whom one blocks, latest first"), ON_BOTH, SIGNED_IN, &social_list_fields, LIMIT_READ,
     CACHE_PRIVATE, ANSWER_LIST, &Q_SOCIAL_BLOCK_PAGE, .page = blocks_page},
    {PUT, "/social/blocks/{slug}", block_begin, N_("Block a person: they can't comment on one's things or answer one"), ON_API,
     SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT},
    {DELETE, "/social/blocks/{slug}", block_end, N_("Block a person no longer"), ON_API, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_NONE, .status = NO_CONTENT},
    {PUT, "/social/blocks/{slug}", block_begin, N_("Block a person, and go back to the page"), ON_PAGE, SIGNED_IN, &then_fields,
     LIMIT_WRITE, CACHE_NEVER, .answer = ANSWER_NONE, .page = page_problem},
    {DELETE, "/social/blocks/{slug}", block_end, N_("Block a person no longer, and go back to the page"), ON_PAGE, SIGNED_IN,
     &then_fields, LIMIT_WRITE, CACHE_NEVER, .answer = ANSWER_NONE, .page = page_problem},
    {GET, "/social/unsubscribe/{token}", digest_show_end, N_("The page to end the digest by its link"), ON_PAGE, ANYONE, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_NONE, .page = digest_page},
    {POST, "/social/unsubscribe/{token}", digest_end, N_("End the digest by its link, as mail programs do (RFC 8058)"), ON_BOTH, ANYONE,
     &one_click_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .page = digest_page},
};

const struct route_table social_routes = {routes, sizeof routes / sizeof *routes};
