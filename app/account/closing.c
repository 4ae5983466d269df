#include "account/closing.h"

#include "account/keys.h"
#include "account/letter.h"
#include "account/session_store.h"
#include "core/language.h"
#include "core/locale.h"
#include "core/text.h"

enum { OFFER_SECONDS = 15 * 60 };

static enum closing_result outcome_of(struct str outcome)
{
    static const struct {
        const char *word;
        enum closing_result result;
    } known[] = {{"closed", CLOSING_DONE},
                 {"gone", CLOSING_NOBODY},
                 {"closed_already", CLOSING_ALREADY},
                 {"last_administrator", CLOSING_LAST_ADMINISTRATOR}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(outcome, str_of(known[i].word)))
            return known[i].result;
    return CLOSING_FAIL;
}

enum closing_result closing_begin(struct db *db, struct cache *cache, struct arena *arena, const struct config *config, struct uuid account)
{
    const struct account_close_in which = {.id = account, .seconds = config->account_grace_seconds};
    const struct opt_uuid none = {.set = false};
    struct account_close_row row;
    if (account_close_one(db, arena, &which, &row) != DB_OK)
        return CLOSING_FAIL;
    enum closing_result result = outcome_of(row.outcome);
    if (result == CLOSING_DONE && session_end_others(db, cache, arena, account, none, "closed") != DB_OK)
        return CLOSING_FAIL;
    return result;
}

static struct str text_of(struct arena *arena, const struct config *config, struct timestamp erase_at, bool near)
{
    char date[LOCALE_TEXT];
    const struct locale_time day = locale_utc(erase_at);
    const char *first = near ? _("Your account is closed, and will soon be erased with everything that is yours.")
                             : _("Your account is closed. Nobody sees what was yours any more, and all your devices are signed out.");
    return arena_printf(arena, "%s\n\n%s " STR_FMT "\n\n%s\n" STR_FMT "/auth/login\n\n%s\n", first, _("It is erased for good on:"),
                        STR_ARG(locale_date(date, &day, LOCALE_LONG)), _("Until then you can bring it back as it was. Sign in here:"),
                        STR_ARG(config->site_url), _("If you want it gone, do nothing. If it was not you who closed it, sign in and change your password."));
}

enum db_result closing_tell(struct db *db, struct arena *arena, const struct config *config, struct str email, struct str language,
                            struct timestamp erase_at, bool near, struct str request_id)
{
    language_speak_to(language);
    const struct letter letter = {.to = email,
                                  .subject = str_of(near ? _("Your account will soon be erased") : _("Your account is closed")),
                                  .text = text_of(arena, config, erase_at, near)};
    return letter_put(db, arena, &letter, request_id);
}

enum db_result closing_offer(struct db *db, struct arena *arena, const struct config *config, struct uuid account, struct str *path)
{
    const struct account_return_offer_in offer = {.account = account, .id = uuid_new(), .seconds = OFFER_SECONDS};
    *path = arena_printf(arena, "/auth/return/" STR_FMT, STR_ARG(key_token(arena, config, KEY_RETURN, offer.id)));
    return account_return_offer(db, arena, &offer);
}
