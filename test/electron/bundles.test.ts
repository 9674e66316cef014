import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PreparedExport, Projection, Spectrum } from '../../shared/rpc.ts'
import { call } from './calls.ts'
import { homeWithRun } from './home-with-run.ts'
import { onEveryShell } from './running.ts'

// What is loaded late, from files beside the bundles: threads, fonts, native modules.

onEveryShell('the bundled workbench', ({ launch, newHome }) => {
  test('inspects snapshots in its thread', async () => {
    const home = newHome()
    const runId = homeWithRun(home)
    const { page } = await launch({ home })
    const projection = await call(page, 'inspect.projection', { runId, tensor: 'embedding', fit: 'each' })
    expect(projection).toMatchObject({ ok: true, value: { tokens: 113, components: 3 } })
    expect((projection as { value: Projection }).value.coordinates).toHaveLength(2 * 113 * 3)
    const spectrum = await call(page, 'inspect.spectrum', { runId, tensor: 'embedding' })
    expect((spectrum as { value: Spectrum }).value.norms).toHaveLength(2 * 57)
  })

  test('draws a figure as PNG, with the font that is shipped', async () => {
    const home = newHome()
    const runId = homeWithRun(home)
    const { page, evaluate } = await launch({ home })
    const reply = await call(page, 'export.figure', { spec: { kind: 'curves', runs: [runId], panels: [{ title: 'Loss', series: ['train/loss'] }] }, format: 'png' })
    expect(reply).toMatchObject({ ok: true })
    const { exportId, fileName } = (reply as { value: PreparedExport }).value
    const file = join(home, 'figure.png')
    await evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, file)
    expect(await page.evaluate(([id, name]) => window.grokscope?.saveExport(id ?? '', name ?? ''), [exportId, fileName])).toBe(true)
    const image = readFileSync(file)
    expect(image.toString('latin1', 1, 4)).toBe('PNG')
    expect(image.readUInt32BE(16)).toBeGreaterThan(500)
  })
})
