/* The frame around every page. */
#ifndef CURIO_HANDLERS_SITE_PAGES_H
#define CURIO_HANDLERS_SITE_PAGES_H

#include "queries/site.h"
#include "web/request.h"
#include "web/response.h"
#include "web/route.h"

/* What the layout shows; lives in the request's arena. */
const struct page_row *page_frame(struct request *, struct response *);
/* The same for a page that calls social_preview in its head, and so has a description of its own. */
const struct page_row *page_frame_described(struct request *, struct response *);
/* An error as a page: what happened, what to do now. */
void page_problem(struct request *, struct response *);
/* The line under the site's name, in the language spoken. */
struct str page_tagline(const struct config *);
/* What is not a field's fault, and stands above the form; absent where nothing is. */
struct str page_refusal(const struct response *);
/* After a refusal the page is made anew by SHOW, and keeps the refusal's status and words. False: the problem page was shown. */
bool page_made_again(struct request *, struct response *, handler_fn *show) __attribute__((warn_unused_result));

#endif
