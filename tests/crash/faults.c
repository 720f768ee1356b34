/* Stands before the C library's calls on files below one folder, counts them over all processes of
 * a program, and at the Nth kills the process or its group, or lets the call fail.
 *
 * FAULT_ROOT     folder whose files count
 * FAULT_CALLS    "write": what changes files there; "read": opening and reading them
 * FAULT_AT       which call, from 1; 0 counts only
 * FAULT_DO       "kill", "group", or the number of an error
 * FAULT_FROM_ON  set: every call from that one on fails
 * FAULT_COUNTER  file that holds the count, shared by all processes
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 4096
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *root, *deed;
static size_t root_length;
static int on_reads, from_on, fault_error;
static int64_t at;
static int64_t *count;
static char counted[MOST_FILES];

__attribute__((constructor)) static void begin(void) {
    const char *calls = getenv("FAULT_CALLS"), *place = getenv("FAULT_COUNTER");
    root = getenv("FAULT_ROOT");
    deed = getenv("FAULT_DO");
    if (!root || !place || !deed) { root = NULL; return; }
    root_length = strlen(root);
    on_reads = calls && strcmp(calls, "read") == 0;
    from_on = getenv("FAULT_FROM_ON") != NULL;
    at = getenv("FAULT_AT") ? atoll(getenv("FAULT_AT")) : 0;
    fault_error = atoi(deed);
    int file = REAL(open)(place, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || REAL(ftruncate)(file, sizeof *count) != 0) { root = NULL; return; }
    count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REAL(close)(file);
    if (count == MAP_FAILED) root = NULL;
}

static int is_below(const char *path) {
    return root && path && strncmp(path, root, root_length) == 0
        && (path[root_length] == '/' || path[root_length] == '\0');
}

/* Count one call; -1 with errno if it is to fail. */
static int fails(void) {
    int64_t number = __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
    if (at == 0 || number < at || (number > at && !from_on)) return 0;
    if (strcmp(deed, "kill") == 0) kill(getpid(), SIGKILL);
    if (strcmp(deed, "group") == 0) kill(0, SIGKILL);
    errno = fault_error;
    return -1;
}

static int fails_at(const char *path) { return is_below(path) ? fails() : 0; }

static int fails_on(int file) {
    return file >= 0 && file < MOST_FILES && counted[file] ? fails() : 0;
}

static int is_write(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT); }

static int opened(const char *path, int file) {
    if (file >= 0 && file < MOST_FILES) counted[file] = (char)is_below(path);
    return file;
}

#define MODE int mode = 0; if (flags & (O_CREAT | __O_TMPFILE)) { \
    va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }

#define OPEN(name) int name(const char *path, int flags, ...) { MODE \
    if ((on_reads || is_write(flags)) && fails_at(path)) return -1; \
    return opened(path, REAL(name)(path, flags, mode)); }
#define OPENAT(name) int name(int folder, const char *path, int flags, ...) { MODE \
    if ((on_reads || is_write(flags)) && fails_at(path)) return -1; \
    return opened(path, REAL(name)(folder, path, flags, mode)); }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
    if (file >= 0 && file < MOST_FILES) counted[file] = 0;
    return REAL(close)(file);
}

#define WRITES(type, name, listed, ...) type name listed { \
    if (!on_reads && fails_on(file)) return -1; return REAL(name)(__VA_ARGS__); }
#define READS(type, name, listed, ...) type name listed { \
    if (on_reads && fails_on(file)) return -1; return REAL(name)(__VA_ARGS__); }
#define CHANGES(name, listed, ...) int name listed { \
    if (!on_reads && fails_at(path)) return -1; return REAL(name)(__VA_ARGS__); }

WRITES(ssize_t, write, (int file, const void *data, size_t size), file, data, size)
WRITES(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at_), file, data, size, at_)
WRITES(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at_), file, data, size,
       at_)
WRITES(ssize_t, sendfile, (int file, int from, off_t *at_, size_t size), file, from, at_, size)
WRITES(ssize_t, sendfile64, (int file, int from, off64_t *at_, size_t size), file, from, at_, size)
WRITES(int, ftruncate, (int file, off_t size), file, size)
WRITES(int, ftruncate64, (int file, off64_t size), file, size)
WRITES(int, fchmod, (int file, mode_t mode), file, mode)
WRITES(int, fsync, (int file), file)
WRITES(int, fdatasync, (int file), file)
READS(ssize_t, read, (int file, void *data, size_t size), file, data, size)
READS(ssize_t, pread, (int file, void *data, size_t size, off_t at_), file, data, size, at_)
READS(ssize_t, pread64, (int file, void *data, size_t size, off64_t at_), file, data, size, at_)
CHANGES(unlink, (const char *path), path)
CHANGES(rmdir, (const char *path), path)
CHANGES(mkdir, (const char *path, mode_t mode), path, mode)
CHANGES(chmod, (const char *path, mode_t mode), path, mode)
CHANGES(rename, (const char *path, const char *to), path, to)
CHANGES(link, (const char *path, const char *to), path, to)

int renameat(int from, const char *path, int folder, const char *to) {
    if (!on_reads && fails_at(path)) return -1;
    return REAL(renameat)(from, path, folder, to);
}

int unlinkat(int folder, const char *path, int flags) {
    if (!on_reads && fails_at(path)) return -1;
    return REAL(unlinkat)(folder, path, flags);
}
