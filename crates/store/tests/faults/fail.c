/* Makes the n-th write to the files of a store fail, below SQLite: it stands before the C library (LD_PRELOAD).
 *
 * FAIL_AT     which call fails, counted from 1; 0 for none
 * FAIL_HOW    ENOSPC, EIO (that call alone), SHORT: half of the bytes are written, and the rest fails with ENOSPC; or EROFS: no file opens for writing
 * FAIL_IN     the folder whose files count
 * FAIL_COUNT  a file that the number of calls is written to at the end
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static long fail_at;
static const char *folder, *how;

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("FAIL_AT");
    fail_at = at ? atol(at) : 0;
    folder = getenv("FAIL_IN");
    how = getenv("FAIL_HOW");
}

__attribute__((destructor)) static void end(void) {
    const char *count = getenv("FAIL_COUNT");
    FILE *file = count ? fopen(count, "w") : NULL;
    if (file) {
        fprintf(file, "%ld", atomic_load(&calls));
        fclose(file);
    }
}

static int in_folder(int fd) {
    char link[64], path[4096];
    if (!folder) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 0 && !strncmp(path, folder, strlen(folder));
}

/* Whether this call is the one that fails. From then on every one does, as on a disk that is full. */
static int fails(int fd) {
    if (!in_folder(fd)) return 0;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (!fail_at || call < fail_at || (call > fail_at && how && !strcmp(how, "EIO"))) return 0;
    errno = how && !strcmp(how, "EIO") ? EIO : ENOSPC;
    return 1;
}

static ssize_t half(int fd, const void *bytes, size_t length, off_t at, int error) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (how && !strcmp(how, "SHORT") && length > 1) {
        ssize_t written = real(fd, bytes, length / 2, at);
        if (written > 0) return written;
    }
    errno = error;
    return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    return fails(fd) ? half(fd, bytes, length, at, errno) : real(fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

ssize_t write(int fd, const void *bytes, size_t length) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    return fails(fd) ? -1 : real(fd, bytes, length);
}

#define ONE(name, type, parameters, arguments)                                                     \
    type name parameters {                                                                         \
        static type(*real) parameters;                                                             \
        if (!real) real = dlsym(RTLD_NEXT, #name);                                                 \
        return fails(fd) ? -1 : real arguments;                                                    \
    }

ONE(fsync, int, (int fd), (fd))
ONE(fdatasync, int, (int fd), (fd))
ONE(ftruncate, int, (int fd, off_t length), (fd, length))
ONE(ftruncate64, int, (int fd, off_t length), (fd, length))
ONE(posix_fallocate, int, (int fd, off_t from, off_t length), (fd, from, length))

/* Whether a file may not be opened so, on a file system that is read-only. */
static int refused(const char *path, int flags) {
    if (!how || strcmp(how, "EROFS") || !folder || strncmp(path, folder, strlen(folder))) return 0;
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC))) return 0;
    errno = EROFS;
    return 1;
}

#define OPEN(name, parameters)                                                          \
    int name parameters {                                                                          \
        static int (*real)(const char *, int, ...);                                                \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        int mode = flags & O_CREAT ? va_arg(more, int) : 0;                                        \
        va_end(more);                                                                              \
        if (!real) real = dlsym(RTLD_NEXT, #name);                                                 \
        return refused(path, flags) ? -1 : real(path, flags, mode);                                \
    }

OPEN(open, (const char *path, int flags, ...))
OPEN(open64, (const char *path, int flags, ...))
