#include "handlers/account/forms.h"

#include "core/password.h"
#include "core/text.h"

/* How long a new password may be at most is the handler's to say: the bound is bytes, and its answer names them. */
enum { NAME_MAX_LETTERS = 60, ABOUT_MAX = 4000, SECRET_MAX = 1024, TOKEN_MAX = 200, THEN_MAX = 2000, LIMIT_MAX = 100, LANGUAGE_MAX = 32 };

#define AT(form, member) offsetof(struct form, member)

static const struct field of_register[] = {
    {"email", N_("Email address, for signing in"), FIELD_EMAIL, true, .offset = AT(register_form, email)},
    {"name", N_("Name, shown beside what one shares"), FIELD_TEXT, true, AT(register_form, name), .min = 1,
     .max = NAME_MAX_LETTERS},
    {"password", N_("Password, 8 to 72 bytes"), FIELD_SECRET, true, AT(register_form, password), .min = PASSWORD_MIN,
     .max = SECRET_MAX},
};
const struct form register_fields = FORM_OF(register_form, of_register);

static const struct field of_login[] = {
    {"email", N_("Email address"), FIELD_EMAIL, true, .offset = AT(login_form, email)},
    {"password", N_("Password"), FIELD_SECRET, true, AT(login_form, password), .min = 1, .max = SECRET_MAX},
    {"then", N_("The page to go to afterwards; for browsers"), FIELD_TEXT, .offset = AT(login_form, then), .max = THEN_MAX},
    {"bring_back", N_("Bring the account back if it is closed; without, a closed one answers account-closed"), FIELD_BOOL, .offset = AT(login_form, bring_back)},
};
const struct form login_fields = FORM_OF(login_form, of_login);

static const struct field of_login_page[] = {
    {"then", N_("The page to go to afterwards"), FIELD_TEXT, .offset = AT(login_page_form, then), .max = THEN_MAX},
};
const struct form login_page_fields = FORM_OF(login_page_form, of_login_page);

static const struct field of_refresh[] = {
    {"refresh_token", N_("The refresh token; it can be used once"), FIELD_SECRET, true, AT(refresh_form, refresh_token),
     .min = 1, .max = TOKEN_MAX},
};
const struct form refresh_fields = FORM_OF(refresh_form, of_refresh);

static const struct field of_password[] = {
    {"current_password", N_("The password until now"), FIELD_SECRET, true, AT(password_form, current_password), .min = 1,
     .max = SECRET_MAX},
    {"password", N_("The new password, 8 to 72 bytes"), FIELD_SECRET, true, AT(password_form, password), .min = PASSWORD_MIN,
     .max = SECRET_MAX},
};
const struct form password_fields = FORM_OF(password_form, of_password);

static const struct field of_close[] = {
    {"password", N_("The account's password"), FIELD_SECRET, true, AT(close_form, password), .min = 1, .max = SECRET_MAX},
};
const struct form close_fields = FORM_OF(close_form, of_close);

static const struct field of_forgotten[] = {
    {"email", N_("Email address of the account"), FIELD_EMAIL, true, .offset = AT(forgotten_form, email)},
};
const struct form forgotten_fields = FORM_OF(forgotten_form, of_forgotten);

static const struct field of_reset[] = {
    {"token", N_("What stands at the end of the link in the mail"), FIELD_SECRET, true, AT(reset_form, token), .min = 1,
     .max = TOKEN_MAX},
    {"password", N_("The new password, 8 to 72 bytes"), FIELD_SECRET, true, AT(reset_form, password), .min = PASSWORD_MIN,
     .max = SECRET_MAX},
};
const struct form reset_fields = FORM_OF(reset_form, of_reset);

static const char *const profiles[] = {"public", "followers", "private", NULL};
static const struct field of_profile[] = {
    {"name", N_("Name, shown beside what one shares"), FIELD_TEXT, .offset = AT(profile_form, name), .min = 1,
     .max = NAME_MAX_LETTERS, .present = AT(profile_form, has_name)},
    {"about", N_("A few lines for the public page, in Markdown"), FIELD_LONGTEXT, .offset = AT(profile_form, about),
     .max = ABOUT_MAX, .present = AT(profile_form, has_about)},
    {"profile", N_("Who sees the public page: everyone, the people one follows, nobody"), FIELD_CHOICE,
     .offset = AT(profile_form, profile), .choices = profiles, .present = AT(profile_form, has_profile)},
    {"language", N_("The language of pages and mails, as in da; empty: what each browser asks for"), FIELD_TEXT,
     .offset = AT(profile_form, language), .max = LANGUAGE_MAX, .present = AT(profile_form, has_language)},
};
const struct form profile_fields = FORM_OF(profile_form, of_profile);

static const struct field of_person[] = {
    {"slug", N_("The person's slug"), FIELD_TEXT, true, AT(person_form, slug), .min = 1, .max = TOKEN_MAX},
    {"before", N_("Where the list of builds on the page goes on"), FIELD_CURSOR, .offset = AT(person_form, before)},
};
const struct form person_fields = FORM_OF(person_form, of_person);

static const struct field of_notice[] = {
    {"before", N_("Where to go on: \"next\" of the page before"), FIELD_CURSOR, .offset = AT(notice_form, before)},
    {"limit", N_("How many, 24 if not said"), FIELD_INT, .offset = AT(notice_form, limit), .min = 1, .max = LIMIT_MAX},
};
const struct form notice_fields = FORM_OF(notice_form, of_notice);

static const char *const ways[] = {"both", "page", "mail", "none", NULL};
static const char *const digests[] = {"never", "daily", "weekly", NULL};
#define WAY(member, says) \
    {#member, says, FIELD_CHOICE, .offset = AT(notice_preferences_form, member), .choices = ways, \
     .present = AT(notice_preferences_form, has_##member)}
static const struct field of_notice_preferences[] = {
    {"digest", N_("How often a mail tells what is new"), FIELD_CHOICE, .offset = AT(notice_preferences_form, digest),
     .choices = digests, .present = AT(notice_preferences_form, has_digest)},
    WAY(comments, N_("Where to be told of comments")),
    WAY(answers, N_("Where to be told of answers")),
    WAY(likes, N_("Where to be told of likes")),
    WAY(followers, N_("Where to be told of new followers")),
    WAY(builds, N_("Where to be told of builds by people whom one follows")),
    WAY(markets, N_("Where to be told of markets that one marked, and of new ones at places that one watches")),
};
const struct form notice_preferences_fields = FORM_OF(notice_preferences_form, of_notice_preferences);
