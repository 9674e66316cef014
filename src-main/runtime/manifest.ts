import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import type { Installation } from './layout.ts'

const manifestSchema = v.strictObject({
  files: v.array(v.strictObject({ name: v.string(), sizeBytes: v.number(), modifiedMs: v.number(), sha256: v.string() }))
})
type Manifest = v.InferOutput<typeof manifestSchema>

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Writes size, time and SHA-256 of the named files of an installation; the last step of installing. */
export async function writeManifest(folder: string, manifestFile: string, names: readonly string[]): Promise<void> {
  const files = await Promise.all(names.map(async (name) => {
    const file = path.join(folder, name)
    const { size, mtimeMs } = await stat(file)
    return { name, sizeBytes: size, modifiedMs: mtimeMs, sha256: await sha256(file) }
  }))
  await writeFile(manifestFile, JSON.stringify({ files } satisfies Manifest, null, 2))
}

async function readManifest({ manifestFile }: Installation): Promise<Manifest | null> {
  let text: string
  try {
    text = await readFile(manifestFile, 'utf8')
  } catch {
    return null
  }
  try {
    return v.parse(manifestSchema, JSON.parse(text))
  } catch {
    return { files: [{ name: 'manifest.json', sizeBytes: -1, modifiedMs: 0, sha256: '' }] }
  }
}

async function findFault(folder: string, entry: Manifest['files'][number], thorough: boolean): Promise<string | null> {
  const file = path.join(folder, entry.name)
  const found = await stat(file).catch(() => null)
  if (found === null) return `${entry.name} is missing`
  if (found.size !== entry.sizeBytes) return `${entry.name} has ${found.size} bytes, expected ${entry.sizeBytes}`
  if (!thorough && found.mtimeMs === entry.modifiedMs) return null
  return (await sha256(file)) === entry.sha256 ? null : `${entry.name} has changed since it was installed`
}

/**
 * What is wrong with an installation: `absent`, or a fault to repair, or null where all is well.
 * Files are hashed where `thorough` is set, or where their time differs from the manifest's.
 */
export async function inspectInstallation(installation: Installation, thorough: boolean): Promise<string | null> {
  const manifest = await readManifest(installation)
  if (manifest === null) return 'absent'
  for (const entry of manifest.files) {
    const fault = await findFault(installation.folder, entry, thorough)
    if (fault !== null) return fault
  }
  return null
}
