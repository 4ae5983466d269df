/* A ticket is what an account asked for, under a MAC: build, account, link (or zeros) and the second at which it ends. What they may see is
 * looked up again when it is used, so that it opens nothing that was closed meanwhile. */
#include <string.h>

#include "account/keys.h"
#include "core/text.h"
#include "core/timestamp.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/download.h"

enum { ID = sizeof(struct uuid), MAC = sizeof(struct sha256_digest), SAID = 3 * ID + 8, TICKET_SECONDS = 600 };

static void put_time(char *out, int64_t us)
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)(uint8_t)((uint64_t)us >> (56 - 8 * i));
}

static int64_t get_time(const char *in)
{
    uint64_t us = 0;
    for (int i = 0; i < 8; i++)
        us = us << 8 | (uint8_t)in[i];
    return (int64_t)us;
}

struct str ticket_write(struct arena *arena, const struct config *config, const struct ticket *ticket)
{
    char bytes[SAID + MAC] = {0};
    memcpy(bytes, ticket->build.b, ID);
    memcpy(bytes + ID, ticket->account.b, ID);
    if (ticket->link.set)
        memcpy(bytes + 2 * ID, ticket->link.v.b, ID);
    put_time(bytes + 3 * ID, ticket->expires_at.us);
    struct sha256_digest mac = key_mac(config, KEY_DOWNLOAD, (struct str){bytes, SAID});
    memcpy(bytes + SAID, mac.b, MAC);
    return base64url_encode(arena, (struct str){bytes, sizeof bytes});
}

bool ticket_read(struct arena *arena, const struct config *config, struct str text, struct ticket *out)
{
    static const struct uuid none;
    struct str bytes;
    struct sha256_digest sent;
    if (!base64url_decode(arena, text, &bytes) || bytes.n != SAID + MAC)
        return false;
    memcpy(sent.b, bytes.p + SAID, MAC);
    if (!sha256_eq(sent, key_mac(config, KEY_DOWNLOAD, str_slice(bytes, 0, SAID))))
        return false;
    memcpy(out->build.b, bytes.p, ID);
    memcpy(out->account.b, bytes.p + ID, ID);
    memcpy(out->link.v.b, bytes.p + 2 * ID, ID);
    out->link.set = !uuid_eq(out->link.v, none);
    out->expires_at.us = get_time(bytes.p + 3 * ID);
    return out->expires_at.us > timestamp_now().us;
}

static struct str part_of(struct arena *arena, const char *name, struct str value)
{
    return value.n > 0 ? arena_printf(arena, "&%s=" STR_FMT, name, STR_ARG(value)) : STR("");
}

enum status schematic_ticket(struct request *rq, struct response *rs)
{
    const struct schematic_ticket_form *form = rq->form;
    struct schematic_download_row build;
    enum status status = download_look(rq, rs, &build);
    if (status != OK)
        return status;
    const struct schematic_one_in asked = schematic_asked(rq);
    const struct ticket ticket = {.build = build.id,
                                  .account = rq->viewer.account,
                                  .link = asked.link,
                                  .expires_at = {timestamp_now().us + (int64_t)TICKET_SECONDS * 1000000}};
    struct str token = ticket_write(rq->arena, rq->config, &ticket);
    struct str format = str_eq(form->format, STR("original")) ? STR_NULL : form->format;
    struct str version = form_value(rq->form_state, STR("version"));
    struct schematic_link_ticket_row *row = ARENA_NEW(rq->arena, struct schematic_link_ticket_row);
    row->expires_at = ticket.expires_at;
    row->url = arena_printf(rq->arena, STR_FMT "/api/v1/schematics/" STR_FMT "/download?ticket=" STR_FMT STR_FMT STR_FMT,
                            STR_ARG(rq->config->site_url), STR_ARG(build.slug), STR_ARG(token),
                            STR_ARG(part_of(rq->arena, "format", format)), STR_ARG(part_of(rq->arena, "version", version)));
    return response_one(rs, CREATED, &Q_SCHEMATIC_LINK_TICKET, row);
}
