#include "handlers/schematic/routes.h"

#include "core/text.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "queries/schematic.h"

static const struct route routes[] = {
    {POST, "/schematics", schematic_create, N_("Upload a build"), ON_BOTH, SCHEMATIC_UPLOAD, &schematic_upload_fields,
     LIMIT_UPLOAD, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_ONE, CREATED, schematic_upload_page, ROOM_SCHEMATIC,
     .uploads = true},
    {GET, "/schematics/new", NULL, N_("The upload page"), ON_PAGE, SCHEMATIC_UPLOAD, NULL, LIMIT_READ, CACHE_NEVER,
     ANSWER_NONE, .page = schematic_upload_page, .room = ROOM_SCHEMATIC},
    {POST, "/schematics/new", schematic_create_several, N_("Upload one build or several"), ON_PAGE, SCHEMATIC_UPLOAD, &schematic_several_fields,
     LIMIT_UPLOAD, CACHE_NEVER, ANSWER_NONE, .page = schematic_upload_page, .room = ROOM_SCHEMATIC, .uploads = true},
    {GET, "/schematics/usage", schematic_usage_show, N_("One's room, and what takes it, largest first"), ON_BOTH, SIGNED_IN, NULL,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_SCHEMATIC_USAGE_REPORT, .page = schematic_usage_page, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/mine", schematic_list_own, N_("One's own builds, whatever their state, newest first"), ON_BOTH,
     SIGNED_IN, &schematic_mine_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_MINE,
     .page = schematic_own_page, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}", schematic_show, N_("One build, by id or by slug"), ON_BOTH, ANYONE, &schematic_key_fields,
     LIMIT_READ, CACHE_BRIEF, ANSWER_ONE, &Q_SCHEMATIC_ONE, .page = schematic_show_page, .room = ROOM_SCHEMATIC},
    {PATCH, "/schematics/{id}", schematic_revise, N_("Change a build; what is left out stays as it is"), ON_BOTH,
     SIGNED_IN, &schematic_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_ONE,
     .page = schematic_edit_page, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}", schematic_remove, N_("Delete a build"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE,
     CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/edit", schematic_edit, N_("The page to change a build"), ON_PAGE, SIGNED_IN, NULL,
     LIMIT_READ, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_ONE, .page = schematic_edit_page, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/download", schematic_serve, N_("A build's file, once it was scanned and found clean: 202 while another format is being made, 302 to where it lies elsewhere"),
     ON_BOTH, ANYONE, &schematic_download_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .also = {ACCEPTED, FOUND, CONFLICT}, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/thumb.webp", schematic_thumb, N_("A build's picture, WebP, 512 pixels a side"), ON_BOTH, ANYONE,
     &schematic_product_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/top.webp", schematic_top, N_("A build's picture from above, WebP, 512 pixels a side"), ON_BOTH, ANYONE,
     &schematic_product_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/sections", schematic_sections, N_("What the 3D preview reads, by Range"), ON_BOTH, ANYONE,
     &schematic_product_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/materials", schematic_materials, N_("The items that a player needs for a build, most needed first"),
     ON_BOTH, ANYONE, &schematic_materials_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/manifest", schematic_manifest, N_("What may run, speak or move in a build once it is pasted"), ON_BOTH,
     ANYONE, &schematic_key_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_RAW, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/versions", schematic_versions_list, N_("A build's versions, newest first"), ON_BOTH, ANYONE,
     &schematic_key_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_VERSIONS, .page = schematic_versions_page,
     .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/versions", schematic_version_add, N_("Upload a new version of a build; shown once it is found clean"),
     ON_BOTH, SCHEMATIC_UPLOAD, &schematic_version_fields, LIMIT_UPLOAD, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_ONE, CREATED,
     schematic_versions_page, ROOM_SCHEMATIC, .uploads = true},
    {PATCH, "/schematics/{id}/versions/{number}", schematic_version_revise, N_("Change what is said of a version"), ON_BOTH,
     SIGNED_IN, &schematic_version_edit_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_ONE,
     .page = schematic_versions_page, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}/versions/{number}", schematic_version_remove, N_("Delete a version; not the only one"), ON_BOTH,
     SIGNED_IN, &schematic_version_number_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_NONE, .status = NO_CONTENT,
     .page = schematic_versions_page, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_routes = {routes, sizeof routes / sizeof *routes, N_("Builds")};
