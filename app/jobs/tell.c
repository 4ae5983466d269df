#include "jobs/tell.h"

#include "core/json_write.h"
#include "core/language.h"
#include "core/text.h"
#include "queries/schematic.h"
#include "store/queue.h"

enum { MAIL_MAX = 16 * 1024 };

/* What each verdict says; N_ because the words are translated where they are used. */
static const struct wording {
    const char *kind, *subject, *text;
} wordings[] = {
    [CLAMD_INFECTED] =
        {"schematic.infected", N_("Your build was found harmful"),
         N_("A virus scan found something harmful in a file that you uploaded. It has been put away, and nobody "
            "can download it. If you think that this is a mistake, save the build again with your editor and "
            "upload the new file.")},
    [CLAMD_NOT_FULLY_SCANNED] =
        {"schematic.not_fully_scanned", N_("Your build could not be scanned to its end"),
         N_("A file that you uploaded was too large or too deeply packed for the virus scan to reach its "
            "end, so it is not offered for download.")},
};

static struct str link_of(struct job *job, const struct schematic_scanned_row *build)
{
    return arena_printf(job->arena, "/schematics/" STR_FMT, STR_ARG(build->slug));
}

static enum db_result tell_in_page(struct job *job, const struct wording *wording,
                                   const struct schematic_scanned_row *build)
{
    const struct schematic_tell_in notice = {.id = uuid_new(),
                                             .account = build->account,
                                             .kind = str_of(wording->kind),
                                             .subject = build->title,
                                             .link = link_of(job, build)};
    return schematic_tell(job->db, job->arena, &notice);
}

/* {"to", "subject", "text"}: jobs/mail.c sends it. */
static struct str mail_of(struct job *job, const struct wording *wording, const struct schematic_scanned_row *build)
{
    struct str link = link_of(job, build);
    struct str text = arena_printf(job->arena, "%s\n\n" STR_FMT "\n" STR_FMT STR_FMT "\n", _(wording->text),
                                   STR_ARG(build->title), STR_ARG(job->config->site_url), STR_ARG(link));
    struct buf payload;
    struct json json;
    buf_init(&payload, MAIL_MAX);
    json_begin(&json, &payload);
    json_object_open(&json);
    json_key(&json, STR("to"));
    json_text(&json, build->email);
    json_key(&json, STR("subject"));
    json_text(&json, str_of(_(wording->subject)));
    json_key(&json, STR("text"));
    json_text(&json, text);
    json_object_close(&json);
    struct str result = json_end(&json) ? arena_str(job->arena, buf_str(&payload)) : STR_NULL;
    buf_free(&payload);
    return result;
}

enum db_result tell_verdict(struct job *job, enum clamd_result verdict, const struct schematic_scanned_row *build)
{
    const struct wording *wording = &wordings[verdict];
    enum db_result result = tell_in_page(job, wording, build);
    if (result != DB_OK || verdict != CLAMD_INFECTED)
        return result;
    language_speak_to(build->language);
    struct str mail = mail_of(job, wording, build);
    if (!mail.p)
        return DB_FAIL;
    return queue_put(job->db, job->arena, "mail", mail, STR_NULL, job->request_id, 0);
}
