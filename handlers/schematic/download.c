/* A build's file, as it was uploaded or in another format. nginx sends it: the handler only says which, and counts. */
#include "handlers/schematic/download.h"

#include <string.h>

#include "core/crypto.h"
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/convert_download.h"
#include "handlers/schematic/disposition.h"
#include "handlers/schematic/forms.h"
#include "handlers/schematic/handlers.h"
#include "store/s3.h"
#include "web/presign.h"

/* Keyed, so that the table can't be turned back into addresses by trying them all. */
static struct sha256_digest digest_of(const struct request *rq, struct str who)
{
    const struct str parts[] = {STR("download\n"), who};
    return hmac_sha256(rq->config->token_secret, arena_join(rq->arena, 2, parts));
}

/* Who downloads, under every name that counts once: the address, and the account where one is known. */
static struct list who_asks(const struct request *rq, const struct schematic_one_in *asked)
{
    struct sha256_digest *digests = arena_array(rq->arena, 2, sizeof *digests);
    struct str *who = arena_array(rq->arena, 2, sizeof *who);
    char text[UUID_TEXT];
    size_t count = 0;
    digests[count++] = digest_of(rq, rq->address_key);
    if (asked->viewer.set)
        digests[count++] = digest_of(rq, uuid_text(asked->viewer.v, text));
    for (size_t i = 0; i < count; i++)
        who[i] = sha256_bytes(&digests[i]);
    return (struct list){who, count};
}

/* What counts is a file that somebody did not have: not a look at its head, nor the rest of a download that broke off, nor the question
 * whether a copy is still good. */
static bool is_first_part(const struct request *rq)
{
    struct str range = request_header(rq, "CURIO_RANGE");
    return !rq->head && !request_header(rq, "CURIO_REVALIDATES").p &&
           (!range.p || str_starts_with(range, STR("bytes=0-")));
}

static struct opt_int version_of(const struct request *rq)
{
    int64_t number;
    struct str text = form_value(rq->form_state, STR("version"));
    bool set = text.n > 0 && str_to_int64(text, &number) && number > 0 && number <= INT32_MAX;
    return (struct opt_int){set, set ? (int32_t)number : 0};
}

/* A ticket stands for the person it was made for, and for nobody else who may be signed in. */
static bool asked_by_ticket(struct request *rq, struct schematic_one_in *asked, bool *ticketed)
{
    struct ticket ticket;
    struct str text = form_value(rq->form_state, STR("ticket"));
    *ticketed = text.n > 0;
    if (!*ticketed)
        return true;
    if (!ticket_read(rq->arena, rq->config, text, &ticket))
        return false;
    asked->viewer = (struct opt_uuid){true, ticket.account};
    asked->moderator = false;
    asked->link = ticket.link;
    asked->id = (struct opt_uuid){true, ticket.build};
    return true;
}

static bool same_build(const struct request *rq, const struct schematic_download_row *build)
{
    struct uuid id;
    return str_eq(rq->arguments[0], build->slug) || (uuid_parse(rq->arguments[0], &id) && uuid_eq(id, build->id));
}

