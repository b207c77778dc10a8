#include "mail/html/arena.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#define PIECES 2000

/* Pieces of all sizes, in use at once, do not overlap. */
static void
test_pieces_are_apart(void)
{
	MailArena *arena = mail_arena_new();
	unsigned char *pieces[PIECES];
	size_t sizes[PIECES];

	for (int i = 0; i < PIECES; i++) {
		sizes[i] = (size_t)g_test_rand_int_range(
		    0, i % 20 == 7 ? 200000 : 300);
		pieces[i] = mail_arena_take(arena, sizes[i]);
		g_assert_cmpint((uintptr_t)pieces[i] % 8, ==, 0);
		memset(pieces[i], i % 251, sizes[i]);
		/* every third goes back: the last, or one of before */
		if (i % 3 == 1) {
			int gone = i % 2 ? i : i - 1;

			mail_arena_drop(arena, pieces[gone]);
			pieces[gone] = NULL;
		}
	}
	for (int i = 0; i < PIECES; i++)
		for (size_t j = 0; pieces[i] && j < sizes[i]; j++)
			g_assert_cmpint(pieces[i][j], ==, i % 251);
	mail_arena_free(arena);
}

static void
test_a_piece_is_used_again(void)
{
	MailArena *arena = mail_arena_new();
	void *first = mail_arena_take(arena, 100);
	void *second = mail_arena_take(arena, 99);

	mail_arena_drop(arena, first);
	mail_arena_drop(arena, second);
	g_assert_false(mail_arena_take(arena, 200) == second);
	g_assert_true(mail_arena_take(arena, 98) == second);
	g_assert_true(mail_arena_take(arena, 100) == first);
	g_assert_false(mail_arena_take(arena, 100) == first);
	mail_arena_drop(arena, NULL);
	mail_arena_free(arena);
}

/* As a buffer that grows does: only one of them is held at a time. */
static void
test_large_pieces_go_back_at_once(void)
{
	MailArena *arena = mail_arena_new();
	char *piece = mail_arena_take(arena, 1 << 20);

	for (int i = 0; i < 100000; i++) {
		char *next = mail_arena_take(arena, 1 << 20);

		next[0] = next[(1 << 20) - 1] = 'x';
		mail_arena_drop(arena, piece);
		piece = next;
	}
	mail_arena_free(arena);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/arena/apart", test_pieces_are_apart);
	g_test_add_func("/mail/arena/again", test_a_piece_is_used_again);
	g_test_add_func("/mail/arena/large", test_large_pieces_go_back_at_once);
	return g_test_run();
}
