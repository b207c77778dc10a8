#include "mail/html/arena.h"

#include <glib.h>
#include <stdint.h>

#define BLOCK_BYTES (64 * 1024)
#define LARGE_BYTES (BLOCK_BYTES / 8) /* has a block of its own */
#define ALIGNMENT 8                   /* of all that has no long double in it */
#define CLASSES (LARGE_BYTES / ALIGNMENT + 1)

/* One allocation, or a large piece. */
typedef struct _Block {
	struct _Block *before, *after;
	size_t used;
} Block;

struct _MailArena {
	Block *blocks; /* small pieces are taken from the first */
	Block *large;
	void *dropped[CLASSES]; /* by size: the piece dropped last, which holds
	                           the one before it */
};

/* Stands before each piece. */
typedef struct {
	size_t size; /* of both */
} Head;

G_STATIC_ASSERT(sizeof(Head) == ALIGNMENT);
G_STATIC_ASSERT(BLOCK_BYTES % ALIGNMENT == 0);

static size_t
round_up(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static unsigned char *
bytes_of(Block *self)
{
	return (unsigned char *)self + round_up(sizeof *self);
}

/* Puts a block for @size bytes before @list. */
static void
add_block(Block **list, size_t size)
{
	Block *self = g_malloc(round_up(sizeof *self) + size);

	*self = (Block){ .after = *list };
	if (*list)
		(*list)->before = self;
	*list = self;
}

MailArena *
mail_arena_new(void)
{
	MailArena *self = g_new0(MailArena, 1);

	add_block(&self->blocks, BLOCK_BYTES);
	return self;
}

static void
free_all(Block *list)
{
	while (list) {
		Block *block = list;

		list = block->after;
		g_free(block);
	}
}

void
mail_arena_free(MailArena *self)
{
	free_all(self->blocks);
	free_all(self->large);
	g_free(self);
}

static void *
take_dropped(MailArena *self, size_t size_class)
{
	void *piece = self->dropped[size_class];

	self->dropped[size_class] = *(void **)piece;
	return piece;
}

void *
mail_arena_take(void *arena, size_t size)
{
	MailArena *self = arena;
	size_t whole = sizeof(Head) + round_up(MAX(size, sizeof(void *)));
	Block *block;
	Head *head;

	if (whole <= LARGE_BYTES && self->dropped[whole / ALIGNMENT])
		return take_dropped(self, whole / ALIGNMENT);
	if (whole > LARGE_BYTES)
		add_block(&self->large, whole);
	else if (self->blocks->used + whole > BLOCK_BYTES)
		add_block(&self->blocks, BLOCK_BYTES);
	block = whole > LARGE_BYTES ? self->large : self->blocks;
	head = (Head *)(void *)(bytes_of(block) + block->used);
	head->size = whole;
	block->used += whole;
	return head + 1;
}

static void
drop_large(MailArena *self, Head *head)
{
	Block *block =
	    (Block *)(void *)((unsigned char *)head - round_up(sizeof *block));

	if (block->before)
		block->before->after = block->after;
	else
		self->large = block->after;
	if (block->after)
		block->after->before = block->before;
	g_free(block);
}

void
mail_arena_drop(void *arena, void *piece)
{
	MailArena *self = arena;
	Head *head = piece ? (Head *)piece - 1 : NULL;

	if (!head)
		return;
	if (head->size > LARGE_BYTES) {
		drop_large(self, head);
		return;
	}
	*(void **)piece = self->dropped[head->size / ALIGNMENT];
	self->dropped[head->size / ALIGNMENT] = piece;
}
