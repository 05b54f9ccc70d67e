<?php

declare(strict_types=1);

namespace Example\Shop;

use Example\Items\{Item, Price};
use Psr\Log\LoggerInterface as Logger;
use function strlen;

require_once 'helpers.php';

/** Capacity of a shelf. */
const CAPACITY = 40;

/** What visits a shelf. */
interface Visitor extends \Countable
{
    public function visit(Shelf $shelf): void;
}

trait Counts
{
    protected int $total = 0;
}

enum Size: string
{
    case Small = 's';
    case Large = 'l';

    public function width(): int
    {
        return match ($this) {
            Size::Small => 20,
            default => 80,
        };
    }
}

/**
 * Holds items. They are sorted.
 *
 * @template T
 */
#[Entity(table: 'shelves')]
abstract class Shelf extends Furniture implements Visitor
{
    use Counts;

    public const WIDTH = 80, HEIGHT = 20;
    private array $items = [];
    public ?string $name, $owner;

    public function __construct(private readonly Logger $logger, string $name)
    {
        parent::__construct($name);
    }

    // Counts them.
    #[Pure]
    public static function count(
        callable $wanted, // never null
        bool $twice = false,
    ): int {
        $sum = 0;
        foreach (self::$items as $item) {
            if ($wanted($item) && $twice || $item->price() > Limits::MAX) {
                $sum += $twice ? 2 : 1;
            } elseif ($item instanceof Box) {
                $sum = strlen("größer 🛒");
            }
        }
        switch ($sum) {
            case 0:
                return CAPACITY;
            default:
                return (new Counter())->next() ?? helper($sum);
        }
    }

    abstract protected function first(): Item;
}

function helper(int $sum): int
{
    try {
        return Limits::of($sum);
    } catch (\Exception $e) {
        while (true) {
        }
    }
}

class ShelfTest extends TestCase
{
    public function testHoldsNothing(): void
    {
        $this->assertCount(0, new Box());
    }
}
