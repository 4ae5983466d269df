/* What the routes of the room do, and the pages that show it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_HANDLERS_H
#define CURIO_HANDLERS_SCHEMATIC_HANDLERS_H

#include "web/route.h"

handler_fn schematic_usage_show;     /* usage.c */
handler_fn schematic_create_several; /* several.c */
handler_fn schematic_list;     /* list.c */
handler_fn schematic_list_own; /* list.c */
handler_fn schematic_show;     /* show.c */
handler_fn schematic_create;   /* create.c */
handler_fn schematic_revise;   /* change.c */
handler_fn schematic_remove;   /* change.c */
handler_fn schematic_edit;     /* change.c: the build, for whom may change it */
handler_fn schematic_serve;    /* download.c */
handler_fn schematic_thumb, schematic_top, schematic_sections; /* products.c */
handler_fn schematic_materials, schematic_manifest;            /* contents.c */
handler_fn schematic_versions_list, schematic_version_add, schematic_version_revise, schematic_version_remove; /* versions.c */

page_fn schematic_own_page, schematic_show_page, schematic_edit_page, schematic_versions_page; /* pages.c */
page_fn schematic_upload_page;                                                                             /* upload_page.c */
page_fn schematic_usage_page;                                                                              /* usage.c */

#endif
