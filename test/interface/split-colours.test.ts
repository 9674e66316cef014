import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { contrast } from '../shared/figures/contrast.ts'
import { openNewRunForm } from './new-run-form.ts'

/** The colours that are drawn with, as #rrggbb: cells of the table, bars of each histogram as x and as y, and the page behind them. */
function drawnColours(page: Page): Promise<{ ground: string; cells: string[]; training: string[]; test: string[] }> {
  return page.getByRole('complementary', { name: 'Summary' }).evaluate((summary) => {
    const hex = (channels: readonly number[]) => `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
    const written = (colour: string) => hex((colour.match(/\d+/g) ?? []).map(Number))
    const bars = (figure: Element | undefined) => [...figure?.querySelectorAll('path') ?? []].map((path) => written(getComputedStyle(path).fill))
    const table = summary.querySelector('canvas')
    const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    if (table !== null) pen?.drawImage(table, 0, 0)
    const pixels = [...pen?.getImageData(0, 0, table?.width ?? 1, table?.height ?? 1).data ?? []]
    const cells = pixels.flatMap((_, place) => (place % 4 === 0 ? [hex(pixels.slice(place, place + 3))] : []))
    const [training, test] = summary.querySelectorAll('figure')
    const ground = written(getComputedStyle(document.body).backgroundColor)
    return { ground, cells: [...new Set(cells)], training: bars(training), test: bars(test) }
  })
}

const form = openNewRunForm('new')

it.each(['dark', 'light', 'dark'] as const)('a split and its histograms stand out from the %s page, and their parts from each other', async (theme) => {
  const { page, window, field } = form
  await page.emulateMedia({ colorScheme: theme })
  await field('Modulus p').fill('11')
  await page.getByRole('img', { name: /^Table of 11 by 11 pairs/ }).waitFor()
  await window.settled()
  const { ground, cells, training, test } = await drawnColours(page)
  expect([training.length, test.length]).toEqual([2, 2])
  for (const colour of [...training, ...test]) expect(contrast(colour, ground)).toBeGreaterThan(3)
  expect(cells.sort()).toEqual([training[0], test[0]].sort())
  expect(contrast(training[0], test[0])).toBeGreaterThan(3)
  for (const [asFirst, asSecond] of [training, test]) expect(contrast(asFirst, asSecond)).toBeGreaterThan(1.5)
})
