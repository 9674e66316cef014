import type { Address } from '../state/address.ts'

export interface Crumb { title: string; address: string | null }

const titles: Record<string, string> = { runs: 'Runs', compare: 'Compare', inspect: 'Inspect', studies: 'Studies', figures: 'Figures', settings: 'Settings', new: 'New run' }

/** Where the page is, from the outside in; the last has no address. */
export function breadcrumbs(address: Address, nameOf: (runOrStudy: string) => string): Crumb[] {
  const [first] = address.rest
  const title = titles[address.place] ?? 'Not found'
  if (address.place === 'new') return [{ title: 'Runs', address: 'runs' }, { title, address: null }]
  if (address.place === 'runs' && first === 'bin') return [{ title, address: 'runs' }, { title: 'Bin', address: null }]
  if (first === undefined) return [{ title, address: null }]
  return [{ title, address: address.place }, { title: nameOf(first), address: null }]
}
