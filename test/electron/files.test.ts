import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PreparedExport } from '../../shared/rpc.ts'
import type { Shell } from '../electron-stand-in/shell.ts'
import { call } from './calls.ts'
import { homeWithRun } from './home-with-run.ts'
import { onEveryShell } from './running.ts'

/** Makes the save dialog answer with a path, and keeps what it was asked. */
async function answerSave({ evaluate }: Shell, filePath: string | null): Promise<void> {
  await evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (...asked: unknown[]) => {
      Reflect.set(dialog, 'askedForTest', asked.at(-1))
      return Promise.resolve({ canceled: path === null, filePath: path ?? '' })
    }
  }, filePath)
}

async function answerOpen({ evaluate }: Shell, filePath: string | null): Promise<void> {
  await evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] })
  }, filePath)
}

async function prepare({ page }: Shell, runId: string): Promise<PreparedExport> {
  const reply = await call(page, 'export.data', { runIds: [runId], format: 'csv' })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as PreparedExport
}

const save = ({ page }: Shell, { exportId, fileName }: PreparedExport) =>
  page.evaluate(([id, name]) => window.grokscope?.saveExport(id ?? '', name ?? '').catch((error: unknown) => String(error)), [exportId, fileName])

onEveryShell('an export', ({ launch, newHome }) => {
  async function launchWithRun(): Promise<{ shell: Shell; prepared: PreparedExport }> {
    const home = newHome()
    const runId = homeWithRun(home)
    const shell = await launch({ home })
    return { shell, prepared: await prepare(shell, runId) }
  }

  test('goes where the dialog says, whole, and the page never learns where', async () => {
    const { shell, prepared } = await launchWithRun()
    const file = join(shell.home, 'chosen.csv')
    await answerSave(shell, file)
    expect(await save(shell, prepared)).toBe(true)
    expect(readFileSync(file).byteLength).toBe(prepared.sizeBytes)
    expect(await shell.evaluate(({ dialog }): unknown => Reflect.get(Object(Reflect.get(dialog, 'askedForTest')), 'defaultPath'), null)).toMatch(prepared.fileName)
  })

  test('goes nowhere where the user changes their mind, and says what is wrong where it cannot be written', async () => {
    const { shell, prepared } = await launchWithRun()
    await answerSave(shell, null)
    expect(await save(shell, prepared)).toBe(false)

    const folder = join(shell.home, 'a-folder.csv')
    mkdirSync(folder)
    await answerSave(shell, folder)
    expect(await save(shell, prepared)).toMatch(/^Error: file\/unwritable: a-folder\.csv could not be written \(E\w+\)\. Choose another place\.$/)
    expect(readdirSync(shell.home).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('that nobody prepared is refused', async () => {
    const shell = await launch()
    await answerSave(shell, join(shell.home, 'x.csv'))
    expect(await save(shell, { exportId: 'never-prepared', fileName: 'x.csv', mediaType: 'text/csv', sizeBytes: 1 })).toMatch(/Error: .*make it again/)
    expect(existsSync(join(shell.home, 'x.csv'))).toBe(false)
  })
})

onEveryShell('an import', ({ launch, newHome }) => {
  test('reads the file that the dialog gives, by an id that says nothing of its place', async () => {
    const home = newHome()
    const runId = homeWithRun(home)
    const shell = await launch({ home })
    const bundle = join(newHome(), 'runs.grokrun')
    const prepared = await call(shell.page, 'export.bundle', { runIds: [runId] })
    if (!prepared.ok) throw new Error(prepared.error.message)
    await answerSave(shell, bundle)
    await save(shell, prepared.value as PreparedExport)

    const other = await launch()
    await answerOpen(other, bundle)
    const uploadId = await other.page.evaluate(() => window.grokscope?.chooseImport())
    expect(uploadId).toMatch(/^[A-Za-z0-9_-]{8,64}$/)
    expect(await call(other.page, 'import.bundle', { uploadId: uploadId ?? '' })).toMatchObject({ ok: true, value: { imported: [runId] } })
    expect(existsSync(bundle)).toBe(true)
  })

  test('of a damaged bundle changes nothing; of nothing is null', async () => {
    const shell = await launch()
    const file = join(newHome(), 'damaged.grokrun')
    writeFileSync(file, 'not a bundle')
    await answerOpen(shell, file)
    const uploadId = await shell.page.evaluate(() => window.grokscope?.chooseImport())
    expect(await call(shell.page, 'import.bundle', { uploadId: uploadId ?? '' })).toMatchObject({ ok: false, error: { code: 'bundle/invalid' } })
    expect(await call(shell.page, 'runs.list', {})).toEqual({ ok: true, value: [] })

    await answerOpen(shell, null)
    expect(await shell.page.evaluate(() => window.grokscope?.chooseImport())).toBeNull()
  })
})
