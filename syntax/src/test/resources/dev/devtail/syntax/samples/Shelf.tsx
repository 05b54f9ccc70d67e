import React, { useState } from 'react';
import { Item } from './Item';

/** What a shelf is given. */
interface Props<T> {
  items: T[];
  onOpen?: (item: T) => void;
}

type Size = 'small' | 'large';

const MAX_ITEMS: number = 40;

/** Shows a shelf. */
export function Shelf<T extends Thing>({ items, onOpen }: Props<T>): JSX.Element {
  const [open, setOpen] = useState<Size | null>(null);
  // Opens it.
  const handle = (item: T) => {
    if (open && onOpen) {
      onOpen(item);
    }
    setOpen('large');
  };
  return (
    <ul className="shelf">
      {items.length > MAX_ITEMS ? <TooMany /> : null}
      {items.map((item) => (
        <Item key={item.id} onClick={() => handle(item)}>
          größer 🛒
        </Item>
      ))}
    </ul>
  );
}

export const Row: React.FC = () => <Shelf items={[]} />;

export default class Page extends React.Component<Props<Thing>> {
  state = { count: 0 };

  render() {
    return <Row />;
  }
}

test('shows nothing', () => {
  render(<Row />);
});
