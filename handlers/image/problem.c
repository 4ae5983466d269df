#include "handlers/image/problem.h"

#include "core/text.h"

static enum status refused(struct response *rs, const char *why, const char *detail)
{
    response_problem(rs, UNPROCESSABLE_CONTENT, "receipt-refused", detail);
    response_problem_text(rs, "reason", str_of(why));
    return rs->status;
}

enum status image_problem(struct response *rs, enum image_done done)
{
    switch (done) {
    case IMAGE_DONE:
        return OK;
    case IMAGE_NONE:
        return response_problem(rs, CONFLICT, "picture-state", _("This can't be done with the picture as it is now."));
    case IMAGE_BAD_RECEIPT:
        return refused(rs, "false", _("This is not the receipt of a picture that you sent."));
    case IMAGE_OLD_RECEIPT:
        return refused(rs, "old", _("The picture was sent too long ago. Please send it again."));
    case IMAGE_USED_RECEIPT:
        return refused(rs, "used", _("The picture was added somewhere already. Send it again to add it here as well."));
    case IMAGE_BAD_BOXES:
        return refused(rs, "boxes", _("The marked places do not lie within the picture."));
    case IMAGE_FAILED:
        return response_db(rs, DB_FAIL);
    }
    return response_db(rs, DB_FAIL);
}
