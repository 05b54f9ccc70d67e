// Our own, for tests.
import Foundation
@testable import Shop

/// Capacity of a shelf.
let capacity = 40
private var names: [String] = [
    "oak",
    "beech",
]

typealias Row<T: Item> = [Shelf<T>]

/// What visits a shelf. It returns nothing.
protocol Visitor: AnyObject {
    associatedtype Part
    var depth: Int { get }
    func visit(_ shelf: Shelf<Item>) throws
}

enum Size: String {
    case small
    case large = "l", huge

    var width: Int {
        switch self {
        case .small: return 20
        default: return 80
        }
    }
}

struct Place: Equatable {
    let row: Int
    var column = 0
}

/**
 * Holds items.
 */
@MainActor
open class Shelf<T: Item>: Furniture, Comparable where T: Codable {
    private(set) var items: [T] = []
    lazy var label: String = { name.uppercased() }()

    init(name: String) {
        super.init(name: name)
    }

    deinit {}

    // Counts them.
    @discardableResult
    func count(
        where wanted: (T) -> Bool, // never nil
        twice: Bool = false
    ) async throws -> Int {
        var sum = 0
        for item in items {
            if wanted(item) && twice || item.price > Limits.maxPrice {
                sum += twice ? 2 : 1
            }
        }
        guard let first = items.first else { return capacity }
        do {
            return try await Counter("größer 🛒").next() ?? first.price
        } catch let error as ShelfError {
            while true {}
        }
    }

    subscript(index: Int) -> T {
        get { items[index] }
    }
}

extension Shelf: CustomStringConvertible {
    var description: String { "shelf" }
    static func == (a: Shelf, b: Shelf) -> Bool { a.label == b.label }
}

func outer() -> Int {
    func inner() {}
    inner()
    return 1
}

final class ShelfTests: XCTestCase {
    func testHoldsNothing() {
        XCTAssertEqual(Shelf<Box>(name: "a").items.count, 0)
    }
}
