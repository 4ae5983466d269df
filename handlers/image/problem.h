/* The refusals of everything that takes a picture's receipt. */
#ifndef CURIO_HANDLERS_IMAGE_PROBLEM_H
#define CURIO_HANDLERS_IMAGE_PROBLEM_H

#include "image/record/record.h"
#include "web/response.h"

/* OK for IMAGE_DONE, which fills nothing. */
enum status image_problem(struct response *, enum image_done);

#endif
