/* Whole pictures through open descriptors, which is all that a program that shut itself in can still use. */
#ifndef CURIO_IMAGE_DESCRIPTOR_H
#define CURIO_IMAGE_DESCRIPTOR_H

#include "core/buf.h"

/* Adds all that comes. False: an error, or more than OUT may hold. */
bool descriptor_read(int descriptor, struct buf *out) __attribute__((warn_unused_result));
bool descriptor_write(int descriptor, struct str bytes) __attribute__((warn_unused_result));

#endif
