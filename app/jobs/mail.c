/* The kind mail: {"to", "subject", "text"} as it stands ("html" and "unsubscribe" as in struct mail may come along), or {"forgotten": address}: a link for whoever has that address, if
 * anybody has; or {"claim": id}: a link that proves a claim of a market. libcurl sends it. */
#include "jobs/mail.h"

#include <string.h>

#include <curl/curl.h>

#include "account/keys.h"
#include "account/reset.h"
#include "core/language.h"
#include "core/log.h"
#include "core/text.h"
#include "jobs/kinds.h"
#include "queries/account.h"
#include "queries/market.h"

enum { CONNECT_SECONDS = 10, SEND_SECONDS = 60 };

struct upload {
    struct str rest;
};

static size_t read_upload(char *out, size_t size, size_t count, void *with)
{
    struct upload *upload = with;
    size_t n = size * count < upload->rest.n ? size * count : upload->rest.n;
    memcpy(out, upload->rest.p, n);
    upload->rest = str_slice(upload->rest, n, upload->rest.n);
    return n;
}

/* The password goes nowhere but where smtp_url says; with smtps:// or an offered STARTTLS it is encrypted, and a server that
 * wants a password without either is refused. */
static void configure(CURL *curl, struct arena *arena, const struct config *config, struct upload *upload)
{
    curl_easy_setopt(curl, CURLOPT_URL, arena_str(arena, config->smtp_url).p);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_SECONDS);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, config->smtp_user.n > 0 ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_upload);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
    if (config->smtp_user.n == 0)
        return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, arena_str(arena, config->smtp_user).p);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, arena_str(arena, config->smtp_password).p);
}

/* A server that answers 5xx will not take this mail later either: that counts as a failed try. */
static enum job_result result_of(struct job *job, CURL *curl, CURLcode code)
{
    long answer = 0;
    if (code == CURLE_OK)
        return JOB_DONE;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    job->why = arena_printf(job->arena, "mail server: %s (%ld)", curl_easy_strerror(code), answer);
    return answer >= 500 ? JOB_FAILED : JOB_RETRY;
}

static enum job_result send_message(struct job *job, struct str to, struct str message)
{
    struct upload upload = {message};
    CURL *curl = curl_easy_init();
    struct str from = arena_printf(job->arena, "<" STR_FMT ">", STR_ARG(job->config->mail_from));
    struct str rcpt = arena_printf(job->arena, "<" STR_FMT ">", STR_ARG(to));
    struct curl_slist *recipients = curl_slist_append(NULL, rcpt.p);
    if (curl == NULL || recipients == NULL) {
        curl_slist_free_all(recipients);
        curl_easy_cleanup(curl);
        job->why = STR("no memory for libcurl");
        return JOB_RETRY;
    }
    configure(curl, job->arena, job->config, &upload);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.p);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    enum job_result result = result_of(job, curl, curl_easy_perform(curl));
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return result;
}

/* Without a mail server the operator sees that a mail would have gone, and never what stood in it. */
static enum job_result send_mail(struct job *job, const struct mail *mail)
{
    struct str message = mail_message(job->arena, job->config, mail, job->id, timestamp_now());
    if (message.p == NULL) {
        job->why = STR("an address or a text that can't stand in a mail");
        return JOB_FAILED;
    }
    if (job->config->smtp_url.n > 0)
        return send_message(job, mail->to, message);
    log_with(LOG_INFO, "a mail was not sent: smtp_url is not set", log_text("subject", mail->subject));
    return JOB_DONE;
}

static struct str reset_text(struct job *job, struct uuid reset)
{
    struct str link = reset_token(job->arena, job->config, reset);
    return arena_printf(job->arena, "%s\n\n" STR_FMT "/auth/reset/" STR_FMT "\n\n%s\n",
                        _("Somebody asked for a new password for your account. Choose one here:"),
                        STR_ARG(job->config->site_url), STR_ARG(link),
                        _("The link works once, and only for a short while. If it was not you, do nothing: your password stays."));
}

/* The reset's row goes in the job's transaction: a mail that could not be sent leaves none. */
static enum job_result send_reset(struct job *job, const struct account_by_email_row *account)
{
    language_speak_to(account->language);
    const struct reset_insert_in reset = {.id = uuid_new(),
                                          .account = account->id,
                                          .seconds = job->config->password_reset_seconds};
    if (db_begin(job->db) != DB_OK || reset_insert(job->db, job->arena, &reset) != DB_OK) {
        job->why = STR("the database is away");
        return JOB_RETRY;
    }
    const struct mail mail = {
        .to = account->email, .subject = str_of(_("Choose a new password")), .text = reset_text(job, reset.id)};
    return send_mail(job, &mail);
}

static enum job_result forgotten(struct job *job, struct str email)
{
    struct account_by_email_row account;
    const struct account_by_email_in whose = {.email = email};
    switch (account_by_email_one(job->db, job->arena, &whose, &account)) {
    case DB_OK: return account.suspended && !account.closed ? JOB_DONE : send_reset(job, &account);
    case DB_NONE: return JOB_DONE;
    case DB_CONFLICT:
    case DB_FAIL: break;
    }
    job->why = STR("the database is away");
    return JOB_RETRY;
}

static enum job_result send_claim(struct job *job, const struct market_claim_one_row *claim)
{
    language_speak_to(claim->language);
    const struct str token = key_token(job->arena, job->config, KEY_CLAIM_MAIL, claim->id);
    const struct str text = arena_printf(job->arena, "%s\n\n  " STR_FMT "\n\n%s\n\n" STR_FMT "/markets/claims/" STR_FMT "\n\n%s\n",
                                         _("Somebody says that they hold this market, and wants to look after its page:"), STR_ARG(claim->title),
                                         _("If it was you, open this link where you are signed in:"), STR_ARG(job->config->site_url), STR_ARG(token),
                                         _("If it was not you, do nothing: the link serves nobody else."));
    const struct mail mail = {.to = claim->place, .subject = str_of(_("Is this your market?")), .text = text};
    return send_mail(job, &mail);
}

/* The market's own address is written to, and no other. */
static enum job_result claimed(struct job *job, struct str text)
{
    struct market_claim_one_row claim;
    struct market_claim_one_in which;
    job->why = STR("the database is away");
    if (!uuid_parse(text, &which.id))
        return JOB_FAILED;
    const enum db_result result = market_claim_one_one(job->db, job->arena, &which, &claim);
    return result == DB_OK ? send_claim(job, &claim) : result == DB_NONE ? JOB_DONE : JOB_RETRY;
}

enum job_result mail_run(struct job *job)
{
    struct str email, claim;
    struct mail mail = {.html = STR_NULL};
    if (json_as_text(json_member(job->payload, STR("forgotten")), &email))
        return forgotten(job, email);
    if (json_as_text(json_member(job->payload, STR("claim")), &claim))
        return claimed(job, claim);
    if (json_as_text(json_member(job->payload, STR("to")), &mail.to) &&
        json_as_text(json_member(job->payload, STR("subject")), &mail.subject) &&
        json_as_text(json_member(job->payload, STR("text")), &mail.text)) {
        (void)json_as_text(json_member(job->payload, STR("html")), &mail.html); /* each stays absent where it is */
        (void)json_as_text(json_member(job->payload, STR("unsubscribe")), &mail.unsubscribe);
        return send_mail(job, &mail);
    }
    job->why = STR("the payload names no mail");
    return JOB_FAILED;
}
