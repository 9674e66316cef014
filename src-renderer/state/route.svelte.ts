import { parseAddress, type Address } from './address.ts'

export class Route {
  now: Address = $state.raw(parseAddress(location.hash))

  constructor() {
    addEventListener('hashchange', () => { this.now = parseAddress(location.hash) })
  }

  /** Goes to `runs`, `runs/<id>`, `compare?runs=…`, `inspect/<id>`, `studies/<name>`, `new`, `settings`, `figures`. */
  go(address: string): void {
    location.hash = `#/${address}`
  }

  /** Changes the address without a step in the history. */
  replace(address: string): void {
    history.replaceState(null, '', `#/${address}`)
    this.now = parseAddress(location.hash)
  }
}
