@file:JvmName("Shelves")

package dev.example.shop

import java.util.UUID
import dev.example.items.Item as Thing
import dev.example.rooms.*

/** Capacity of a shelf. */
const val CAPACITY = 40

private val names = listOf(
    "oak",
    "beech",
)

typealias Row<T> = List<Shelf<T>>

/** What visits a shelf. It returns nothing. */
fun interface Visitor {
    fun visit(shelf: Shelf<*>)
}

enum class Size(val width: Int) {
    /** A small one. */
    SMALL(20),
    LARGE(80) {
        override fun isWide() = true
    };

    open fun isWide(): Boolean = false
}

@JvmInline
value class Price(val cents: Long)

data class Place(val row: Int, val column: Int = 0)

/**
 * Holds items.
 *
 * @property name of it
 */
@Serializable
abstract class Shelf<T : Thing>(val name: String) : Furniture(name), Comparable<Shelf<T>> {
    private val items: MutableList<T> = mutableListOf()
    val size: Int
        get() = items.size
    val label by lazy { name.uppercase() }
    lateinit var owner: String

    constructor(id: UUID) : this(id.toString()) {
        owner = "größer 🛒"
    }

    init {
        require(name.isNotEmpty())
    }

    // Counts them.
    @Throws(ShelfException::class)
    suspend fun count(
        wanted: (T) -> Boolean, // never null
        twice: Boolean = false,
    ): Int {
        var sum = 0
        for (item in items) {
            if (wanted(item) && twice || item.price > Limits.MAX_PRICE) {
                sum += if (twice) 2 else 1
            }
        }
        return try {
            when (sum) {
                0 -> CAPACITY
                in 1..2 -> Counter().next() ?: 0
                else -> items.map(Thing::price).maxOrNull()!!
            }
        } catch (e: ArithmeticException) {
            while (true) {}
        }
    }

    abstract fun first(): T

    companion object Factory {
        fun <T : Thing> empty(): Shelf<T>? = null
    }
}

fun <T : Thing> Shelf<T>.isEmpty() = size == 0

object Registry {
    val all = mutableMapOf<String, Shelf<*>>()
}

class ShelfTest {
    @Test
    fun `holds nothing`() {
        val visitor = object : Visitor {
            override fun visit(shelf: Shelf<*>) {}
        }
        assertEquals(0, Shelf.empty<Thing>() to visitor)
    }
}
