import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What marks the fuses in Electron's program: version 1, nine fuses, each `0` or `1`. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * A folder that electron-builder takes for a downloaded Electron of Linux: it packs around it, sets its fuses and removes its
 * languages, without a download. The program in it does not run.
 */
export function makeUpElectron(folder: string, version: string): void {
  const files: Record<string, Buffer | string> = {
    electron: Buffer.concat([Buffer.from('no program '), Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('101100011'), Buffer.from(' end')]),
    'locales/en-US.pak': 'language',
    'locales/de.pak': 'language',
    version,
    LICENSE: 'licence of Electron',
    'LICENSES.chromium.html': 'licences of Chromium'
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  chmodSync(join(folder, 'electron'), 0o755)
}
