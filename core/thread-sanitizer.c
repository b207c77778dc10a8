/*
 * What GLib's locks and counts order, told to the thread sanitizer: they are
 * futexes and atomics in a library that it has not seen, so that each use of
 * what they guard would look like a race. (Threads and read-write locks are
 * pthreads, which it knows.) Linked in that build alone, in front of GLib's
 * own.
 */
#include <dlfcn.h>
#include <glib.h>
#include <sanitizer/tsan_interface.h>

#define GLIBS(name) ((__typeof__(name) *)glibs(#name))

/* The sanitizer's, in no header. */
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);

static void *
glibs(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	g_assert(found);
	return found;
}

static void
will_have(GMutex *mutex)
{
	__tsan_mutex_pre_lock(mutex, 0);
}

static void
has(GMutex *mutex)
{
	__tsan_mutex_post_lock(mutex, 0, 0);
}

static void
let_go(GMutex *mutex)
{
	(void)__tsan_mutex_pre_unlock(mutex, 0); /* asks for nothing */
	__tsan_mutex_post_unlock(mutex, 0);
}

void
g_mutex_lock(GMutex *mutex)
{
	will_have(mutex);
	GLIBS(g_mutex_lock)(mutex);
	has(mutex);
}

void
g_mutex_unlock(GMutex *mutex)
{
	let_go(mutex);
	GLIBS(g_mutex_unlock)(mutex);
}

/* Only the mutex orders anything: a wait may end without a signal. */
void
g_cond_wait(GCond *cond, GMutex *mutex)
{
	let_go(mutex);
	GLIBS(g_cond_wait)(cond, mutex);
	will_have(mutex);
	has(mutex);
}

gboolean
g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end_us)
{
	gboolean in_time;

	let_go(mutex);
	in_time = GLIBS(g_cond_wait_until)(cond, mutex, end_us);
	will_have(mutex);
	has(mutex);
	return in_time;
}

void
g_async_queue_push(GAsyncQueue *queue, void *data)
{
	__tsan_release(queue);
	GLIBS(g_async_queue_push)(queue, data);
}

void *
g_async_queue_pop(GAsyncQueue *queue)
{
	void *data;

	/* Of the queue's link, which it frees under its own lock. */
	AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
	data = GLIBS(g_async_queue_pop)(queue);
	AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
	__tsan_acquire(queue);
	return data;
}

static void *
plain(volatile void *place)
{
	return (void *)(uintptr_t)place;
}

gboolean(g_once_init_enter)(volatile void *place)
{
	gboolean is_first = GLIBS(g_once_init_enter)(place);

	__tsan_acquire(plain(place));
	return is_first;
}

void(g_once_init_leave)(volatile void *place, size_t value)
{
	__tsan_release(plain(place));
	GLIBS(g_once_init_leave)(place, value);
}

/* Whoever takes the last one off a count has seen what all before it did. */
void
g_bytes_unref(GBytes *bytes)
{
	void (*unref)(GBytes *) = GLIBS(g_bytes_unref);

	if (bytes) {
		__tsan_acquire(bytes);
		__tsan_release(bytes);
	}
	unref(bytes);
}

/* For clear_last(), which can be handed nothing. */
static _Thread_local GDestroyNotify clear_next;

static void
clear_last(void *box)
{
	__tsan_acquire(box);
	if (clear_next)
		clear_next(box);
}

void
g_atomic_rc_box_release_full(void *box, GDestroyNotify clear)
{
	GDestroyNotify before = clear_next;

	clear_next = clear;
	__tsan_release(box);
	GLIBS(g_atomic_rc_box_release_full)(box, clear_last);
	clear_next = before;
}
