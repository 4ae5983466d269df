/* Saying something, changing it, hiding it, taking it away. */
#include "core/text.h"
#include "handlers/moderation/audit.h"
#include "handlers/social/access.h"
#include "handlers/social/forms.h"
#include "handlers/social/handlers.h"
#include "handlers/social/place.h"
#include "social/activity.h"

static enum status answer_with(struct request *rq, struct response *rs, struct uuid id, enum status status, struct str path)
{
    const struct social_comment_in which = {.id = id, .viewer = social_viewer(rq), .moderator = social_may_hide(rq)};
    struct social_comment_row *comment = ARENA_NEW(rq->arena, struct social_comment_row);
    enum db_result result = social_comment_one(rq->db, rq->arena, &which, comment);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = rq->page ? comment_place(rq, id, path) : comment_link(rq->arena, id);
    return response_one(rs, status, &Q_SOCIAL_COMMENT, comment);
}

/* The thread that is answered, in *PARENT; whom that tells, in *AUTHOR. False: rs tells why it can't be answered. */
static bool find_thread(struct request *rq, struct response *rs, struct uuid subject, struct opt_uuid *parent,
                        struct opt_uuid *author)
{
    const struct social_comment_take_in which = {.id = parent->v};
    struct social_comment_take_row answered;
    enum db_result result = social_comment_take_one(rq->db, rq->arena, &which, &answered);
    if (result == DB_OK && (!uuid_eq(answered.subject, subject) || answered.deleted || answered.hidden))
        result = DB_NONE;
    if (result != DB_OK) {
        response_db(rs, result);
        return false;
    }
    *author = answered.author;
    if (answered.parent.set)
        *parent = answered.parent; /* threads are one deep */
    return true;
}

static enum db_result is_blocked_by(struct request *rq, struct opt_uuid person, bool *blocked)
{
    const struct social_blocks_in who = {.person = person.v, .other = rq->viewer.account};
    struct social_blocks_row row = {false};
    enum db_result result = person.set ? social_blocks_one(rq->db, rq->arena, &who, &row) : DB_OK;
    *blocked = row.blocked;
    return result;
}

static enum status not_wanted(struct response *rs)
{
    return response_problem(rs, FORBIDDEN, "blocked", _("The person whom this would reach does not want to hear from you."));
}

static enum db_result notify(struct request *rq, struct uuid person, const char *kind, const struct social_subject_row *subject,
                             struct uuid comment)
{
    const struct social_notice_in notice = {.id = uuid_new(),
                                            .account = person,
                                            .actor = rq->viewer.account,
                                            .kind = str_of(kind),
                                            .room = rq->arguments[0],
                                            .subject = {.set = true, .v = subject->id},
                                            .title = subject->title,
                                            .link = comment_link(rq->arena, comment)};
    enum db_result result = social_notice(rq->db, rq->arena, &notice);
    return social_done(result) ? DB_OK : result;
}

/* Who is answered hears of the answer; the subject's owner of everything else. */
static enum db_result tell(struct request *rq, const struct social_subject_row *subject, struct opt_uuid answered, struct uuid comment)
{
    bool owner_answered = answered.set && uuid_eq(answered.v, subject->owner);
    enum db_result result = answered.set ? notify(rq, answered.v, "social.reply", subject, comment) : DB_OK;
    if (result == DB_OK && !owner_answered)
        result = notify(rq, subject->owner, "social.comment", subject, comment);
    if (result != DB_OK)
        return result;
    result = social_record(rq->db, rq->arena, rq->viewer.account, "commented", arena_str(rq->arena, rq->arguments[0]).p, subject->id);
    return social_done(result) ? DB_OK : result;
}

static enum status write(struct request *rq, struct response *rs, const struct social_subject_row *subject, struct opt_uuid parent,
                         struct opt_uuid answered)
{
    const struct comment_form *form = rq->form;
    const struct social_comment_insert_in comment = {.id = uuid_new(),
                                                     .room = rq->arguments[0],
                                                     .subject = subject->id,
                                                     .account = rq->viewer.account,
                                                     .parent = parent,
                                                     .body = form->body};
    enum db_result result = social_comment_insert(rq->db, rq->arena, &comment);
    if (result == DB_OK)
        result = tell(rq, subject, answered, comment.id);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = parent.set ? str_of(_("Your answer is there.")) : str_of(_("Your comment is there."));
    return answer_with(rq, rs, comment.id, CREATED, subject->path);
}

enum status comment_create(struct request *rq, struct response *rs)
{
    const struct comment_form *form = rq->form;
    struct opt_uuid parent = form->parent, answered = {.set = false};
    struct social_subject_row subject;
    bool blocked;
    if (str_trim(form->body).n == 0) {
        form_fail(rq->arena, rq->form_state, "body", "required", _("Say something first."));
        return response_invalid(rs, rq);
    }
    if (!social_take_asked(rq, rs, parent, &subject) || (parent.set && !find_thread(rq, rs, subject.id, &parent, &answered)))
        return rs->status;
    if (is_blocked_by(rq, answered, &blocked) != DB_OK)
        return response_db(rs, DB_FAIL);
    if (blocked || subject.blocked)
        return not_wanted(rs);
    return write(rq, rs, &subject, parent, answered);
}

