/** Numbers of the ZIP format (PKWARE APPNOTE 6.3.10), zip64 included. */
export const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50
} as const

export const lengths = { local: 30, central: 46, end: 22, end64: 56, locator64: 20 } as const
export const methods = { stored: 0, deflated: 8 } as const
export const flags = { encrypted: 1, sizesFollow: 8, utf8: 0x800 } as const
export const zip64Extra = 1
/** Values that say "look in the zip64 record". */
export const overflow = { short: 0xffff, long: 0xffffffff } as const

export interface ZipEntry {
  name: string
  method: number
  crc: number
  packedBytes: number
  unpackedBytes: number
  /** Of its local header. */
  offset: number
}
