/* The kind digest: {}: once an hour, one mail to everybody whose digest is due and who has something unread. Each person is a
 * transaction of its own: the mail is queued exactly when its notices are marked. */
#include "account/keys.h"
#include "core/json_write.h"
#include "core/language.h"
#include "core/log.h"
#include "core/text.h"
#include "jobs/kinds.h"
#include "queries/social.h"
#include "store/queue.h"

enum { NOTICES = 50, MAIL_MAX = 256 * 1024, SCRATCH = 4 << 20 };

/* What a notice says, in two parts around its subject: who did something, and the subject as a link. */
static struct str sentence(struct arena *arena, const struct digest_notice_row *notice)
{
    struct str who = notice->actor_name.p != NULL ? notice->actor_name : str_of(_("Somebody"));
    if (str_eq(notice->kind, STR("social.like")))
        return arena_printf(arena, ngettext_("%lld person likes this:", "%lld people like this:", notice->people), (long long)notice->people);
    static const struct {
        const char *kind, *says;
    } kinds[] = {
        {"social.comment", N_("%s commented on this:")},
        {"social.reply", N_("%s answered you here:")},
        {"social.follow", N_("%s follows you now:")},
        {"social.request", N_("%s asks to follow you:")},
        {"social.accept", N_("%s lets you follow:")},
        {"schematic.new", N_("%s published this:")},
    };
    struct str name = arena_str(arena, who), text = STR_NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && text.p == NULL; i++)
        if (str_eq(notice->kind, str_of(kinds[i].kind)))
            text = str_of(_(kinds[i].says));
    if (text.p == NULL)
        return str_of(_("There is news about this:"));
    struct str before = text, after = STR("");
    ptrdiff_t at = str_find(text, STR("%s"));
    if (at >= 0) {
        before = str_slice(text, 0, (size_t)at);
        after = str_slice(text, (size_t)at + 2, text.n);
    }
    const struct str parts[] = {before, at >= 0 ? name : STR(""), after};
    return arena_join(arena, 3, parts);
}

static void add_escaped(struct buf *out, struct str text)
{
    static const char *const entities[] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < sizeof entities / sizeof *entities && entities[c] != NULL)
            buf_add(out, str_of(entities[c]));
        else
            buf_add_char(out, (char)c);
    }
}

struct letter {
    const struct config *config;
    struct arena *arena;
    const struct digest_due_row *person;
    const struct digest_notice_row *notices;
    size_t count;
    struct str end; /* the link that ends the digest */
};

static struct str text_of(const struct letter *letter)
{
    struct buf *out = ARENA_NEW(letter->arena, struct buf);
    struct str site = letter->config->site_url;
    buf_init_in(letter->arena, out, MAIL_MAX);
    buf_printf(out, "%s\n\n", _("New for you:"));
    for (size_t i = 0; i < letter->count; i++) {
        const struct digest_notice_row *notice = &letter->notices[i];
        struct str says = sentence(letter->arena, notice);
        buf_printf(out, STR_FMT "\n  " STR_FMT "\n  " STR_FMT STR_FMT "\n\n", STR_ARG(says), STR_ARG(notice->subject), STR_ARG(site),
                   STR_ARG(notice->link));
    }
    buf_printf(out, "%s\n" STR_FMT "/notices\n\n", _("All of your notices:"), STR_ARG(site));
    buf_printf(out, "%s\n" STR_FMT "/notices/preferences\n\n", _("What you are told, and how often:"), STR_ARG(site));
    buf_printf(out, "%s\n" STR_FMT "/social/unsubscribe/" STR_FMT "\n", _("No more digests:"), STR_ARG(site), STR_ARG(letter->end));
    return buf_str(out);
}

static void add_link(struct buf *out, struct str site, struct str path, struct str says)
{
    buf_add(out, STR("<a href=\""));
    add_escaped(out, site);
    add_escaped(out, path);
    buf_add(out, STR("\">"));
    add_escaped(out, says);
    buf_add(out, STR("</a>"));
}

