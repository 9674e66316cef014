/** What a bundle of unknown origin may ask of this machine. */
export interface BundleLimits {
  entries: number
  /** Of the list of entries at the end of the file. */
  directoryBytes: number
  /** Of one entry, unpacked. */
  entryBytes: number
  /** Of all entries, unpacked. */
  totalBytes: number
  /** Unpacked per packed byte, of an entry and of the whole, beyond `freeBytes`. Real curves stay below 20. */
  ratio: number
  freeBytes: number
}

export const defaultLimits: BundleLimits = {
  entries: 1_000_000,
  directoryBytes: 256 * 2 ** 20,
  entryBytes: 2 ** 30,
  totalBytes: 64 * 2 ** 30,
  ratio: 200,
  freeBytes: 16 * 2 ** 20
}
