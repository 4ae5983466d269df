#include "core/text.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/picture.h"

static const struct route routes[] = {
    {GET, "/schematics/{id}/pictures", picture_list, N_("A build's pictures in their order; its owner also hears of those that wait"),
     ON_BOTH, ANYONE, &schematic_key_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_PICTURES, .page = picture_page,
     .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/pictures", picture_add, N_("Add a picture to a build against the receipt of its upload"), ON_BOTH,
     SCHEMATIC_UPLOAD, &picture_new_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_LIST, &Q_SCHEMATIC_PICTURES, CREATED, picture_page,
     .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/pictures/{picture}/{width}", picture_file,
     N_("A picture of a build that not everybody may see, 160, 320, 640, 1280 or 1920 pixels wide, as AVIF, WebP or JPEG by Accept"), ON_BOTH,
     ANYONE, &schematic_key_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {PATCH, "/schematics/{id}/pictures/{picture}", picture_revise, N_("Change what is said of a picture, or its place"), ON_BOTH,
     SIGNED_IN, &picture_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_LIST, &Q_SCHEMATIC_PICTURES, .page = picture_page,
     .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}/pictures/{picture}", picture_remove, N_("Delete a picture"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .page = picture_page, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_picture_routes = {routes, sizeof routes / sizeof *routes, N_("Pictures")};
