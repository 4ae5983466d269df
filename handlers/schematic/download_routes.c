#include "core/text.h"
#include "handlers/schematic/download.h"

enum { KEY_MAX = 100, VERSIONS_MAX = 1000000, FORMAT_MAX = 20, DURATION_MAX = 8, PERSON_MAX = 120 };

static const char *const formats[] = {"original", "sponge3", "sponge2", "litematica", "mcedit", "structure", NULL};

#define AT(form, member) offsetof(struct form, member)
#define KEY_FIELD(form) {"key", N_("A link to a build that is not public"), FIELD_TEXT, .offset = AT(form, key), .max = KEY_MAX}
#define VERSION_FIELD(form) \
    {"version", N_("Number of a version; left out: the one that the build shows"), FIELD_INT, .offset = AT(form, version), .min = 1, .max = VERSIONS_MAX}

static const struct field conversions_fields[] = {
    KEY_FIELD(schematic_conversions_form),
    VERSION_FIELD(schematic_conversions_form),
    {"format", N_("Only this one, and make it: sponge3, sponge2, litematica, mcedit or structure"), FIELD_TEXT,
     .offset = AT(schematic_conversions_form, format), .max = FORMAT_MAX},
    {"from", N_("Where the reader comes from: the page is shown even where nothing is lost"), FIELD_TEXT,
     .offset = AT(schematic_conversions_form, from), .max = FORMAT_MAX},
};
const struct form schematic_conversions_fields = FORM_OF(schematic_conversions_form, conversions_fields);

static const struct field link_fields[] = {
    {"expires_in", N_("How long it opens the build: 1h to 30d; a day if not said"), FIELD_TEXT, .offset = AT(schematic_link_form, expires_in),
     .max = DURATION_MAX},
    {"person", N_("Only for the person with this slug, once they are signed in"), FIELD_TEXT, .offset = AT(schematic_link_form, person),
     .max = PERSON_MAX},
};
const struct form schematic_link_fields = FORM_OF(schematic_link_form, link_fields);

static const struct field ticket_fields[] = {
    KEY_FIELD(schematic_ticket_form),
    VERSION_FIELD(schematic_ticket_form),
    {"format", N_("In which format"), FIELD_CHOICE, .offset = AT(schematic_ticket_form, format), .choices = formats},
};
const struct form schematic_ticket_fields = FORM_OF(schematic_ticket_form, ticket_fields);

static const struct route routes[] = {
    {GET, "/schematics/{id}/conversions", schematic_conversions, N_("The formats that a build can be had in, and what each of them loses"),
     ON_API, ANYONE, &schematic_conversions_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_CONVERSION_STATE,
     .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/download/{format}", schematic_conversion_ask_page, N_("What a build loses in another format"), ON_PAGE, ANYONE,
     &schematic_conversions_fields, LIMIT_READ, CACHE_PRIVATE, ANSWER_ONE, &Q_SCHEMATIC_CONVERSION_STATE, .page = schematic_conversion_page,
     .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/download-link", schematic_ticket,
     N_("An address that downloads a build for ten minutes with nothing besides, as the person who asked for it"), ON_API, SIGNED_IN,
     &schematic_ticket_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_LINK_TICKET, CREATED, .room = ROOM_SCHEMATIC},
    {GET, "/schematics/{id}/links", schematic_links, N_("Links to a build that are open, the last made first"), ON_BOTH, SIGNED_IN, NULL,
     LIMIT_READ, CACHE_PRIVATE, ANSWER_LIST, &Q_SCHEMATIC_LINK_LIST, .page = schematic_links_page, .room = ROOM_SCHEMATIC},
    {POST, "/schematics/{id}/links", schematic_link_make, N_("Make a link that opens a build for a while, whoever may see it otherwise"),
     ON_BOTH, SIGNED_IN, &schematic_link_fields, LIMIT_WRITE, CACHE_NEVER, ANSWER_ONE, &Q_SCHEMATIC_LINK_LIST, CREATED,
     .page = schematic_links_page, .room = ROOM_SCHEMATIC},
    {DELETE, "/schematics/{id}/links/{link}", schematic_link_drop, N_("Take a link back"), ON_BOTH, SIGNED_IN, NULL, LIMIT_WRITE, CACHE_NEVER,
     ANSWER_NONE, .status = NO_CONTENT, .room = ROOM_SCHEMATIC},
};

const struct route_table schematic_download_routes = {routes, sizeof routes / sizeof *routes, N_("Downloads, formats and links")};
