/* The image pool's routes as curio-web has them: who may, and what only it can look up. The pool answers the rest. */
#ifndef CURIO_HANDLERS_IMAGE_HANDLERS_H
#define CURIO_HANDLERS_IMAGE_HANDLERS_H

#include "web/form.h"
#include "web/route.h"

struct image_upload_form {
    struct str next;
};
extern const struct form image_upload_fields; /* grant.c */

handler_fn image_upload_grant, image_face_grant; /* grant.c */
handler_fn image_original, image_nowhere;        /* original.c */

extern const struct route_table image_routes; /* routes.c */

#endif
