#include "core/text.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/resumable_steps.h"
#include "queries/schematic.h"
#include "queries/site.h"

static const struct route routes[] = {
    {POST, "/uploads", upload_begin, N_("Begin a file that comes in pieces (tus 1.0): Upload-Length, Upload-Metadata"), ON_API,
     SCHEMATIC_UPLOAD, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_UPLOAD_ONE, CREATED, .room = ROOM_SCHEMATIC, .offers = upload_offers},
    {GET, "/uploads/{id}", upload_show, N_("How far a file is; HEAD for tus: Upload-Offset"), ON_API, SCHEMATIC_UPLOAD, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_UPLOAD_ONE, .room = ROOM_SCHEMATIC, .offers = upload_offers},
    {PATCH, "/uploads/{id}", upload_append, N_("The next piece of a file, at Upload-Offset"), ON_API, SCHEMATIC_UPLOAD, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .room = ROOM_SCHEMATIC, .uploads = true,
     .takes = "application/offset+octet-stream"},
    {DELETE, "/uploads/{id}", upload_drop, N_("Give a file up that is not here yet"), ON_BOTH, SCHEMATIC_UPLOAD, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
    {GET, "/uploads/{id}/study", upload_study, N_("What a finished upload is: its size, materials, what may run in it; nothing is kept"), ON_API,
     SCHEMATIC_UPLOAD, NULL, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_STUDY, .room = ROOM_SCHEMATIC},
    {GET, "/uploads/{id}/study", NULL, N_("What a finished upload is, and the form that makes a build of it"), ON_PAGE, SCHEMATIC_UPLOAD, NULL,
     LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .page = upload_study_page, .room = ROOM_SCHEMATIC},
    {GET, "/uploads/{id}/thumb.webp", upload_picture, N_("The picture of a finished upload, where it is small enough to be drawn at once"), ON_BOTH,
     SCHEMATIC_UPLOAD, NULL, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_resumable_routes = {routes, sizeof routes / sizeof *routes, N_("Uploads in pieces")};