/* The comment of {id} and its subject, locked, for whom may see that. False: rs tells why not. */
static bool take(struct request *rq, struct response *rs, struct social_comment_take_row *comment, struct social_subject_row *subject)
{
    struct social_comment_take_in which;
    struct social_take_row taken;
    enum db_result result = uuid_parse(rq->arguments[0], &which.id) ? DB_OK : DB_NONE;
    if (result == DB_OK)
        result = social_comment_take_one(rq->db, rq->arena, &which, comment);
    if (result == DB_OK)
        result = social_find(rq, comment->room, comment->subject, subject);
    const struct social_take_in locks = {
        .viewer = rq->viewer.account, .room = comment->room, .id = comment->subject, .parent = {.set = true, .v = which.id}};
    if (result == DB_OK)
        result = social_take_one(rq->db, rq->arena, &locks, &taken);
    if (result == DB_OK)
        result = social_comment_take_one(rq->db, rq->arena, &which, comment);
    if (result == DB_OK && comment->deleted)
        result = DB_NONE;
    if (result != DB_OK)
        response_db(rs, result);
    return result == DB_OK;
}

static bool is_mine(const struct request *rq, const struct social_comment_take_row *comment)
{
    return comment->author.set && uuid_eq(comment->author.v, rq->viewer.account);
}

/* Its author is told, unless they hid it themselves. */
static enum db_result hide(struct request *rq, const struct social_comment_take_row *comment, const struct social_subject_row *subject)
{
    const struct comment_change_form *form = rq->form;
    struct str reason = form->hidden && form->has_reason ? form->reason : STR("");
    const struct social_comment_hide_in change = {.id = comment->id, .hidden = form->hidden, .reason = reason};
    const struct social_notice_in notice = {.id = uuid_new(),
                                            .account = comment->author.v,
                                            .actor = rq->viewer.account,
                                            .kind = STR("social.hidden"),
                                            .room = comment->room,
                                            .subject = {.set = true, .v = comment->subject},
                                            .title = reason.n > 0 ? reason : subject->title,
                                            .link = comment_link(rq->arena, comment->id)};
    const struct audited deed = {.action = form->hidden ? "comment.hidden" : "comment.shown",
                                 .room = STR("comment"),
                                 .subject = comment->id,
                                 .title = subject->title,
                                 .reason = reason};
    enum db_result result = social_comment_hide(rq->db, rq->arena, &change);
    if (result == DB_OK && form->hidden != comment->hidden)
        result = audit_write(rq, &deed);
    if (result == DB_OK && form->hidden && !comment->hidden && comment->author.set)
        result = social_notice(rq->db, rq->arena, &notice);
    return social_done(result) ? DB_OK : result;
}

enum status comment_change(struct request *rq, struct response *rs)
{
    const struct comment_change_form *form = rq->form;
    struct social_comment_take_row comment;
    struct social_subject_row subject;
    enum db_result result = DB_OK;
    if (!take(rq, rs, &comment, &subject))
        return rs->status;
    if (form->has_body && !is_mine(rq, &comment))
        return response_problem(rs, FORBIDDEN, NULL, _("Only who wrote this comment can change it."));
    if (form->has_hidden && !social_may_hide(rq))
        return response_problem(rs, FORBIDDEN, NULL, _("Only moderators can hide a comment."));
    if (form->has_body && (str_trim(form->body).n == 0 || comment.hidden)) {
        form_fail(rq->arena, rq->form_state, "body", "wrong", comment.hidden ? _("It was hidden by a moderator.") : _("Say something first."));
        return response_invalid(rs, rq);
    }
    const struct social_comment_update_in change = {.id = comment.id, .body = form->body};
    if (form->has_body)
        result = social_comment_update(rq->db, rq->arena, &change);
    if (result == DB_OK && form->has_hidden)
        result = hide(rq, &comment, &subject);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->toast = str_of(_("Saved."));
    return answer_with(rq, rs, comment.id, OK, subject.path);
}

/* With its answers locked out: the thread first, then the comment. A gap is left where it was answered, and goes with the last answer. */
static enum db_result take_away(struct request *rq, const struct social_comment_take_row *comment)
{
    struct social_comment_lock_row locked;
    const struct social_comment_lock_in thread = {.id = comment->parent.set ? comment->parent.v : comment->id};
    const struct social_comment_delete_in which = {.id = comment->id};
    const struct social_comment_empty_in gap = {.id = comment->id};
    const struct social_comment_gap_in left = {.id = thread.id};
    const struct social_notice_forget_in told = {
        .room = comment->room, .subject = comment->subject, .link = comment_link(rq->arena, comment->id)};
    enum db_result result = social_comment_lock_one(rq->db, rq->arena, &thread, &locked);
    if (result == DB_OK)
        result = social_comment_delete(rq->db, rq->arena, &which);
    if (result == DB_NONE)
        result = social_comment_empty(rq->db, rq->arena, &gap);
    if (result == DB_OK && comment->parent.set)
        result = social_comment_gap(rq->db, rq->arena, &left);
    if (social_done(result))
        result = social_notice_forget(rq->db, rq->arena, &told);
    return social_done(result) ? DB_OK : result;
}

enum status comment_remove(struct request *rq, struct response *rs)
{
    struct social_comment_take_row comment;
    struct social_subject_row subject;
    if (!take(rq, rs, &comment, &subject))
        return rs->status;
    if (!is_mine(rq, &comment))
        return response_problem(rs, FORBIDDEN, NULL, _("Only who wrote this comment can delete it."));
    enum db_result result = take_away(rq, &comment);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, STR_FMT "#comments", STR_ARG(subject.path));
    rs->toast = str_of(_("The comment is deleted."));
    return rs->status = OK;
}
