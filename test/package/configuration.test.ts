import { Ajv, type AnySchema } from 'ajv'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const require = createRequire(import.meta.url)
const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url))
const configuration = parse(read('electron-builder.yml').toString()) as Record<string, unknown>
const packageFile = JSON.parse(read('package.json').toString()) as Record<'dependencies' | 'devDependencies', Record<string, string>> & { main: string }

describe('electron-builder.yml', () => {
  const check = new Ajv({ strict: false, allErrors: true }).compile(require('app-builder-lib/scheme.json') as AnySchema)

  test('is valid by electron-builder\'s own schema, which knows every key', () => {
    expect(check(configuration), JSON.stringify(check.errors)).toBe(true)
    expect(check({ ...configuration, asarUnpacked: ['**/*.node'] })).toBe(false)
  })

  test('makes what each system installs, and publishes nothing', () => {
    const targets = (system: string) => (configuration[system] as { target: (string | { target: string })[] }).target.map((entry) => (typeof entry === 'string' ? entry : entry.target))
    expect({ linux: targets('linux'), mac: targets('mac'), win: targets('win') }).toEqual({ linux: ['AppImage', 'deb'], mac: ['dmg'], win: ['nsis'] })
    expect(configuration['publish']).toBeNull()
  })
})

test('only what cannot be bundled is a dependency; everything is pinned', () => {
  expect(Object.keys(packageFile.dependencies).sort()).toEqual([
    '@resvg/resvg-js', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node-gpu', 'better-sqlite3', 'node-api-headers'
  ])
  const ranges = [...Object.values(packageFile.dependencies), ...Object.values(packageFile.devDependencies)].filter((version) => !/^\d+\.\d+\.\d+$/.test(version))
  expect(ranges).toEqual([])
})

test('Electron is of the newest major versions, pinned exactly', () => {
  expect(Number(packageFile.devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(45)
  expect(packageFile.main).toBe('dist/electron/main.mjs')
})

describe('icons', () => {
  const isPng = (bytes: Buffer) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))

  test.each([16, 24, 32, 48, 64, 128, 256, 512])('%i pixels', (size) => {
    const image = read(`assets/icons/${size}x${size}.png`)
    expect(isPng(image)).toBe(true)
    expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([size, size])
  })

  test('for Windows holds PNG files of every size', () => {
    const icon = read('assets/icon.ico')
    const count = icon.readUInt16LE(4)
    const images = Array.from({ length: count }, (_, index) => {
      const entry = 6 + 16 * index
      const offset = icon.readUInt32LE(entry + 12)
      return { size: icon.readUInt8(entry) || 256, png: isPng(icon.subarray(offset)), end: offset + icon.readUInt32LE(entry + 8) }
    })
    expect(images.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256])
    expect(images.every(({ png }) => png)).toBe(true)
    expect(images.at(-1)?.end).toBe(icon.length)
  })

  test('for macOS holds PNG files of every type', () => {
    const icon = read('assets/icon.icns')
    expect([icon.toString('latin1', 0, 4), icon.readUInt32BE(4)]).toEqual(['icns', icon.length])
    const found: string[] = []
    for (let offset = 8; offset < icon.length; offset += icon.readUInt32BE(offset + 4)) {
      found.push(icon.toString('latin1', offset, offset + 4))
      expect(isPng(icon.subarray(offset + 8))).toBe(true)
    }
    expect(found).toEqual(['icp4', 'icp5', 'ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14'])
  })
})
