/* A process that draws one picture, as the one that started it sees it: bounded, and killed with all that it may have made. */
#ifndef CURIO_IMAGE_GROUP_H
#define CURIO_IMAGE_GROUP_H

#include <sys/types.h>

#include "core/buf.h"

/* In the process itself: MEMORY bytes of address space, CPU_SECONDS, no file, no core. */
bool group_limit(size_t memory, unsigned cpu_seconds) __attribute__((warn_unused_result));
/* Signals as they are by default, a group of its own, which ends with its maker. */
bool group_begin(void) __attribute__((warn_unused_result));
/* Until the process closes its end. False: the time was over, or there was more than FRAME holds. */
bool group_read(int descriptor, int64_t until_us, struct buf *frame) __attribute__((warn_unused_result));
/* One that closed its output ends by itself within the time; one that does not is killed, and so is all of its group. The status of waitpid. */
int group_end(pid_t, int64_t until_us, bool answered);

#endif
