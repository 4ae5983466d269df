/* Downloads of builds, and the links that open them. */
#ifndef CURIO_HANDLERS_SCHEMATIC_DOWNLOAD_H
#define CURIO_HANDLERS_SCHEMATIC_DOWNLOAD_H

#include "queries/schematic.h"
#include "web/route.h"

struct schematic_conversions_form {
    struct str key, from, format; /* empty: all, as far as they are known */
    struct opt_bigint version;
};

struct schematic_link_form {
    struct str expires_in, person;
};

struct schematic_ticket_form {
    struct str key, format;
    struct opt_bigint version;
};

extern const struct form schematic_conversions_fields, schematic_link_fields, schematic_ticket_fields;
extern const struct route_table schematic_download_routes;

/* The build whose file is asked for, as the route's form says by key, version and ticket; not counted. OK: it may be had. */
enum status download_look(struct request *, struct response *, struct schematic_download_row *);

/* download_ticket.c: an address that is one person's for a few minutes, and needs nothing besides. */
struct ticket {
    struct uuid build, account;
    struct opt_uuid link; /* by which they see the build */
    struct timestamp expires_at;
};
struct str ticket_write(struct arena *, const struct config *, const struct ticket *);
/* False: nobody here made it, or its time is over. */
bool ticket_read(struct arena *, const struct config *, struct str text, struct ticket *out) __attribute__((warn_unused_result));

handler_fn schematic_conversions, schematic_conversion_ask_page;      /* convert_download.c */
handler_fn schematic_links, schematic_link_make, schematic_link_drop; /* links.c */
handler_fn schematic_ticket;                                          /* download_ticket.c */
page_fn schematic_conversion_page, schematic_links_page;

#endif
