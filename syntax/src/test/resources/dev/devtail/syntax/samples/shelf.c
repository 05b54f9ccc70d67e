/* Our own, for tests. */
#include <stdio.h>
#include "items.h"

/* Capacity of a shelf. */
#define CAPACITY 40
#define MAX(a, b) ((a) > (b) ? (a) : (b))

#ifdef __cplusplus
extern "C" {
#endif

struct item;

/**
 * Holds items. They are sorted.
 */
struct shelf {
	struct item *items; /* owned */
	size_t count, capacity;
	int (*compare)(const void *, const void *);
	char name[20];
};

typedef struct {
	int row;
} place_t;

typedef struct shelf shelf_t;
typedef int (*visitor)(shelf_t *);

enum size { SMALL, LARGE = 80 };

union bits {
	float real;
	unsigned whole;
};

extern int total;
static const char *names[] = {
	"oak",
	"beech",
};

/* Frees it. */
void shelf_free(struct shelf *shelf);
shelf_t *shelf_new(const char *name);

/// Counts them.
static inline size_t shelf_count(
	const struct shelf *shelf,
	int (*wanted)(struct item *) /* never null */)
{
	size_t sum = 0;
	struct item *last;
	for (size_t i = 0; i < shelf->count; i++) {
		if (wanted(&shelf->items[i]) && sum < CAPACITY || shelf->compare(0, 0))
			sum += sum ? 2 : 1;
	}
	switch (sum) {
	case 0:
		return MAX(sum, 1);
	case 1:
	case 2:
		puts("größer 🛒");
		break;
	default:
		do { sum--; } while (sum);
	}
	return sum;
}

shelf_t *
shelf_new(const char *name)
{
	return calloc(1, sizeof(shelf_t));
}

#ifdef __cplusplus
}
#endif
