#include "net/backoff.h"

struct _NetBackoff {
	int first_s, cap_s;
	int next_s; /* what the next failure waits, before jitter */
};

NetBackoff *
net_backoff_new(int first_s, int cap_s)
{
	NetBackoff *self = g_new(NetBackoff, 1);

	g_assert(first_s >= 1 && first_s <= cap_s);
	self->first_s = self->next_s = first_s;
	self->cap_s = cap_s;
	return self;
}

void
net_backoff_free(NetBackoff *self)
{
	g_free(self);
}

int
net_backoff_failed(NetBackoff *self, int least_s, GRand *rand)
{
	int wait_s = MAX(self->next_s, least_s);

	self->next_s =
	    self->next_s > self->cap_s / 2 ? self->cap_s : self->next_s * 2;
	return wait_s - g_rand_int_range(rand, 0, wait_s / 10 + 1);
}

void
net_backoff_succeeded(NetBackoff *self)
{
	self->next_s = self->first_s;
}
