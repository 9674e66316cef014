type Plain = Record<string, unknown>

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a dotted path, or undefined. */
export function getPath(config: unknown, path: string): unknown {
  return path === '' ? config : path.split('.').reduce<unknown>((value, key) => (isPlain(value) ? value[key] : undefined), config)
}

/** A copy with the value at a dotted path replaced; `undefined` takes the field out. */
export function setPath(config: unknown, path: string, value: unknown): Plain {
  const [key = '', ...rest] = path.split('.')
  const copy: Plain = isPlain(config) ? { ...config } : {}
  if (rest.length > 0) copy[key] = setPath(copy[key], rest.join('.'), value)
  else if (value === undefined) Reflect.deleteProperty(copy, key)
  else copy[key] = value
  return copy
}
