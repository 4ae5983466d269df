#include "social/activity.h"

#include <string.h>

#include "core/timestamp.h"
#include "queries/social.h"

enum { MILLIS_DIGITS = 12 };

static enum db_result write_down(struct db *db, struct arena *arena, struct uuid account, const char *verb, const char *room,
                                 struct uuid subject)
{
    const struct social_activity_insert_in deed = {
        .id = uuid_new(), .account = account, .verb = str_of(verb), .room = str_of(room), .subject = subject};
    return social_activity_insert(db, arena, &deed);
}

static enum db_result tell_followers(struct db *db, struct arena *arena, struct uuid account, const char *room, struct uuid subject,
                                     const struct social_listed_row *what)
{
    unsigned long long millis = (unsigned long long)(timestamp_now().us / 1000);
    const struct social_tell_followers_in news = {
        .account = account,
        .kind = arena_printf(arena, "%s.new", room),
        .room = str_of(room),
        .subject = subject,
        .title = what->title,
        .link = what->path,
        .millis = arena_printf(arena, "%0*llx", MILLIS_DIGITS, millis),
    };
    enum db_result result = social_tell_followers(db, arena, &news);
    return result == DB_NONE ? DB_OK : result; /* nobody follows */
}

enum db_result social_record(struct db *db, struct arena *arena, struct uuid account, const char *verb, const char *room,
                             struct uuid subject)
{
    const struct social_listed_in which = {.room = str_of(room), .subject = subject};
    struct social_listed_row what;
    if (strcmp(verb, "published") != 0)
        return write_down(db, arena, account, verb, room, subject);
    enum db_result result = social_listed_one(db, arena, &which, &what);
    if (result == DB_OK)
        result = write_down(db, arena, account, verb, room, subject);
    return result == DB_OK ? tell_followers(db, arena, account, room, subject, &what) : result;
}
