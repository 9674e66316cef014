type Plain = Record<string, unknown>

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a dotted path, or undefined; a number in the path is a place in a list. */
export function getPath(config: unknown, path: string): unknown {
  return path === '' ? config : path.split('.').reduce<unknown>((value, key) => (Array.isArray(value) ? value[Number(key)] : isPlain(value) ? value[key] : undefined), config)
}

/** A copy with the value at a dotted path replaced; `undefined` takes the field out. */
export function setPath(config: unknown, path: string, value: unknown): Plain {
  const [key = '', ...rest] = path.split('.')
  const copy: Plain = isPlain(config) ? { ...config } : {}
  if (rest.length > 0) copy[key] = setBelow(copy[key], rest, value)
  else if (value === undefined) Reflect.deleteProperty(copy, key)
  else copy[key] = value
  return copy
}

function setBelow(container: unknown, keys: readonly string[], value: unknown): unknown {
  const [key = '', ...rest] = keys
  if (!Array.isArray(container)) return setPath(container, keys.join('.'), value)
  return container.flatMap((item: unknown, index) => {
    if (index !== Number(key)) return [item]
    if (rest.length > 0) return [setBelow(item, rest, value)]
    return value === undefined ? [] : [value]
  })
}
