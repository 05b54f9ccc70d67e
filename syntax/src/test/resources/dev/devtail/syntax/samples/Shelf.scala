package dev.example.shop

import java.util.{List => JList, UUID}
import dev.example.items._

/** Holds items. They are sorted. */
@deprecated("old", "2")
sealed abstract class Shelf[T <: Item](val name: String) extends Furniture(name) with Ordered[Shelf[T]] {
  private val items: List[T] = Nil
  var left, right: Int = 0
  type Part = T
  def first: T

  // Counts them.
  def count(
      wanted: T => Boolean, // never null
      twice: Boolean = false
  )(implicit limits: Limits): Int = {
    var sum = 0
    for (item <- items) {
      if (wanted(item) && twice || item.price > Limits.MaxPrice) {
        sum += (if (twice) 2 else 1)
      }
    }
    def inner(): Unit = while (true) {}
    try {
      sum match {
        case 0 => Shelf.Capacity
        case n if n < 3 => new Counter("größer 🛒").next()
        case _ => items.map(_.price).max
      }
    } catch {
      case e: ArithmeticException => throw ShelfException(e)
    }
  }
}

/** The companion. */
object Shelf {
  val Capacity = 40
  lazy val names: Seq[String] = Seq(
    "oak",
    "beech"
  )
  def apply[T <: Item](name: String): Shelf[T] = create[T](name)
}

trait Visitor {
  def visit(shelf: Shelf[_]): Unit
  val depth: Int
}

case class Place(row: Int, column: Int = 0)

enum Size(val width: Int):
  case Small extends Size(20)
  case Large
end Size

given ordering: Ordering[Place] with
  def compare(a: Place, b: Place): Int = a.row compare b.row

package object rooms {
  type Row = Seq[Shelf[Item]]
}

class ShelfSuite extends AnyFunSuite {
  test("holds nothing") {
    assert(Shelf("a").count(_ => true) == 0)
  }
}