static struct str html_of(const struct letter *letter)
{
    struct buf *out = ARENA_NEW(letter->arena, struct buf);
    struct str site = letter->config->site_url;
    struct str end = arena_printf(letter->arena, "/social/unsubscribe/" STR_FMT, STR_ARG(letter->end));
    buf_init_in(letter->arena, out, MAIL_MAX);
    buf_printf(out, "<!doctype html>\n<html lang=\"" STR_FMT "\">", STR_ARG(language_at(language_spoken())->tag));
    buf_add(out, STR("<head><meta charset=\"utf-8\"></head><body>\n<p>"));
    add_escaped(out, str_of(_("New for you:")));
    buf_add(out, STR("</p>\n<ul>\n"));
    for (size_t i = 0; i < letter->count; i++) {
        buf_add(out, STR("<li>"));
        add_escaped(out, sentence(letter->arena, &letter->notices[i]));
        buf_add(out, STR("<br>"));
        add_link(out, site, letter->notices[i].link, letter->notices[i].subject);
        buf_add(out, STR("</li>\n"));
    }
    buf_add(out, STR("</ul>\n<p>"));
    add_link(out, site, STR("/notices"), str_of(_("All of your notices")));
    buf_add(out, STR(" · "));
    add_link(out, site, STR("/notices/preferences"), str_of(_("What you are told, and how often")));
    buf_add(out, STR(" · "));
    add_link(out, site, end, str_of(_("No more digests")));
    buf_add(out, STR("</p>\n</body></html>\n"));
    return buf_str(out);
}

/* STR_NULL where it would be too long. */
static struct str mail_of(const struct letter *letter)
{
    struct buf *payload = ARENA_NEW(letter->arena, struct buf);
    struct json json;
    struct str site = letter->config->site_url, text = text_of(letter), html = html_of(letter);
    long long count = (long long)letter->count;
    buf_init_in(letter->arena, payload, 4 * MAIL_MAX);
    json_begin(&json, payload);
    json_object_open(&json);
    json_member_text(&json, "to", letter->person->email);
    json_member_text(&json, "subject", arena_printf(letter->arena, ngettext_("%lld piece of news for you", "%lld pieces of news for you", count), count));
    json_member_text(&json, "text", text);
    json_member_text(&json, "html", html);
    json_member_text(&json, "unsubscribe",
           arena_printf(letter->arena, STR_FMT "/api/v1/social/unsubscribe/" STR_FMT, STR_ARG(site), STR_ARG(letter->end)));
    json_object_close(&json);
    return json_end(&json) ? buf_str(payload) : STR_NULL;
}

/* Notices that may not be seen any more leave nothing to send; they are marked all the same, so that nobody is looked at for ever. */
static enum db_result send_to(struct job *job, struct arena *arena, const struct digest_due_row *person)
{
    language_speak_to(person->language);
    const struct digest_notice_in which = {.account = person->id, .limit = NOTICES};
    const struct digest_sent_in whose = {.account = person->id};
    struct rows notices;
    enum db_result result = digest_notice(job->db, arena, &which, &notices);
    if (result == DB_OK && notices.count > 0) {
        const struct letter letter = {job->config, arena, person, notices.at, notices.count,
                                      key_token(arena, job->config, KEY_UNSUBSCRIBE, person->id)};
        struct str mail = mail_of(&letter);
        result = mail.p == NULL ? DB_FAIL : queue_put(job->db, arena, "mail", mail, STR_NULL, job->request_id, 0);
    }
    return result == DB_OK ? digest_sent(job->db, arena, &whose) : result;
}

/* DB_NONE: there is nobody left. */
static enum db_result send_next(struct job *job, struct arena *arena)
{
    struct digest_due_row person;
    enum db_result result = db_begin(job->db);
    if (result == DB_OK)
        result = digest_due_one(job->db, arena, &person);
    if (result == DB_OK)
        result = send_to(job, arena, &person);
    if (result == DB_OK)
        return db_commit(job->db);
    db_rollback(job->db);
    return result;
}

enum job_result digest_run(struct job *job)
{
    struct arena *arena = arena_new(SCRATCH);
    int64_t sent = 0;
    enum db_result result;
    while ((result = send_next(job, arena)) == DB_OK) {
        arena_reset(arena);
        sent++;
    }
    arena_free(arena);
    if (sent > 0)
        log_with(LOG_INFO, "digests", log_number("people", sent));
    if (result == DB_NONE)
        return JOB_DONE;
    job->why = STR("the database is away");
    return JOB_RETRY;
}
