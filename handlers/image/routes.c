#include "core/text.h"
#include "handlers/image/handlers.h"
#include "queries/image.h"

static const struct route routes[] = {
    {POST, "/images", image_upload_grant, N_("Hand in a picture: it is cleaned, its faces are found, and its receipt can be used once"), ON_API, SIGNED_IN,
     &image_upload_fields, LIMIT_UPLOAD, CACHE_NEVER, ANSWER_RAW, &Q_IMAGE_RECEIPT, CREATED, .draws = true, .also = {SEE_OTHER}},
    {POST, "/process-face", image_face_grant, N_("A picture with its faces obscured; nothing is kept"), ON_API, SIGNED_IN, NULL, LIMIT_UPLOAD,
     CACHE_NEVER, ANSWER_RAW, &Q_IMAGE_FACELESS, .draws = true},
    {GET, "/images/{id}/original", image_original, N_("A held picture for who sent it, a hidden one for moderators; JPEG"), ON_API, SIGNED_IN, NULL,
     LIMIT_READ, CACHE_NEVER, .answer = ANSWER_RAW},
    {GET, "/images/{name}/{width}", image_nowhere, N_("A picture 160, 320, 640, 1280 or 1920 pixels wide, as AVIF, WebP or JPEG by Accept"), ON_ROOT,
     ANYONE, NULL, LIMIT_NONE, CACHE_NEVER, .answer = ANSWER_RAW},
};

const struct route_table image_routes = {routes, sizeof routes / sizeof *routes, N_("Pictures of any room")};
