#include "core/password.h"

#include "core/common_passwords.h"
#include "core/crypto.h"

#include <assert.h>
#include <crypt.h>

enum { HASH = 60, SALT = 16 };

/* A password as crypt wants it: terminated, whole, short enough not to be cut. */
struct phrase {
    char text[PASSWORD_MAX + 1];
};

static bool phrase_of(struct str password, struct phrase *out)
{
    if (!password.p || password.n > PASSWORD_MAX || memchr(password.p, '\0', password.n))
        return false;
    memcpy(out->text, password.p, password.n);
    out->text[password.n] = '\0';
    return true;
}

static bool is_our_hash(struct str hash)
{
    return hash.n == HASH && str_starts_with(hash, STR("$2b$"));
}

/* SETTING is terminated: a hash, or what crypt_gensalt_ra made. The result is absent where crypt refuses the setting or
 * has no memory, and else lives in the arena. */
static struct str crypt_with(struct arena *arena, const struct phrase *phrase, const char *setting)
{
    void *data = NULL;
    int size = 0;
    struct str made = arena_str(arena, str_of(crypt_ra(phrase->text, setting, &data, &size)));
    if (data)
        explicit_bzero(data, (size_t)size);
    free(data);
    return is_our_hash(made) ? made : STR_NULL;
}

struct str password_hash(struct arena *arena, struct str password, int cost)
{
    struct phrase phrase;
    char salt[SALT];
    if (!phrase_of(password, &phrase))
        return STR_NULL;
    random_bytes(salt, sizeof salt);
    char *setting = crypt_gensalt_ra("$2b$", (unsigned long)cost, salt, sizeof salt);
    struct str hash = setting ? crypt_with(arena, &phrase, setting) : STR_NULL;
    free(setting);
    explicit_bzero(&phrase, sizeof phrase);
    return hash;
}

enum password_result password_check(struct str password, struct str hash)
{
    struct phrase phrase;
    if (!is_our_hash(hash))
        return PASSWORD_FAIL;
    if (!phrase_of(password, &phrase))
        return PASSWORD_WRONG;
    struct arena *arena = arena_new(4096);
    struct str again = crypt_with(arena, &phrase, arena_str(arena, hash).p);
    enum password_result result = !again.p ? PASSWORD_FAIL : secret_equal(again, hash) ? PASSWORD_OK : PASSWORD_WRONG;
    arena_free(arena);
    explicit_bzero(&phrase, sizeof phrase);
    return result;
}

bool password_hash_is_stale(struct str hash, int cost)
{
    int64_t made_with;
    return !is_our_hash(hash) || !str_to_int64(str_slice(hash, 4, 6), &made_with) || made_with != cost;
}

static int compare_common(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

static bool is_listed(const struct phrase *phrase)
{
    return bsearch(phrase->text, common_passwords, common_password_count, sizeof *common_passwords, compare_common) != NULL;
}

static void fold_case(struct phrase *phrase)
{
    for (char *at = phrase->text; *at; at++)
        *at = ascii_lower(*at);
}

/* "p@ssw0rd" is tried as soon as "password" is. */
static void fold_look_alikes(struct phrase *phrase)
{
    static const char like[] = "@4031!$57", letter[] = "aaoeiisst";
    static_assert(sizeof like == sizeof letter, "a letter each");
    for (char *at = phrase->text; *at; at++) {
        const char *found = strchr(like, *at);
        if (found)
            *at = letter[found - like];
    }
}

/* The signs and digits that are put behind a word. */
static void cut_tail(struct phrase *phrase)
{
    size_t n = strlen(phrase->text);
    while (n > 0 && !(phrase->text[n - 1] >= 'a' && phrase->text[n - 1] <= 'z'))
        n--;
    phrase->text[n] = '\0';
}

bool password_is_common(struct str password)
{
    struct phrase plain;
    if (!phrase_of(password, &plain))
        return false;
    fold_case(&plain);
    struct phrase folded = plain, stem = plain;
    fold_look_alikes(&folded);
    cut_tail(&stem);
    fold_look_alikes(&stem);
    return is_listed(&plain) || is_listed(&folded) || is_listed(&stem);
}