static enum db_result find(struct request *rq, bool count, struct schematic_download_row *build)
{
    struct schematic_one_in asked = schematic_asked(rq);
    bool ticketed;
    if (!asked_by_ticket(rq, &asked, &ticketed))
        return DB_NONE;
    const struct schematic_download_in in = {.id = asked.id,
                                             .slug = asked.slug,
                                             .viewer = asked.viewer,
                                             .moderator = asked.moderator,
                                             .link = asked.link,
                                             .ticket = ticketed,
                                             .version = version_of(rq),
                                             .who = who_asks(rq, &asked),
                                             .window = rq->config->download_window_seconds,
                                             .count = count};
    enum db_result result = schematic_download_one(rq->db, rq->arena, &in, build);
    return result == DB_OK && ticketed && !same_build(rq, build) ? DB_NONE : result;
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

static enum status look(struct request *rq, struct response *rs, bool count, struct schematic_download_row *build)
{
    enum db_result result = find(rq, count, build);
    if (result != DB_OK)
        return response_db(rs, result);
    return str_eq(build->status, STR("clean")) ? OK : not_clean(rs, build->status);
}

enum status download_look(struct request *rq, struct response *rs, struct schematic_download_row *build)
{
    return look(rq, rs, false, build);
}

/* To where the bytes are, for whoever has the address and for a few minutes: it names neither the build nor the reader. */
static enum status send_away(struct request *rq, struct response *rs, struct sha256_digest digest, struct str disposition)
{
    const struct s3_object object = s3_object_of(rq->arena, rq->config, digest, true);
    const struct presign ask = {.method = rq->head ? STR("HEAD") : STR("GET"),
                                .disposition = disposition,
                                .type = STR("application/octet-stream"),
                                .seconds = rq->config->s3_presign_seconds,
                                .now = timestamp_now()};
    response_header(rs, STR("Location"), presign(rq->arena, rq->config, &object, &ask));
    return rs->status = FOUND;
}

static enum status send_blob(struct request *rq, struct response *rs, struct str sha256, struct str place, struct str disposition)
{
    struct sha256_digest digest = {0};
    memcpy(digest.b, sha256.p, sizeof digest.b);
    if (s3_holds(place) && s3_set(rq->config))
        return send_away(rq, rs, digest, disposition);
    struct str path = blob_relative_path(rq->arena, digest);
    rs->accel = true;
    rs->content_type = STR("application/octet-stream");
    buf_add(&rs->body, STR("/_blobs/"));
    buf_add(&rs->body, path);
    response_header(rs, STR("Content-Disposition"), disposition);
    return rs->status = OK;
}

/* The page that says what is lost, or that it is being made. */
static enum status show_conversion(struct request *rq, struct response *rs, const struct schematic_download_row *build, enum convert_target target)
{
    struct str key = form_value(rq->form_state, STR("key"));
    struct opt_int version = version_of(rq);
    struct str part = key.n > 0 ? arena_printf(rq->arena, "&key=" STR_FMT, STR_ARG(key)) : STR("");
    struct str number = version.set ? arena_printf(rq->arena, "&version=%d", (int)version.v) : STR("");
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/download/%s?from=file" STR_FMT STR_FMT, STR_ARG(build->slug),
                                convert_target_name(target), STR_ARG(part), STR_ARG(number));
    return rs->status = SEE_OTHER;
}

static enum status still_making(struct response *rs)
{
    response_header(rs, STR("Retry-After"), STR("2"));
    rs->content_type = STR("application/json");
    buf_add(&rs->body, STR("{\"state\":\"making\"}"));
    return rs->status = ACCEPTED;
}

/* A browser is shown what is lost before it gets the file; programs ask /conversions. */
static bool must_be_told(struct request *rq, const struct conversion_found *found)
{
    const struct schematic_download_form *form = rq->form;
    return rq->page && !form->seen && !conversion_harmless(rq, found);
}

static enum status serve_converted(struct request *rq, struct response *rs, enum convert_target target)
{
    struct schematic_download_row build;
    struct conversion_found found;
    enum status status = download_look(rq, rs, &build);
    if (status == OK)
        status = conversion_find(rq, rs, &build, target, &found);
    if (status != OK)
        return status;
    if (found.state == CONVERSION_IMPOSSIBLE)
        return conversion_refuse(rq, rs, found.why);
    if (rq->page && (found.state == CONVERSION_MAKING || must_be_told(rq, &found)))
        return show_conversion(rq, rs, &build, target);
    if (found.state == CONVERSION_MAKING)
        return still_making(rs);
    const struct schematic_conversion_use_in use = {.sha256 = build.sha256, .target = str_of(convert_target_name(target))};
    status = look(rq, rs, is_first_part(rq), &build);
    if (status == OK && schematic_conversion_use(rq->db, rq->arena, &use) == DB_FAIL)
        status = response_db(rs, DB_FAIL);
    if (status != OK)
        return status;
    return send_blob(rq, rs, found.sha256, found.place, disposition_with(rq->arena, build.file_name, str_of(convert_target_extension(target))));
}

enum status schematic_serve(struct request *rq, struct response *rs)
{
    const struct schematic_download_form *form = rq->form;
    struct schematic_download_row build;
    enum convert_target target;
    if (convert_target_named(form->format, &target))
        return serve_converted(rq, rs, target);
    enum status status = look(rq, rs, is_first_part(rq), &build);
    return status == OK ? send_blob(rq, rs, build.sha256, build.place, disposition_of(rq->arena, build.file_name, build.format)) : status;
}
