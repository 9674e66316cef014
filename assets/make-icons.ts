import { Resvg } from '@resvg/resvg-js'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Draws every icon anew from icon.svg: `node assets/make-icons.ts`. Both containers hold plain PNG files.

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const icoSizes = [16, 24, 32, 48, 64, 128, 256]
/** Apple's types for PNG by edge length; those ending in 11 … 14 are for screens of double density. */
const icnsTypes: readonly (readonly [string, number])[] = [
  ['icp4', 16], ['icp5', 32], ['ic07', 128], ['ic08', 256], ['ic09', 512], ['ic10', 1024], ['ic11', 32], ['ic12', 64], ['ic13', 256], ['ic14', 512]
]

const folder = import.meta.dirname
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8')

function draw(size: number): Buffer {
  return new Resvg(drawing, { fitTo: { mode: 'width', value: size } }).render().asPng()
}

/** Windows: a header of 6 bytes, 16 bytes for each image, then the images. */
function ico(images: ReadonlyMap<number, Buffer>): Buffer {
  const header = Buffer.alloc(6 + 16 * images.size)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.size, 4)
  let offset = header.length
  ;[...images].forEach(([size, image], index) => {
    const entry = 6 + 16 * index
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(image.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += image.length
  })
  return Buffer.concat([header, ...images.values()])
}

/** macOS: `icns`, the whole length, then type, length and data of each image. */
function icns(images: readonly (readonly [string, Buffer])[]): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const header = Buffer.alloc(8)
    header.write(type, 'latin1')
    header.writeUInt32BE(data.length + 8, 4)
    return Buffer.concat([header, data])
  }
  return chunk('icns', Buffer.concat(images.map(([type, image]) => chunk(type, image))))
}

const drawn = new Map(sizes.map((size) => [size, draw(size)]))
const take = (size: number): Buffer => drawn.get(size) ?? draw(size)

mkdirSync(join(folder, 'icons'), { recursive: true })
for (const [size, image] of drawn) if (size <= 512) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), image)
writeFileSync(join(folder, 'icon.png'), take(512))
writeFileSync(join(folder, 'icon.ico'), ico(new Map(icoSizes.map((size) => [size, take(size)]))))
writeFileSync(join(folder, 'icon.icns'), icns(icnsTypes.map(([type, size]) => [type, take(size)] as const)))
