/** The page's address: a place (`runs`, `compare` …), the path below it, and a query. Lives in the hash, so that a reload comes back. */
export interface Address {
  place: string
  rest: readonly string[]
  query: URLSearchParams
}

export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [place = '', ...rest] = path.split('/').filter((part) => part !== '').map(decodeURIComponent)
  return { place: place === '' ? 'runs' : place, rest, query: new URLSearchParams(query) }
}

export class Route {
  now: Address = $state.raw(parseAddress(location.hash))

  constructor() {
    addEventListener('hashchange', () => { this.now = parseAddress(location.hash) })
  }

  /** Goes to `runs`, `runs/<id>`, `compare?runs=…`, `inspect/<id>`, `new`, `settings`, `figures`. */
  go(address: string): void {
    location.hash = `#/${address}`
  }

  /** Changes the address without a step in the history. */
  replace(address: string): void {
    history.replaceState(null, '', `#/${address}`)
    this.now = parseAddress(location.hash)
  }
}

export function compareAddress(runIds: readonly string[]): string {
  return runIds.length === 0 ? 'compare' : `compare?runs=${runIds.join(',')}`
}
