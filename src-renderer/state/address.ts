/** The page's address: a place (`runs`, `compare` …), the path below it, and a query. Lives in the hash, so that a reload comes back. */
export interface Address {
  place: string
  rest: readonly string[]
  query: URLSearchParams
}

/** An address that someone mistyped is still an address. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) return part
    throw error
  }
}

export function parseAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [place = '', ...rest] = path.split('/').filter((part) => part !== '').map(decodePart)
  return { place: place === '' ? 'runs' : place, rest, query: new URLSearchParams(query) }
}

export function compareAddress(runIds: readonly string[]): string {
  return runIds.length === 0 ? 'compare' : `compare?runs=${runIds.join(',')}`
}
