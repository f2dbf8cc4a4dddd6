/*
 * Loaded into a program with LD_PRELOAD: makes a write or sync to the files of a folder fail. Linux only,
 * since the path of a file descriptor comes from /proc.
 *
 *   FAIL_DISK_UNDER   the folder, as an absolute path without links
 *   FAIL_DISK_AT      the call that fails, counted from 1; 0 for none
 *   FAIL_DISK_ERRNO   its errno
 *   FAIL_DISK_STAYS   1: every later call fails as well
 *   FAIL_DISK_LOG     a file outside the folder that gets a line for each call: its number, its name,
 *                     the file's name in the folder, and "failed" if it fails
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int calls;

static const char *in_folder(const char *path) {
  const char *folder = getenv("FAIL_DISK_UNDER");
  if (folder == NULL || *folder == 0) return NULL;
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0) return NULL;
  if (path[length] == 0) return ".";
  return path[length] == '/' ? path + length + 1 : NULL;
}

static int number_in(const char *name) {
  const char *text = getenv(name);
  return text == NULL ? 0 : atoi(text);
}

/* By system calls, since this file replaces `write`. */
static void note(int number, const char *call, const char *file, int failed) {
  const char *log = getenv("FAIL_DISK_LOG");
  if (log == NULL) return;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%d %s %s%s\n", number, call, file, failed ? " failed" : "");
  long opened = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (opened < 0) return;
  syscall(SYS_write, opened, line, length);
  syscall(SYS_close, opened);
}

/* Whether this call on this path fails; sets errno if it does. */
static int fails(const char *call, const char *path) {
  int before = errno;
  const char *file = in_folder(path);
  if (file == NULL) return 0;
  int number = atomic_fetch_add(&calls, 1) + 1;
  int at = number_in("FAIL_DISK_AT");
  int failed = at > 0 && (number == at || (number > at && number_in("FAIL_DISK_STAYS")));
  note(number, call, file, failed);
  errno = failed ? number_in("FAIL_DISK_ERRNO") : before;
  return failed;
}

static int fails_at(const char *call, int descriptor) {
  int before = errno;
  char name[64];
  char path[PATH_MAX + 1];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(name, path, PATH_MAX);
  errno = before;
  if (length < 0) return 0;
  path[length] = 0;
  return fails(call, path);
}

#define THE_REAL(name) \
  static __typeof__(name) *real; \
  if (real == NULL) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define ON_DESCRIPTOR(result, name, parameters, arguments) \
  result name parameters { \
    THE_REAL(name); \
    return fails_at(#name, descriptor) ? -1 : real arguments; \
  }

ON_DESCRIPTOR(ssize_t, write, (int descriptor, const void *bytes, size_t count), (descriptor, bytes, count))
ON_DESCRIPTOR(ssize_t, writev, (int descriptor, const struct iovec *parts, int count), (descriptor, parts, count))
ON_DESCRIPTOR(ssize_t, pwrite, (int descriptor, const void *bytes, size_t count, off_t at), (descriptor, bytes, count, at))
ON_DESCRIPTOR(ssize_t, pwrite64, (int descriptor, const void *bytes, size_t count, off64_t at), (descriptor, bytes, count, at))
ON_DESCRIPTOR(ssize_t, pwritev, (int descriptor, const struct iovec *parts, int count, off_t at), (descriptor, parts, count, at))
ON_DESCRIPTOR(ssize_t, pwritev64, (int descriptor, const struct iovec *parts, int count, off64_t at), (descriptor, parts, count, at))
ON_DESCRIPTOR(int, fsync, (int descriptor), (descriptor))
ON_DESCRIPTOR(int, fdatasync, (int descriptor), (descriptor))
ON_DESCRIPTOR(int, ftruncate, (int descriptor, off_t length), (descriptor, length))
ON_DESCRIPTOR(int, ftruncate64, (int descriptor, off64_t length), (descriptor, length))

/* posix_fallocate returns its error. */
int posix_fallocate(int descriptor, off_t at, off_t length) {
  THE_REAL(posix_fallocate);
  return fails_at("posix_fallocate", descriptor) ? errno : real(descriptor, at, length);
}

int unlink(const char *path) {
  THE_REAL(unlink);
  return fails("unlink", path) ? -1 : real(path);
}

int rename(const char *from, const char *to) {
  THE_REAL(rename);
  return fails("rename", to) ? -1 : real(from, to);
}

int link(const char *from, const char *to) {
  THE_REAL(link);
  return fails("link", to) ? -1 : real(from, to);
}
