// Our own, for tests.
#include <vector>
#include "item.hpp"

using std::string;

namespace shop::rooms {

/// Capacity of a shelf.
constexpr int kCapacity = 40;

template <typename T>
concept Priced = requires(T t) { t.price(); };

template <Priced T>
using Row = std::vector<T>;

enum class Size : int { Small, Large };

struct Place {
  int row = 0;
  bool operator==(const Place& other) const { return row == other.row; }
};

/**
 * Holds items. They are sorted.
 */
template <typename T>
class Shelf final : public Furniture, private Base<T> {
 public:
  explicit Shelf(string name) : Furniture(name), name_(std::move(name)) {}
  virtual ~Shelf() = default;
  Shelf(const Shelf&) = delete;

  // Counts them.
  [[nodiscard]] size_t count(
      std::function<bool(const T&)> wanted,  // never null
      bool twice = false) const {
    size_t sum = 0;
    for (const auto& item : items_) {
      if (wanted(item) && twice || item.price() > Limits::kMax) {
        sum += twice ? 2 : 1;
      }
    }
    try {
      auto visit = [&](int n) { return std::max<int>(n, 1); };
      return visit(sum);
    } catch (const std::exception& e) {
      throw ShelfError("größer 🛒");
    }
  }

  virtual T& first() = 0;
  static Shelf* create();

 private:
  string name_;
  std::vector<T> items_;
};

void release(Place* place);

size_t Limits::of(int value) {
  switch (value) {
    case 1:
      return helper(value);
    default:
      return 0;
  }
}

Limits::Limits() : max_(kCapacity) {}

Place& largest(Place& a) { return a; }

namespace {
int hidden() { return 1; }
}

}  // namespace shop::rooms

TEST(ShelfTest, HoldsNothing) {
  Shelf<Item> shelf("a");
  EXPECT_EQ(shelf.count(nullptr), 0);
}
