/* A build's file. nginx sends it: the handler only says which, and counts once a person (or address) and window. */
#include <string.h>

#include "core/crypto.h"
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/disposition.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"

/* Keyed, so that the table can't be turned back into addresses by trying them all. */
static struct sha256_digest who_asks(const struct request *rq)
{
    char text[UUID_TEXT];
    struct str who = rq->viewer.signed_in ? uuid_text(rq->viewer.account, text) : rq->address_key;
    const struct str parts[] = {STR("download\n"), who};
    return hmac_sha256(rq->config->token_secret, arena_join(rq->arena, 2, parts));
}

static struct opt_int version_of(const struct schematic_download_form *form)
{
    return (struct opt_int){form->version.set, (int32_t)form->version.v};
}

static enum db_result count(struct request *rq, struct schematic_download_row *build)
{
    const struct schematic_one_in asked = schematic_asked(rq);
    const struct sha256_digest who = who_asks(rq);
    const struct schematic_download_in in = {.id = asked.id,
                                             .slug = asked.slug,
                                             .viewer = asked.viewer,
                                             .moderator = asked.moderator,
                                             .link = asked.link,
                                             .version = version_of(rq->form),
                                             .who = sha256_bytes(&who),
                                             .window = rq->config->download_window_seconds,
                                             .count = !rq->head};
    return schematic_download_one(rq->db, rq->arena, &in, build);
}

/* Only the owner and moderators come to see these. */
static enum status not_clean(struct response *rs, struct str status)
{
    const char *why = _("This file is still being scanned. It can be downloaded as soon as it is found clean.");
    if (str_eq(status, STR("infected")))
        why = _("The scan found something harmful in this file, so nobody can download it.");
    if (str_eq(status, STR("not_fully_scanned")))
        why = _("This file could not be scanned to its end, so nobody can download it.");
    enum status answer = response_problem(rs, CONFLICT, "not-clean", why);
    response_problem_text(rs, "scan", status);
    return answer;
}

static void send_blob(struct request *rq, struct response *rs, const struct schematic_download_row *build)
{
    struct sha256_digest digest = {0};
    memcpy(digest.b, build->sha256.p, sizeof digest.b);
    struct str path = blob_relative_path(rq->arena, digest);
    rs->accel = true;
    rs->content_type = STR("application/octet-stream");
    buf_add(&rs->body, STR("/_blobs/"));
    buf_add(&rs->body, path);
    response_header(rs, STR("Content-Disposition"), disposition_of(rq->arena, build->file_name, build->format));
}

enum status schematic_serve(struct request *rq, struct response *rs)
{
    struct schematic_download_row build;
    enum db_result result = count(rq, &build);
    if (result != DB_OK)
        return response_db(rs, result);
    if (!str_eq(build.status, STR("clean")))
        return not_clean(rs, build.status);
    send_blob(rq, rs, &build);
    return rs->status = OK;
}
