/* Handing in a picture by a form without script: what the page that it leads to shows (templates/image/image_send.html, image_boxes.html). */
#ifndef CURIO_HANDLERS_IMAGE_BACK_H
#define CURIO_HANDLERS_IMAGE_BACK_H

#include "queries/image.h"
#include "web/request.h"

/* For a page at NEXT (web/next_page.h): its address has ?receipt= or ?refused=, and a form that was refused its own receipt. What could not be read is
 * not there. Called by a page function: the address to send to holds the page's token. */
const struct image_back_row *image_back(struct request *, struct str next);

#endif
