import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { commandIds, commands } from '../../shared/commands.ts'
import { menuTemplate } from '../../src-main/electron/menu-template.ts'

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}

function build(platform: NodeJS.Platform, isPackaged = true): { items: MenuItemConstructorOptions[]; given: string[] } {
  const given: string[] = []
  const template = menuTemplate(platform, isPackaged, { give: (id) => given.push(id), openExternal: (url) => given.push(url) })
  return { items: flatten(template), given }
}

test.each(['linux', 'darwin', 'win32'] as const)('on %s every command is there once, and is given by its item', (platform) => {
  const { items, given } = build(platform)
  for (const { label } of commandIds.map((id) => commands[id])) {
    const [item, second] = items.filter((candidate) => candidate.label === label)
    expect(second).toBeUndefined()
    Reflect.apply(item?.click ?? expect.fail(label), undefined, [])
  }
  expect(given).toEqual(commandIds)
})

test('no accelerator is given twice', () => {
  const keys = build('linux').items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]))
  expect(new Set(keys).size).toBe(keys.length)
})

test('macOS has its first menu, and copying and pasting everywhere', () => {
  expect(build('darwin').items[0]?.role).toBe('appMenu')
  expect(build('darwin').items.some(({ role }) => role === 'editMenu')).toBe(true)
})

test('developer tools are offered in a checkout only', () => {
  const offers = (isPackaged: boolean) => build('linux', isPackaged).items.some(({ role }) => role === 'toggleDevTools')
  expect([offers(true), offers(false)]).toEqual([false, true])
})
