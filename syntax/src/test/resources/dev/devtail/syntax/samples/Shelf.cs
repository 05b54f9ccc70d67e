using System;
using System.Collections.Generic;
using static System.Math;

namespace Example.Shop
{
    /// <summary>What visits a shelf.</summary>
    public interface IVisitor<T>
    {
        int Depth { get; }
        void Visit(Shelf<T> shelf);
    }

    public enum Size { Small, Large = 80 }

    public readonly struct Price { public readonly long Cents; }

    public record Place(int Row, int Column = 0);

    public delegate bool Wanted<T>(T item);

    /// <summary>
    /// Holds items. They are sorted.
    /// </summary>
    [Serializable, Obsolete("old")]
    public abstract class Shelf<T> : Furniture, IComparable<Shelf<T>> where T : Item
    {
        public const int Capacity = 40;
        private readonly List<T> items = new(), others;
        public event EventHandler Changed;

        public string Name { get; set; } = "größer 🛒";
        public int Count => items.Count;

        protected Shelf(string name) : base(name)
        {
            Name = name ?? throw new ArgumentNullException(nameof(name));
        }

        ~Shelf() { }

        // Counts them.
        [Pure]
        public async Task<int> CountAsync(
            Wanted<T> wanted, // never null
            bool twice = false)
        {
            var sum = 0;
            foreach (var item in items)
            {
                if (wanted(item) && twice || item.Price > Limits.MaxPrice)
                {
                    sum += twice ? 2 : 1;
                }
            }
            int Inner() => Max(sum, 1);
            try
            {
                switch (sum)
                {
                    case 0: return Capacity;
                    case 1: return await new Counter().NextAsync();
                    default: return sum switch { 2 => 1, _ => Inner() };
                }
            }
            catch (ArithmeticException e)
            {
                throw new ShelfException(e);
            }
        }

        public abstract T First();

        public T this[int index] { get { return items[index]; } }

        public static bool operator ==(Shelf<T> a, Shelf<T> b) => a.Equals(b);
    }

    public class ShelfTests
    {
        [Fact]
        public void HoldsNothing() => Assert.Empty(new Box().Items);

        private void Helper() { }
    }
}
