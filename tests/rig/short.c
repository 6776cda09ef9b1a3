/* Loaded before the C library: the Nth write to a file falls short, as a real disk's may that is nearly full.
 *
 * SHORT_AT: which write of the process, from 1. SHORT_THEN_FULL: the next one answers ENOSPC. SHORT_LOG: a file that is made when it has
 * happened. Half of the bytes are really written, which strace cannot do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long writes;

static int is_file(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
    ssize_t (*real)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    const char *at = getenv("SHORT_AT");
    if (at == NULL || length < 2 || !is_file(descriptor)) return real(descriptor, bytes, length);
    long number = atomic_fetch_add(&writes, 1) + 1;
    if (number == atol(at)) {
        close(open(getenv("SHORT_LOG"), O_CREAT | O_WRONLY, 0600));
        return real(descriptor, bytes, length / 2);
    }
    if (number == atol(at) + 1 && getenv("SHORT_THEN_FULL") != NULL) {
        errno = ENOSPC;
        return -1;
    }
    return real(descriptor, bytes, length);
}
