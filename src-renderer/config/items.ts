/** A list with an item put in at a place; beyond the end it goes last. */
export function withItem(items: readonly unknown[], index: number, item: unknown): unknown[] {
  return [...items.slice(0, index), item, ...items.slice(index)]
}

export function withoutItem(items: readonly unknown[], index: number): unknown[] {
  return items.filter((_, place) => place !== index)
}

/** A list with one item moved by so many places; it stops at the ends. */
export function withItemMoved(items: readonly unknown[], index: number, places: number): unknown[] {
  const to = Math.max(0, Math.min(items.length - 1, index + places))
  return withItem(withoutItem(items, index), to, items[index])
}
