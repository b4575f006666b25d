/* Writes down, in order, what a process does to an archive's files and when it says that something is kept.

   Loaded before the C library (LD_PRELOAD) by bench/power.py. VARIORUM_LOG names the file that is written. A record is a
   letter (W write, T truncate, S sync, A acknowledged), the number of the file (1 database, 2 log), offset and length, then
   what was written. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536
static unsigned char followed[FILES];
static int written = -1;

struct head {
    unsigned char what, file;
    uint64_t offset, length;
} __attribute__((packed));

static void note(char what, int file, uint64_t offset, const void *data, uint64_t length) {
    struct head head = {what, file, offset, length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, data ? length : 0}};
    if (written < 0) {
        const char *name = getenv("VARIORUM_LOG");
        if (!name) return;
        written = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    }
    syscall(SYS_writev, written, parts, 2);
}

static int ends(const char *name, const char *with) {
    size_t one = strlen(name), other = strlen(with);
    return one >= other && !strcmp(name + one - other, with);
}

static int opened(int fd, const char *name) {
    if (fd >= 0 && fd < FILES)
        followed[fd] = ends(name, "/variorum.db") ? 1 : ends(name, "/variorum.db-wal") ? 2
                     : ends(name, "/acknowledged") ? 3 : 0;
    return fd;
}

static int is(int fd, int first, int last) { return fd >= 0 && fd < FILES && followed[fd] >= first && followed[fd] <= last; }

#define NEXT(name, type) static __typeof__(type) next; if (!next) next = (__typeof__(type))dlsym(RTLD_NEXT, name)
#define OPEN(function, label) \
    int function(const char *name, int flags, ...) { \
        NEXT(label, int (*)(const char *, int, ...)); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return opened(next(name, flags, mode), name); }
#define OPENAT(function, label) \
    int function(int at, const char *name, int flags, ...) { \
        NEXT(label, int (*)(int, const char *, int, ...)); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return opened(next(at, name, flags, mode), name); }
#define PWRITE(function, label, offset_type) \
    ssize_t function(int fd, const void *data, size_t length, offset_type offset) { \
        NEXT(label, ssize_t (*)(int, const void *, size_t, offset_type)); \
        ssize_t done = next(fd, data, length, offset); \
        if (done > 0 && is(fd, 1, 2)) note('W', followed[fd], offset, data, done); \
        return done; }
#define TRUNCATE(function, label, offset_type) \
    int function(int fd, offset_type length) { \
        NEXT(label, int (*)(int, offset_type)); \
        int done = next(fd, length); \
        if (!done && is(fd, 1, 2)) note('T', followed[fd], length, 0, 0); \
        return done; }
#define SYNC(function, label) \
    int function(int fd) { \
        NEXT(label, int (*)(int)); \
        int done = next(fd); \
        if (!done && is(fd, 1, 2)) note('S', followed[fd], 0, 0, 0); \
        return done; }

OPEN(open, "open")
OPEN(open64, "open64")
OPENAT(openat, "openat")
OPENAT(openat64, "openat64")
PWRITE(pwrite, "pwrite", off_t)
PWRITE(pwrite64, "pwrite64", off64_t)
TRUNCATE(ftruncate, "ftruncate", off_t)
TRUNCATE(ftruncate64, "ftruncate64", off64_t)
SYNC(fsync, "fsync")
SYNC(fdatasync, "fdatasync")

ssize_t write(int fd, const void *data, size_t length) {
    NEXT("write", ssize_t (*)(int, const void *, size_t));
    if (is(fd, 1, 2)) note('W', followed[fd], lseek(fd, 0, SEEK_CUR), data, length);
    ssize_t done = next(fd, data, length);
    if (done > 0 && is(fd, 3, 3)) note('A', 3, 0, data, done);
    return done;
}
