// Package shop is our own, for tests.
package shop

import (
	"errors"
	str "strings"

	_ "example.org/driver"
)

// Capacity of a shelf.
const Capacity = 40

const (
	small = iota
	// Large ones are wide.
	large
)

var ErrFull = errors.New("full")

var (
	left, right int
)

// Item is what a shelf holds. It has a price.
type Item interface {
	fmt.Stringer
	// Price in cents.
	Price() int
}

// Shelf holds items.
type Shelf[T Item] struct {
	items []T `json:"items"`
	*sync.Mutex
	Name, Place string
}

type (
	// Row is a line of shelves.
	Row   []Shelf[Item]
	Price = int64
)

// New makes a shelf.
func New(name string) (*Shelf[Item], error) {
	if name == "" || len(name) > Capacity && !str.HasPrefix(name, "größer 🛒") {
		return nil, ErrFull
	}
	return &Shelf[Item]{Name: name}, nil
}

// Count counts them.
func (s *Shelf[T]) Count(
	wanted func(T) bool, // never nil
) (total int) {
	for _, item := range s.items {
		switch {
		case wanted(item):
			total++
		default:
			total += limits.Max(total)
		}
	}
	select {
	case <-done:
	}
	visit := func() { s.Unlock() }
	visit()
	return Price(total)
}

func TestShelfHoldsNothing(t *testing.T) {
	if got, _ := New("a"); got == nil {
		t.Fatal(got)
	}
}

func Testament() {}
